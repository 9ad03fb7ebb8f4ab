"""Carries deeds out, in the background: chats beside one another, what a message asks for in its order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from time import monotonic
from typing import Protocol

from assistant.errors import StorageError
from assistant.server.bots.deedbook import GIVEN_UP, LEASE, DeedBook, Waiting
from assistant.server.bots.deeds import Deed
from assistant.server.bots.faults import place_of

log = logging.getLogger(__name__)

#: How often a deed is tried, seconds after the first try (doubled each time), and the most between two.
TRIES, WAIT, LONGEST_WAIT = 8, 1.0, 60.0
#: Seconds that a deed which has been begun may take when the service is stopped.
PATIENCE = 5.0
#: Seconds after which deeds are looked for that another process left, or that have become due.
_LOOK = 1.0
_TIDY = 3600.0
# Chats that are worked off beside one another.
_BESIDE = 64


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
        self._tasks: set[asyncio.Task[None]] = set()
        self._done: set[int] = set()
        self._ending = False

    async def put(self, wanted: Sequence[Deed]) -> None:
        """Keep deeds to be done and begin with them."""
        if wanted:
            await asyncio.to_thread(self._book.put, wanted)
            self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        quiet = False
        try:
            while True:
                self._wake.clear()
                try:
                    found = await self._round()
                    quiet = False
                except StorageError as error:
                    if not quiet:  # once, and not every second until it is back
                        log.warning("deeds could not be worked off: %s", error)
                    found, quiet = False, True
                except Exception as error:  # noqa: BLE001 - deeds are worked off as long as the service runs
                    log.error("deeds could not be worked off: %s", place_of(error))
                    found = False
                if not found:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), _LOOK)
        finally:
            # What has been begun is done and written down: whoever takes it up after us would do it again.
            self._ending = True
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _round(self) -> bool:
        """Take up what is due and begin with it: a chat whose calls hang holds up no other."""
        if monotonic() - self._tidied > _TIDY:
            self._tidied = monotonic()
            await asyncio.to_thread(self._book.tidy)
        if len(self._tasks) >= _BESIDE:
            return False
        ready = [door for door, carrier in self._carriers.items() if carrier.ready]
        taken = await asyncio.to_thread(self._book.take, ready)

        def chat(each: Waiting) -> tuple[str, str]:
            return each.deed.door, each.deed.chat

        for _, group in groupby(sorted(taken, key=chat), key=chat):
            task = asyncio.create_task(self._work_off(list(group)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(taken)

    async def _work_off(self, waiting: Sequence[Waiting]) -> None:
        carrier = self._carriers[waiting[0].deed.door]
        ends = monotonic() + LEASE.total_seconds() / 2
        try:
            left = _joined(await self._not_yet_done(waiting), carrier.together)
            while left:
                later = await self._carry(carrier, left.pop(0))
                if later is None and (self._ending or monotonic() > ends):
                    later = 0.0  # the lease must not run out while we are at it
                if later is not None and left:
                    rest = [each for joined in left for each in joined]
                    await asyncio.to_thread(self._book.later, rest, later, counted=False)
                    return
        except StorageError as error:  # kept when the lease has run out
            log.warning("what became of a deed could not be kept: %s", error)
        except Exception as error:  # noqa: BLE001 - taken up again when the lease has run out
            log.error("deeds at the door %s failed: %s", waiting[0].deed.door, place_of(error))

    async def _not_yet_done(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Leave out what this process has done already, and only could not write down."""
        done = [each for each in waiting if each.pk in self._done]
        await self._finish(done)
        return [each for each in waiting if each not in done]

    async def _finish(self, done: Sequence[Waiting]) -> None:
        """Write down that these are done; until that is written they are known to be here."""
        numbers = {each.pk for each in done}
        self._done |= numbers
        await asyncio.to_thread(self._book.finish, done)
        self._done -= numbers

    async def _carry(self, carrier: Carrier, joined: Sequence[Waiting]) -> float | None:
        """Do what goes together; return after how many seconds to go on in this chat, where not at once."""
        deed = joined[0].deed
        if deed.tells and (held := await self._held_back(joined)) is not None:
            return held
        if len(joined) > 1:
            deed = deed.model_copy(update={"text": "\n\n".join(each.deed.text for each in joined)})
        try:
            await carrier.carry(deed)
        except Later as error:
            if deed.until is not None and datetime.now() > deed.until and carrier.ready:
                await self._give_up(joined, f"{error}（过了平台允许的时间）")
                return None
            await self._put_off(joined, error, carrier.ready)
            return (error.seconds or WAIT) if error.seconds is not None or not carrier.ready else None
        except Impossible as error:
            await self._give_up(joined, str(error))
        except Exception as error:  # noqa: BLE001 - the other deeds go on
            log.error("a deed at the door %s failed: %s", deed.door, place_of(error))
            await self._put_off(joined, Later("程序出错", most=3), counted=True)
        else:
            await self._finish(joined)
        return None

    async def _held_back(self, joined: Sequence[Waiting]) -> float | None:
        """Words that tell of something wait until it is done, and are not said where it could not be done.

        Returns after how many seconds to go on in this chat; None where the words may be said now.
        """
        standing = await asyncio.to_thread(self._book.standing, joined[0].deed.tells)
        if GIVEN_UP in standing:
            await asyncio.to_thread(self._book.finish, joined, given_up=True)
            return 0.0
        if 0 in standing:
            await asyncio.to_thread(self._book.later, joined, WAIT, counted=False)
            return 0.0
        return None

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
        # Told before it is finished: who is killed in between tells it once more, under the same key.
        told = await asyncio.to_thread(lambda: [told for each in joined for told in self._failed(each.deed, why)])
        await self.put(told)
        await asyncio.to_thread(self._book.finish, joined, given_up=True)


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
