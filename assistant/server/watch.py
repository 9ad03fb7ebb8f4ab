"""Changes that others make (rules, corrections, keys) hold here within seconds, also while nobody asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.shared.state import SharedState

log = logging.getLogger(__name__)

#: Seconds between two looks at the notices of Redis, and at the database and the files: without notices, and with them.
NOTICED, LOOKED, LOOKED_SELDOM = 0.5, 1.0, 2.0


class Watch:
    """Calls ``look_again`` in a thread of its own: at once where there is notice of a change, else every second or two.

    A notice may be lost; what has changed is in the database and the files.
    """

    def __init__(self, shared: SharedState, look_again: Sequence[Callable[[], object]]) -> None:
        self._shared = shared
        self._look_again = look_again
        self._ended = Event()
        self._failed = False
        self._thread = Thread(target=self._work, name="watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._ended.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        seen, looked = self._shared.version(), monotonic()
        while not self._ended.wait(NOTICED):
            version = self._shared.version()
            every = LOOKED if self._shared.alone or not version else LOOKED_SELDOM
            if version != seen or monotonic() - looked >= every:
                seen, looked = version, monotonic()
                self._look()

    def _look(self) -> None:
        failed = False
        for look in self._look_again:
            try:
                look()
            except Exception as fault:  # what is wrong with the rules must not keep a revoked key alive
                failed = True
                if not self._failed:
                    known = isinstance(fault, AssistantError)
                    said = "changes of others could not be looked for: %s"
                    log.warning(said, fault, exc_info=None if known else fault)
        self._failed = failed
