"""The interface of what processes share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """Something that happened, to be remembered under a key; asking for it remembers it.

    ``window`` names the kind of memory: all its keys keep ``entries`` entries for ``seconds``. ``message`` is what the
    same thing told again is known by, empty where it has no name; ``what`` is what is remembered of it. Neither may
    hold anything that a stranger must not read: keys and messages are hashes, texts are sealed.
    """

    window: str
    key: str
    at: datetime
    message: str
    what: str
    seconds: float
    entries: int


class Told(NamedTuple):
    """One thing remembered: the message it was told by, and what."""

    message: str
    what: str


class Claim(NamedTuple):
    """A name that ``holder`` wants to itself for ``seconds``; who comes first holds it."""

    name: str
    holder: str
    seconds: float


class Shelf(NamedTuple):
    """Where things are kept by name: the last ``most`` of them, each for ``seconds``. ``name`` is a hash too."""

    name: str
    seconds: float
    most: int


class Answers(NamedTuple):
    """What is known: for each entry what its key has within the window up to its time, in the order it was told.

    The entry itself is among it. ``holders`` are who holds each claim. ``whole``: all processes were asked; else this
    is what one process knows by itself.
    """

    told: list[list[Told]]
    holders: list[str]
    whole: bool


class SharedState(Protocol):
    """What the processes of a workspace share; safe to use from several threads, and never raises while it is used.

    While the engine behind it is away, each process answers by its own memory.
    """

    @property
    def alone(self) -> bool:
        """Whether nothing is shared by design: there is no engine."""
        ...

    @property
    def problem(self) -> str:
        """What is wrong with the engine, in one line; empty while all is well."""
        ...

    def ask(self, entries: Sequence[Entry], claims: Sequence[Claim] = ()) -> Answers:
        """Remember entries and take claims, in order and in one step; return what is known of each."""
        ...

    def forget(self, entries: Sequence[Entry]) -> None:
        """Forget entries, by their keys and messages."""
        ...

    def take(self, name: str, wanted: int, per_minute: int) -> tuple[int, float]:
        """Take up to ``wanted`` of what ``name`` may use in a minute, which comes back evenly.

        Return how many there were, and where there was none the seconds until there is one.
        """
        ...

    def keep(self, shelf: Shelf, things: Sequence[tuple[str, str]]) -> None:
        """Keep things on a shelf, each by its name; the same name again replaces what was there.

        Names are hashes, things sealed, as those of entries are.
        """
        ...

    def kept(self, shelf: Shelf, names: Sequence[str]) -> list[str | None]:
        """Return what is kept by these names; None for what is not, and while the engine is away.

        Who keeps something remembers it for itself as long as it matters.
        """
        ...

    def version(self) -> str:
        """Return what changes with every :meth:`changed`, of any process; empty: nobody knows."""
        ...

    def changed(self) -> None:
        """Let all processes know that something in the database or the files has changed."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
