"""Messages that wait for a vector, which takes a hundred times as long as all else: others go on meanwhile.

What the same member says in the same group waits behind hers, for an advert may be cut into several messages, and what
is said after an offence counts after it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.moderation.classifier.meaning import embed

if TYPE_CHECKING:
    from assistant.schema.moderation import Message

log = logging.getLogger(__name__)

Item = TypeVar("Item")


class Aside(Generic[Item]):
    """Belongs to one thread, which is given back what has waited through ``back``: the item and the seconds it took.

    One vector is made at a time, for the engine makes no two at once.
    """

    def __init__(self, back: Callable[[Item, float], None]) -> None:
        self._back = back
        self._behind: dict[tuple[str, str], deque[Item]] = {}
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self.open = True

    def waits_behind(self, item: Item, message: Message) -> bool:
        """Keep an item whose member has another one waiting; False where she has none."""
        behind = self._behind.get(_member(message))
        if behind is None:
            return False
        behind.append(item)
        return True

    def put(self, item: Item, message: Message, text: str) -> None:
        """Let an item wait until ``text`` has been embedded; once this is closed it comes back at once."""
        if message.sender.id:
            self._behind.setdefault(_member(message), deque())
        try:
            self._maker.submit(self._make, item, text)
        except RuntimeError:  # closed since it was asked whether it is open: embedded on the spot
            self._back(item, 0.0)

    def done(self, message: Message) -> deque[Item]:
        """Return what has waited behind a message, in order, and forget that it did."""
        return self._behind.pop(_member(message), deque())

    def close(self) -> None:
        """Make what is still wanted, then end."""
        self.open = False
        self._maker.shutdown(wait=True)

    def _make(self, item: Item, text: str) -> None:
        begin = perf_counter()
        try:
            embed(text)
        except Exception:
            # Who asks again meets the same fault, and says so to the one who waits for the answer.
            log.exception("a text could not be embedded")
        self._back(item, perf_counter() - begin)


def _member(message: Message) -> tuple[str, str]:
    return message.group, message.sender.id
