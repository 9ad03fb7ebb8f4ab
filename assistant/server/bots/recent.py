"""What was said lately: so that a quotation or an edit can be held against what it refers to."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple


class Saying(NamedTuple):
    """One message: who said what."""

    sender: str
    name: str
    text: str


class Recent:
    """The last messages of all chats, in memory only; ``most`` bounds it."""

    def __init__(self, most: int = 5000) -> None:
        self._most = most
        self._said: OrderedDict[tuple[str, str], Saying] = OrderedDict()

    def note(self, chat: str, message: str, saying: Saying) -> None:
        """Remember a message."""
        self._said[chat, message] = saying._replace(text=saying.text[:2000])
        self._said.move_to_end((chat, message))
        while len(self._said) > self._most:
            self._said.popitem(last=False)

    def get(self, chat: str, message: str) -> Saying | None:
        """The message, where it is still known."""
        return self._said.get((chat, message))
