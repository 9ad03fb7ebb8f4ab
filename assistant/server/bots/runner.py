"""Carries deeds out, in the background: chats beside one another, the deeds of one chat in their order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from time import monotonic
from typing import Protocol

from assistant.errors import StorageError
from assistant.server.bots.deedbook import DeedBook, Waiting
from assistant.server.bots.deeds import Deed
from assistant.server.bots.faults import place_of

log = logging.getLogger(__name__)

#: How often a deed is tried, seconds after the first try (doubled each time), and the most between two.
TRIES, WAIT, LONGEST_WAIT = 8, 1.0, 60.0
#: Seconds after which deeds are looked for that another process left, or that have become due.
_LOOK = 1.0
_TIDY = 3600.0


class Later(Exception):
    """Not now: try again after ``seconds``, where they are told, and in all ``most`` times."""

    def __init__(self, why: str, seconds: float | None = None, *, most: int = TRIES) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.most = most


class Impossible(Exception):
    """It cannot be done, and trying again would not help; says why, for the operator."""


class Carrier(Protocol):
    """Does the deeds of one door."""

    @property
    def ready(self) -> bool:
        """Whether it can do anything at the moment; deeds wait until it can."""

    #: Several deeds may be done as one, up to so many bytes of text; 0: each by itself.
    together: int

    async def carry(self, deed: Deed) -> None:
        """Do it. Raises :class:`Later` and :class:`Impossible`."""


class Runner:
    """Works off the deeds of its ``carriers``, by door; ``failed`` is told of what is given up."""

    def __init__(
        self, book: DeedBook, carriers: Mapping[str, Carrier], failed: Callable[[Deed, str], Sequence[Deed]]
    ) -> None:
        self._book = book
        self._carriers = carriers
        self._failed = failed
        self._wake = asyncio.Event()
        self._tidied = monotonic()

    async def put(self, wanted: Sequence[Deed]) -> None:
        """Keep deeds to be done and begin with them."""
        if wanted:
            new = await asyncio.to_thread(self._book.put, wanted)
            if new:
                self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            try:
                found = await self._round()
            except StorageError as error:
                log.warning("deeds could not be worked off: %s", error)
                found = False
            if not found:
                try:
                    await asyncio.wait_for(self._wake.wait(), _LOOK)
                except TimeoutError:
                    continue

    async def _round(self) -> bool:
        if monotonic() - self._tidied > _TIDY:
            self._tidied = monotonic()
            await asyncio.to_thread(self._book.tidy)
        ready = [door for door, carrier in self._carriers.items() if carrier.ready]
        taken = await asyncio.to_thread(self._book.take, ready)

        def chat(each: Waiting) -> tuple[str, str]:
            return each.deed.door, each.deed.chat

        chats = [list(group) for _, group in groupby(sorted(taken, key=chat), key=chat)]
        await asyncio.gather(*(self._work_off(each) for each in chats))
        return bool(taken)

    async def _work_off(self, waiting: Sequence[Waiting]) -> None:
        carrier = self._carriers[waiting[0].deed.door]
        for joined in _joined(waiting, carrier.together):
            await self._carry(carrier, joined)

    async def _carry(self, carrier: Carrier, joined: Sequence[Waiting]) -> None:
        first = joined[0]
        deed = first.deed
        if len(joined) > 1:
            deed = deed.model_copy(update={"text": "\n\n".join(each.deed.text for each in joined)})
        try:
            await carrier.carry(deed)
        except Later as error:
            await self._put_off(joined, error, carrier.ready)
        except Impossible as error:
            await self._give_up(joined, str(error))
        except Exception as error:  # noqa: BLE001 - the other chats go on
            log.error("a deed at the door %s failed: %s", deed.door, place_of(error))
            await self._put_off(joined, Later("程序出错", most=3), counted=True)
        else:
            await asyncio.to_thread(self._book.finish, joined)

    async def _put_off(self, joined: Sequence[Waiting], error: Later, counted: bool) -> None:
        """Try again later; while the door itself is shut that is no try."""
        tries = joined[0].tries + 1
        if counted and tries >= error.most:
            await self._give_up(joined, str(error))
            return
        seconds = error.seconds if error.seconds is not None else min(WAIT * 2.0 ** (tries - 1), LONGEST_WAIT)
        await asyncio.to_thread(self._book.later, joined, seconds, counted=counted)

    async def _give_up(self, joined: Sequence[Waiting], why: str) -> None:
        first = joined[0].deed
        log.warning("given up at the door %s: %s (%s)", first.door, first.doing, why)
        await asyncio.to_thread(self._book.finish, joined)
        await self.put([told for each in joined for told in self._failed(each.deed, why)])


def _joined(waiting: Sequence[Waiting], most: int) -> list[list[Waiting]]:
    """What is done as one: neighbours whose texts together have no more than ``most`` bytes."""
    found: list[list[Waiting]] = []
    size = 0
    for each in waiting:
        length = len(each.deed.text.encode("utf-8", "replace")) + 2
        if found and most and size + length <= most and each.deed.doing == "say":
            found[-1].append(each)
            size += length
        else:
            found.append([each])
            size = length
    return found
