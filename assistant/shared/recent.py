"""A bounded memory of what happened lately, per key; safe to use from several threads."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")
#: So many keys are remembered, those not seen for the longest time are forgotten first.
KEYS = 20_000


class Recent(Generic[T]):
    """Remembers up to ``entries`` of each key for ``window``; about 200 bytes an entry.

    ``name`` is what the same memory of another process is called.
    """

    def __init__(self, window: timedelta, entries: int, keys: int = KEYS, *, name: str = "") -> None:
        self.name = f"{name}-{window.total_seconds():g}-{entries}"
        self.seconds = window.total_seconds()
        self.entries = entries
        self._window = window
        self._keys = keys
        self._known: OrderedDict[Hashable, deque[tuple[datetime, str, T]]] = OrderedDict()
        self._lock = Lock()

    def add(
        self, key: Hashable, at: datetime, message: str, what: T, recalled: Mapping[Any, list[T]] | None = None
    ) -> list[T]:
        """Remember ``what`` and return what the key has within the window before ``at``, this with it.

        A message that is asked about again (the same id, or without ids the same moment) is not counted twice.
        ``recalled`` is what this memory and that of other processes were found to hold already: then that is it.
        """
        if recalled is not None and self in recalled:
            return recalled[self]
        if at.tzinfo is not None:
            at = at.astimezone().replace(tzinfo=None)
        with self._lock:
            held = self._known.get(key)
            if held is None:
                held = self._known[key] = deque(((at, message, what),), self.entries)
                if len(self._known) > self._keys:
                    self._known.popitem(last=False)
                return [what]
            self._known.move_to_end(key)
            if not any((name == message if message else when == at and was == what) for when, name, was in held):
                held.append((at, message, what))
            try:
                first = at - self._window
            except OverflowError:
                first = datetime.min
            return [was for when, _, was in held if first <= when <= at]

    def forget(self, key: Hashable, message: str) -> None:
        """Forget what one message has told a key."""
        with self._lock:
            held = self._known.get(key)
            if held is None:
                return
            kept = [each for each in held if each[1] != message]
            if kept:
                self._known[key] = deque(kept, self.entries)
            else:
                del self._known[key]
