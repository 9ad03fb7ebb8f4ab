"""Shared by all processes that know the same Redis and the same database."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from assistant.shared.embedded import Embedded
from assistant.shared.line import Away, Line
from assistant.shared.state import Answers, Claim, Entry, Shelf, Told

_SCRIPTS = Path(__file__).parent / "scripts"
# Milliseconds that an entry outlives its window, for clocks that differ; and that a notice of a change is kept.
_MARGIN, _NOTICE = 60_000, 86_400_000
_MICROSECOND = timedelta(microseconds=1)
_FIRST = datetime.min


class RedisState:
    """What all processes know; while Redis is away, what this one does: it remembers everything it asks as well.

    ``workspace`` names the keys, in braces: on a cluster all of them lie together. ``clock`` replaces the server's.
    """

    alone = False

    def __init__(
        self, url: str, workspace: str, *, milliseconds: int = 50, clock: Callable[[], float] | None = None
    ) -> None:
        self._line = Line(url, milliseconds=milliseconds)
        self._scripts = {each.stem: self._line.script(each.read_text(encoding="utf-8")) for each in _SCRIPTS.iterdir()}
        self._prefix = f"assistant:{{{workspace}}}"
        self._own = Embedded()
        self._clock = clock

    @property
    def problem(self) -> str:
        """What is wrong with Redis, in one line; empty while all is well."""
        return "Redis 连不上：刷屏、限速这些要几个进程一起数的，暂时各数各的" if self._line.away else ""

    def ask(self, entries: Sequence[Entry], claims: Sequence[Claim] = ()) -> Answers:
        """Remember entries and take claims, in one step; return what is known of each."""
        own = self._own.ask(entries, claims)
        keys = [self._entry_key(each) for each in entries] + [f"{self._prefix}:c:{claim.name}" for claim in claims]
        values: list[str | int] = [len(entries), *map(_asked, entries)]
        for claim in claims:
            values += (claim.holder, max(1, int(claim.seconds * 1000)))
        try:
            found = self._run("ask", keys, values)
        except Away:
            return own._replace(whole=False)
        count = len(entries)
        told = [[_told(each) for each in held] for held in found[:count]]
        return Answers(told, [holder or "" for holder in found[count:]], True)

    def forget(self, entries: Sequence[Entry]) -> None:
        """Forget entries, by their keys and messages."""
        self._own.forget(entries)
        try:
            self._run("forget", [self._entry_key(each) for each in entries], [each.message for each in entries])
        except Away:
            return

    def take(self, name: str, wanted: int, per_minute: int) -> tuple[int, float]:
        """Take up to ``wanted`` of what a name may use; where there is none, return the seconds until there is."""
        try:
            taken, wait = self._run("take", [f"{self._prefix}:r:{name}"], [wanted, per_minute, self._now()])
        except Away:
            return self._own.take(name, wanted, per_minute)
        return int(taken), float(wait)

    def keep(self, shelf: Shelf, things: Sequence[tuple[str, str]]) -> None:
        """Keep things on a shelf, each by its name."""
        pairs = [part for thing in things for part in thing]
        try:
            self._run("keep", self._shelf_keys(shelf), [shelf.most, shelf.seconds, self._now(), *pairs])
        except Away:
            return

    def kept(self, shelf: Shelf, names: Sequence[str]) -> list[str | None]:
        """Return what is kept by these names; None for what is not, and while Redis is away."""
        try:
            found = self._run("kept", self._shelf_keys(shelf), [shelf.seconds, self._now(), *names])
        except Away:
            return [None] * len(names)
        return cast("list[str | None]", found)

    def version(self) -> str:
        """Return what changes with every change of any process; empty where nobody knows."""
        try:
            return cast("str | None", self._line.run(lambda client: client.get(f"{self._prefix}:version"))) or ""
        except Away:
            return ""

    def changed(self) -> None:
        """Let all processes know that something has changed."""
        try:
            self._line.run(lambda client: client.set(f"{self._prefix}:version", secrets.token_hex(8), px=_NOTICE))
        except Away:
            return  # they look into the database every few seconds anyway

    def close(self) -> None:
        """Give the connections back."""
        self._line.close()

    def _now(self) -> float | str:
        return self._clock() if self._clock else ""

    def _shelf_keys(self, shelf: Shelf) -> list[str]:
        return [f"{self._prefix}:{kind}:{shelf.name}" for kind in ("k", "o")]

    def _entry_key(self, entry: Entry) -> str:
        return f"{self._prefix}:w:{entry.window}:{entry.key}"

    def _run(self, script: str, keys: list[str], values: list[Any]) -> Any:
        return self._line.run(lambda client: self._scripts[script](keys, values, client=client))


def _asked(entry: Entry) -> str:
    """An entry and what is to be done with it, in the places where the script looks: one value, for six take longer."""
    life = int(entry.seconds * 1000) + _MARGIN
    first, at = _digits(entry.at, entry.seconds), _digits(entry.at)
    return f"{first}{entry.entries:05d}{life:013d}{at}|{entry.message}|{entry.what}"


def _digits(moment: datetime, earlier: float = 0.0) -> str:
    """Microseconds of the calendar as eighteen digits, ``earlier`` seconds before; not before its beginning."""
    micros = (moment - _FIRST) // _MICROSECOND - round(earlier * 1_000_000)
    return f"{max(0, micros):018d}"


def _told(entry: str) -> Told:
    message, _, what = entry.partition("|")
    return Told(message, what)
