"""What was said lately: so that a quotation or an edit can be held against what it refers to.

A process remembers what it heard itself. Several of them share it through Redis, sealed, for an hour at the most: the
edit of a message, or an answer to it, may reach another process than the message did.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from assistant.shared.state import Shelf

if TYPE_CHECKING:
    from assistant.shared.state import SharedState

#: Characters of a message that are remembered; messages that a process remembers of all chats.
LONGEST, MOST = 2000, 5000
#: Seconds that others may ask for what was said, and messages of a chat that they may ask for.
SHARED, SHARED_MOST = 3600.0, 200


class Saying(NamedTuple):
    """One message: who said what."""

    sender: str
    name: str
    text: str


class Recent:
    """The last messages of all chats, in memory only; ``most`` bounds it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._said: OrderedDict[tuple[str, str], Saying] = OrderedDict()

    def note(self, chat: str, message: str, saying: Saying) -> None:
        """Remember a message."""
        self._said[chat, message] = saying._replace(text=saying.text[:LONGEST])
        self._said.move_to_end((chat, message))
        while len(self._said) > self._most:
            self._said.popitem(last=False)

    def get(self, chat: str, message: str) -> Saying | None:
        """The message, where it is still known."""
        return self._said.get((chat, message))

    async def ask(self, chat: str, *messages: str) -> None:
        """Learn what others have heard of these messages; where nobody shares anything there is nothing to learn."""

    async def tell(self) -> None:
        """Let others know what was noted."""


class SharedRecent(Recent):
    """The same, shared with other processes. ``hashed`` is the keyed hash of the database, ``platform`` whose chats.

    Redis holds hashes for names, and texts that only who has the database can read. While it is away each process
    knows what it heard itself.
    """

    def __init__(self, shared: SharedState, hashed: Callable[[str], str], platform: str, most: int = MOST) -> None:
        from assistant.shared.sealed import seal_of

        super().__init__(most)
        self._shared = shared
        self._hashed = hashed
        self._platform = platform
        self._seal = seal_of(hashed)
        self._new: list[tuple[str, str, Saying]] = []

    def note(self, chat: str, message: str, saying: Saying) -> None:
        """Remember a message, for others too."""
        super().note(chat, message, saying)
        self._new.append((chat, message, self._said[chat, message]))

    async def ask(self, chat: str, *messages: str) -> None:
        """Learn what others have heard of these messages: of an edit somebody else may know a later state."""
        if messages:
            for message, saying in zip(messages, await asyncio.to_thread(self._asked, chat, messages), strict=True):
                if saying is not None:
                    super().note(chat, message, saying)

    async def tell(self) -> None:
        """Let others know what was noted."""
        new, self._new = self._new, []
        if new:
            await asyncio.to_thread(self._told, new)

    def _asked(self, chat: str, messages: tuple[str, ...]) -> list[Saying | None]:
        found = self._shared.kept(self._shelf(chat), [self._hashed(f"{chat}\0{each}") for each in messages])
        return [self._opened(each) for each in found]

    def _told(self, new: list[tuple[str, str, Saying]]) -> None:
        for chat, message, saying in new:
            sealed = self._seal.close(json.dumps(saying, ensure_ascii=False))
            self._shared.keep(self._shelf(chat), [(self._hashed(f"{chat}\0{message}"), sealed)])

    def _opened(self, sealed: str | None) -> Saying | None:
        text = self._seal.open(sealed) if sealed is not None else None
        try:
            return Saying(*json.loads(text)) if text is not None else None
        except (TypeError, ValueError):  # of another version of this program
            return None

    def _shelf(self, chat: str) -> Shelf:
        return Shelf(self._hashed(f"said\0{self._platform}\0{chat}"), SHARED, SHARED_MOST)


def recent_of(shared: SharedState, hashed: Callable[[str], str], platform: str) -> Recent:
    """What was said lately on a platform, as this process knows it or all do."""
    return Recent() if shared.alone else SharedRecent(shared, hashed, platform)
