"""How many messages a key may send in a minute, counted by all processes together."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.shared.state import SharedState

# Of what several processes share each takes a tenth of a second's worth at a time, and gives up after a second what it
# has not used: one question in so many messages, and nobody gets more than there is.
_PORTION, _MOST, _KEPT = 600, 50, 1.0


class Rates:
    """Counts messages against ``per_minute`` of each name; what was used comes back evenly."""

    def __init__(self, shared: SharedState, per_minute: int) -> None:
        self.per_minute = per_minute
        self._shared = shared
        self._portion = 1 if shared.alone else min(_MOST, max(1, per_minute // _PORTION))
        self._left: dict[str, tuple[int, float]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def spend(self, name: str) -> float:
        """Count a message; return 0, or the seconds to wait where there are too many."""
        if self._shared.alone:
            return self._shared.take(name, 1, self.per_minute)[1]
        if self._from_portion(name):
            return 0.0
        async with self._asking[name]:
            if self._from_portion(name):  # somebody has fetched one meanwhile
                return 0.0
            taken, wait = await asyncio.to_thread(self._shared.take, name, self._portion, self.per_minute)
            self._left[name] = (max(0, taken - 1), monotonic() + _KEPT)
            return wait

    def _from_portion(self, name: str) -> bool:
        left, until = self._left.get(name, (0, 0.0))
        if left < 1 or monotonic() > until:
            return False
        self._left[name] = (left - 1, until)
        return True
