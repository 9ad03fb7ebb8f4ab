"""How long everything may take together."""

from __future__ import annotations

import time


class Deadline:
    """``seconds`` from the first call: loading litellm, which takes seconds once, does not count."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end: float | None = None

    def start(self) -> None:
        """Begin to count; does nothing when it has begun."""
        if self._end is None:
            self._end = time.monotonic() + self.seconds

    def remaining(self) -> float:
        """Return the seconds left, 0 when it has passed."""
        self.start()
        assert self._end is not None
        return max(0.0, self._end - time.monotonic())
