"""Where the doors meet: a message is decided about, what the bot can do is done, the rest goes to the operator."""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import Collection, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import InputError, StorageError
from assistant.moderation.recalling import APART
from assistant.schema.moderation import Decision, Verdict
from assistant.server.bots.deedbook import put
from assistant.server.bots.deeds import Deed, Doing, deeds_of, kinds_of, left_to_people, undone
from assistant.server.bots.faults import place_of
from assistant.server.bots.incoming import Incoming
from assistant.server.bots.notices import DOOR as NOTICES
from assistant.server.bots.notices import about, failure_of, notice_of
from assistant.server.bots.runner import Runner
from assistant.server.intake import Overloaded
from assistant.server.problems import too_many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assistant.schema.moderation import Message
    from assistant.server.bots.runner import Carrier
    from assistant.server.service import Service

log = logging.getLogger(__name__)

#: Seconds after an answer that was not the last word when it is looked at once more; and how often again, after the
#: last of them, where nobody could be asked: the database was away, the queue full.
LOOKS, MORE = (1.0, 3.0, 10.0, 30.0), 20
_PATIENCE_MS = 5000
#: Messages that are looked at again at a time.
WATCHED = 5000


class _Expected(NamedTuple):
    """A message that is being decided about. ``acts``: what the bot is to do is kept; else its answer does it."""

    incoming: Incoming
    door: str
    able: Collection[Doing]
    acts: bool


