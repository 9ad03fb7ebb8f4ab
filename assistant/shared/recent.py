"""A bounded memory of what happened lately, per key; safe to use from several threads."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
#: So many keys are remembered, those not seen for the longest time are forgotten first.
KEYS = 20_000


class Recent(Generic[T]):
    """Remembers up to ``entries`` of each key for ``window``; about 200 bytes an entry."""

    def __init__(self, window: timedelta, entries: int, keys: int = KEYS) -> None:
        self._window = window
        self._entries = entries
        self._keys = keys
        self._known: OrderedDict[Hashable, deque[tuple[datetime, str, T]]] = OrderedDict()
        self._lock = Lock()

    def add(self, key: Hashable, at: datetime, message: str, what: T) -> list[T]:
        """Remember ``what`` and return what the key has within the window before ``at``, this with it.

        A message that is asked about again (the same id, or without ids the same moment) is not counted twice.
        """
        if at.tzinfo is not None:
            at = at.astimezone().replace(tzinfo=None)
        with self._lock:
            held = self._known.get(key)
            if held is None:
                held = self._known[key] = deque(((at, message, what),), self._entries)
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

    def forget(self, key: Hashable, message: str | None = None) -> None:
        """Forget what a key has, or only what was told by one message."""
        with self._lock:
            held = self._known.get(key)
            if held is None:
                return
            kept = [] if message is None else [each for each in held if each[1] != message]
            if kept:
                self._known[key] = deque(kept, self._entries)
            else:
                del self._known[key]
