"""Shared by the threads of one process alone."""

from __future__ import annotations

import heapq
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from assistant.shared.recent import Recent
from assistant.shared.state import Answers, Claim, Entry, Shelf, Told

V = TypeVar("V")
# Windows and rates remembered; those not used for longest are forgotten first.
_MOST = 20_000
# Shelves with something on them; the one that got nothing for longest is cleared first.
_SHELVES = 1000


class Embedded:
    """What one process knows. ``clock`` returns seconds, for claims and rates; entries bring their own time."""

    alone = True
    problem = ""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._windows: OrderedDict[tuple[str, float, int], Recent[Told]] = OrderedDict()
        self._claims: dict[str, tuple[str, float]] = {}
        self._ending: list[tuple[float, str]] = []
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._shelves: OrderedDict[str, OrderedDict[str, tuple[float, str]]] = OrderedDict()
        self._version = 0

    def ask(self, entries: Sequence[Entry], claims: Sequence[Claim] = ()) -> Answers:
        """Remember entries and take claims; return what is known of each."""
        told = [
            self._window(each).add(each.key, each.at, each.message, Told(each.message, each.what)) for each in entries
        ]
        return Answers(told, [self._claimed(claim) for claim in claims], True)

    def forget(self, entries: Sequence[Entry]) -> None:
        """Forget entries, by their keys and messages."""
        for each in entries:
            self._window(each).forget(each.key, each.message)

    def take(self, name: str, wanted: int, per_minute: int) -> tuple[int, float]:
        """Take up to ``wanted`` of what a name may use; where there is none, return the seconds until there is."""
        with self._lock:
            now = self._clock()
            left, since = self._left.get(name, (float(per_minute), now))
            # A clock that was put back gives nothing, and takes nothing.
            left = min(float(per_minute), left + max(0.0, now - since) * per_minute / 60)
            taken = min(wanted, int(left))
            _put(self._left, name, (left - taken, now))
            return taken, 0.0 if taken else (1 - left) * 60 / per_minute

    def keep(self, shelf: Shelf, things: Sequence[tuple[str, str]]) -> None:
        """Keep things on a shelf, each by its name."""
        with self._lock:
            now = self._clock()
            held = self._shelves.setdefault(shelf.name, OrderedDict())
            self._shelves.move_to_end(shelf.name)
            while len(self._shelves) > _SHELVES:
                self._shelves.popitem(last=False)
            for name, what in things:
                # In order, also where the clock stands or is put back.
                last = next(reversed(held.values()))[0] if held else 0.0
                held[name] = (round(max(now, last + 0.000001), 6), what)
                held.move_to_end(name)
            while held and (len(held) > shelf.most or next(iter(held.values()))[0] <= now - shelf.seconds):
                held.popitem(last=False)

    def kept(self, shelf: Shelf, names: Sequence[str]) -> list[str | None]:
        """Return what is kept by these names; None for what is not."""
        with self._lock:
            first = self._clock() - shelf.seconds
            held = self._shelves.get(shelf.name) or OrderedDict[str, tuple[float, str]]()
            found = [held.get(name) for name in names]
        return [each[1] if each is not None and each[0] > first else None for each in found]

    def version(self) -> str:
        """Return what changes with every change."""
        return str(self._version)

    def changed(self) -> None:
        """Note that something has changed."""
        with self._lock:
            self._version += 1

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""

    def _window(self, entry: Entry) -> Recent[Told]:
        key = (entry.window, entry.seconds, entry.entries)
        found = self._windows.get(key)
        if found is None:
            with self._lock:
                made: Recent[Told] = Recent(timedelta(seconds=entry.seconds), entry.entries)
                found = self._windows.setdefault(key, made)
                _shrink(self._windows)
        return found

    def _claimed(self, claim: Claim) -> str:
        with self._lock:
            now = self._clock()
            # None is forgotten before its time: a signature would be taken twice.
            while self._ending and self._ending[0][0] <= now:
                _, name = heapq.heappop(self._ending)
                if self._claims[name][1] <= now:
                    del self._claims[name]
            held = self._claims.get(claim.name)
            if held is not None:
                return held[0]
            until = now + claim.seconds
            self._claims[claim.name] = (claim.holder, until)
            heapq.heappush(self._ending, (until, claim.name))
            return claim.holder


def _put(held: OrderedDict[str, V], name: str, value: V) -> None:
    held[name] = value
    held.move_to_end(name)
    _shrink(held)


def _shrink(held: OrderedDict[str, V] | OrderedDict[tuple[str, float, int], V]) -> None:
    while len(held) > _MOST:
        held.popitem(last=False)