class Desk:
    """Decides for the doors. ``carriers`` do what is to be done, by door."""

    def __init__(self, service: Service, runner: Runner, carriers: dict[str, Carrier]) -> None:
        self._service = service
        self._runner = runner
        self._carriers = carriers
        self._tasks: set[asyncio.Task[None]] = set()
        self._expected: dict[int, _Expected] = {}

    async def decide(self, incoming: Incoming, most_ms: int = 60_000) -> Decision:
        """Return the decision, counted; after ``most_ms`` at the latest, for a platform that waits no longer.

        Raises :class:`ServiceError` (429) where too many messages wait.
        """
        service = self._service
        started = perf_counter()
        try:
            decision = await service.intake.decide(incoming.message, min(service.settings.deadline_ms, most_ms))
        except Overloaded as error:
            service.metrics.refused.inc()
            raise too_many(str(error), 1) from error
        service.metrics.answered(decision, perf_counter() - started)
        return decision

    async def answer(
        self, incoming: Incoming, door: str, able: Collection[Doing], *, most_ms: int = 60_000
    ) -> list[Deed]:
        """Decide for a door that acts by its answer: the deeds are its to do, the operator is told of the rest."""
        self._expect(_Expected(incoming, door, able, acts=False))
        decision = await self.decide(incoming, most_ms)
        try:
            await self._runner.put(self._notices(decision, incoming, able))
        except StorageError as error:  # what can be done at once is not kept back for it
            log.warning("a notice to the operators could not be kept: %s", error)
        if _may_change(decision):
            self._watch(incoming, door, able, decision)
        return deeds_of(decision, incoming, door, able=able)

    async def handle(self, incoming: Incoming, door: str, able: Collection[Doing]) -> Decision:
        """Decide, and keep what is to be done; it is in the database when this returns, from the same moment on."""
        self._expect(_Expected(incoming, door, able, acts=True))
        decision = await self.decide(incoming)
        # Kept with the decision already, but for one that was there before.
        await self._act(decision, incoming, door, able)
        if _may_change(decision):
            self._watch(incoming, door, able, decision)
        return decision

    def _expect(self, expected: _Expected) -> None:
        """Know what follows from the decision about a message, for as long as there is the message."""
        message = expected.incoming.message
        self._expected[id(message)] = expected
        weakref.finalize(message, self._expected.pop, id(message), None).atexit = False

    def landed(self, connection: Connection, decided: Sequence[tuple[Message, Decision]], late: bool) -> None:
        """Keep what follows from decisions with them, so that nobody who is killed in between leaves it undone."""
        wanted: list[Deed] = []
        for message, decision in decided:
            expected = self._expected.get(id(message))
            if expected is None:
                continue
            try:
                wanted += self._following(decision, expected, late)
            except Exception as error:  # noqa: BLE001 - the decisions of others are in this transaction
                log.error("what follows from a decision could not be told: %s", place_of(error))
        put(connection, wanted)

    def _following(self, decision: Decision, expected: _Expected, late: bool) -> list[Deed]:
        incoming, door, able, acts = expected
        if acts or (late and door in self._carriers):
            deeds = deeds_of(decision, incoming, door, able=able, about=about(decision, incoming))
            return [*deeds, *self._notices(decision, incoming, able)]
        return self._notices(decision, incoming, able, self._missed(decision, expected) if late else ())

    @staticmethod
    def _missed(decision: Decision, expected: _Expected) -> list[Doing]:
        """What a door that acts by its answer is too late for."""
        missed = kinds_of(deeds_of(decision, expected.incoming, expected.door, able=expected.able))
        return [each for each in expected.able if each in missed]

    def failed(self, deed: Deed, why: str) -> Sequence[Deed]:
        """What follows from a deed that was given up: it is left to the operator, who is told where there is a way to.

        Touches the database; not for the event loop. Raises :class:`StorageError`: then it is given up once more.
        """
        if deed.decision:
            try:
                self._leave(deed, f"机器人没做成，请手动处理：{why}")
            except InputError as error:  # the decision is kept no more
                log.warning("what a bot could not do was not written down: %s", error)
        return [failure_of(deed, why)] if deed.door != NOTICES and NOTICES in self._carriers else []

    def _leave(self, deed: Deed, why: str) -> None:
        book = self._service.book
        stored = book.get(deed.decision)
        left = undone(stored.decision, deed, why)
        if left != stored.decision:
            with book.database.write() as connection:
                book.replace(connection, left, stored.rule_digest, stored.decision)

    async def close(self) -> None:
        """Stop waiting for late judgements."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _act(self, decision: Decision, incoming: Incoming, door: str, able: Collection[Doing]) -> None:
        await self._runner.put(self._following(decision, _Expected(incoming, door, able, acts=True), late=False))

    def _notices(
        self, decision: Decision, incoming: Incoming, able: Collection[Doing], late: Sequence[Doing] = ()
    ) -> list[Deed]:
        """What the operators are to be told; nothing where there is no way to."""
        if NOTICES not in self._carriers or decision.verdict is Verdict.ALLOW:
            return []
        group = self._service.moderator.groups.get(decision.group)
        name = group.name if group else incoming.title or incoming.chat
        told = notice_of(decision, incoming, name, left_to_people(decision, able), late=late)
        return [told] if told else []

    def _watch(self, incoming: Incoming, door: str, able: Collection[Doing], answered: Decision) -> None:
        if len(self._tasks) >= WATCHED:
            log.warning("a message is not looked at again: %d others are", WATCHED)
            return
        task = asyncio.create_task(self._look_again(incoming, door, able, answered))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_again(self, incoming: Incoming, door: str, able: Collection[Doing], answered: Decision) -> None:
        """Ask again about what was answered before it was complete; a retry gets the decision as it stands by then."""
        fault: Exception | None = None
        for number, seconds in enumerate((*LOOKS, *LOOKS[-1:] * MORE), 1):
            await asyncio.sleep(seconds)
            try:
                decision = await self._service.intake.decide(incoming.message, _PATIENCE_MS)
                if decision.verdict is not answered.verdict:
                    await self._too_late(decision, incoming, door, able)
                    return
            except (Overloaded, StorageError) as error:
                fault = error
                continue
            if not decision.degraded or (decision.id and number >= len(LOOKS)):
                return
        log.warning("a message was not looked at again: %s", fault or "nobody came to it in time")

    async def _too_late(self, decision: Decision, incoming: Incoming, door: str, able: Collection[Doing]) -> None:
        """Do what has only now been decided; a door that acts by its answer alone leaves it to the operator."""
        expected = _Expected(incoming, door, able, acts=False)
        await self._runner.put(self._following(decision, expected, late=True))


def _may_change(decision: Decision) -> bool:
    """Whether it was answered before it was complete; nobody judges again what the others could not be asked about."""
    return decision.degraded and decision.reason != APART
