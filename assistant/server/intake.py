"""Messages that wait for the cascade: a bounded queue, worked off in batches that share a transaction.

One thread runs the stages, for Python runs one at a time anyway. What takes long is done elsewhere, so that it holds up
nobody else: other threads ask a judge, another one embeds, after which the message is looked at again from the start,
and after it what its member has said meanwhile. A message that is sent again while it waits waits only once. One that
another process has in hand is left to it for a while: its decision is then in the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from assistant.moderation.classifier.meaning import Wanted, made_elsewhere
from assistant.moderation.ledger import content_of
from assistant.schema.moderation import Decision, Message, Stage
from assistant.server.aside import Aside

if TYPE_CHECKING:
    from assistant.moderation.cascade import Case, Moderator

log = logging.getLogger(__name__)

#: Messages that are worked off together at the most.
TOGETHER = 128
#: Messages a judge is asked about at the same time.
_JUDGED = 8
#: Messages that may wait for a judge; about more of them a model that hangs is not asked.
_UNHEARD = 256
# Seconds between two looks for what another process decides, and the share of the deadline that is waited for it.
_ELSEWHERE, _PATIENCE = 0.02, 0.5
#: How often a message may wait for a vector, of its text or of another part; then it is embedded on the spot.
_EMBEDDED = 4
_LATE = "没能在规定的时间里看完，先放行；看完后判法有变会另行通知"


class Overloaded(Exception):
    """The queue is full. ``waiting`` is how many messages wait."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"正在排队的消息已有 {waiting} 条，请稍后再发")
        self.waiting = waiting


@dataclass
class _Item:
    """A message that waits (``message``), or a case whose judge has answered and that is to be written down.

    ``yields``: it may be left to another process that has it; then nothing is examined (None). ``embedded``: how often
    it has waited for a vector, ``spent``: for how many seconds. ``aside``: it waits for one, or behind one that does.
    """

    message: Message | None = None
    case: Case | None = None
    yields: bool = True
    embedded: int = 0
    spent: float = 0.0
    aside: bool = False
    examined: Future[Case | Decision | None] = field(default_factory=Future)


class Intake:
    """Decides about messages in the order they come; safe for any number of coroutines.

    ``changed`` is told of a decision that differs from what was answered before it was complete, with the message.
    """

    def __init__(
        self, moderator: Moderator, *, limit: int, changed: Callable[[Message, Decision], None] | None = None
    ) -> None:
        self._moderator = moderator
        self._limit = limit
        self._changed = changed
        self._queue: SimpleQueue[_Item | None] = SimpleQueue()
        self._waiting = 0
        self._under_way: dict[str, asyncio.Task[Decision]] = {}
        self._count = Lock()
        self._unheard = 0
        self._judges = ThreadPoolExecutor(_JUDGED, thread_name_prefix="judge")
        self._aside: Aside[_Item] = Aside(self._embedded)
        self._thread = Thread(target=self._work, name="cascade", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many messages wait."""
        return self._waiting

    async def decide(self, message: Message, deadline_ms: float) -> Decision:
        """Return the decision, or the best so far (``degraded``) after ``deadline_ms``. Raises :class:`Overloaded`."""
        key = content_of(message)
        task = self._under_way.get(key)
        if task is None:
            self._enter()
            task = asyncio.create_task(self._decided(message, deadline_ms))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        done, _ = await asyncio.wait({task}, timeout=deadline_ms / 1000)
        if done:
            return task.result()
        # Not looked at in time: said so, and told of if it turns out otherwise.
        answered = Decision(
            message_id=message.id, group=message.group, stage=Stage.ALLOWLIST, confidence=0, reason=_LATE, degraded=True
        )
        task.add_done_callback(lambda late: self._told_late(message, answered, late))
        return answered

    def close(self) -> None:
        """Work off what waits, then end."""
        self._aside.close()
        self._queue.put(None)
        self._thread.join(timeout=30)
        self._judges.shutdown(wait=False, cancel_futures=True)

    def _enter(self) -> None:
        with self._count:
            if self._waiting >= self._limit:
                raise Overloaded(self._waiting)
            self._waiting += 1

    async def _decided(self, message: Message, deadline_ms: float) -> Decision:
        loop = asyncio.get_running_loop()
        ends = loop.time() + deadline_ms / 1000
        try:
            found = await self._put(_Item(message=message))
            patient = loop.time() + (ends - loop.time()) * _PATIENCE
            while found is None:
                await asyncio.sleep(_ELSEWHERE)
                found = await self._put(_Item(message=message, yields=loop.time() < patient))
        finally:
            with self._count:
                self._waiting -= 1
        if isinstance(found, Decision):
            return found
        undecided = found.undecided()
        if self._unheard >= _UNHEARD:
            decision = await self._put(_Item(case=undecided))
            assert isinstance(decision, Decision)
            return decision
        self._unheard += 1
        heard = loop.run_in_executor(self._judges, self._moderator.hear, found)
        heard.add_done_callback(self._no_longer_waits)
        # A little before the deadline, for the decision has still to be written down.
        done, _ = await asyncio.wait({heard}, timeout=max(0.0, (ends - loop.time()) * 0.9))
        if done:
            heard.result()
            decision = await self._put(_Item(case=found))
        else:
            decision = await self._put(_Item(case=undecided))
            heard.add_done_callback(lambda late: self._heard_late(late, found, decision))
        assert isinstance(decision, Decision)
        return decision

    async def _put(self, item: _Item) -> Case | Decision | None:
        self._queue.put(item)
        return await asyncio.wrap_future(item.examined)

    def _no_longer_waits(self, _: asyncio.Future[None]) -> None:
        self._unheard -= 1

    def _heard_late(self, heard: asyncio.Future[None], case: Case, answered: Decision | Case | None) -> None:
        if heard.cancelled() or heard.exception() is not None:
            return
        with suppress(RuntimeError):  # the service is being stopped
            self._judges.submit(self._reconsider, case, answered)

    def _reconsider(self, case: Case, answered: Decision | Case | None) -> None:
        assert isinstance(answered, Decision)
        try:
            decision = self._moderator.reconsider(case, answered)
        except Exception:
            log.exception("a late judgement could not be kept")
            return
        if decision is not None and self._changed is not None:
            self._changed(case.seen.message, decision)

    def _told_late(self, message: Message, answered: Decision, late: asyncio.Task[Decision]) -> None:
        if late.cancelled() or late.exception() is not None:
            return
        decision = late.result()
        if decision.verdict is not answered.verdict and self._changed is not None:
            self._changed(message, decision)

    def _embedded(self, item: _Item, seconds: float) -> None:
        item.embedded += 1
        item.spent += seconds
        self._queue.put(item)

    def _work(self) -> None:
        ending, released = False, list[_Item]()
        while released or not (ending and self._queue.empty()):
            # What was held back goes before what came after it.
            items: list[_Item | None] = [*released] or [self._queue.get()]
            while len(items) < TOGETHER:
                try:
                    items.append(self._queue.get_nowait())
                except Empty:
                    break
            ending = ending or None in items
            released = self._round([item for item in items if item is not None])

    def _round(self, items: list[_Item]) -> list[_Item]:
        """Work off some items; return those that waited behind one of them."""
        for item in items:
            item.aside = False
        try:
            landing = self._examined(items)
            decisions = self._moderator.land([case for _, case in landing], once=True) if landing else []
            for (landed, _), decision in zip(landing, decisions, strict=True):
                landed.examined.set_result(decision)
        except Exception as fault:  # noqa: BLE001 - told to every caller whose message is in this round
            for item in items:
                if not item.aside and not item.examined.done():
                    item.examined.set_exception(fault)
        ended = [item for item in items if item.embedded and not item.aside]
        return [behind for item in ended if item.message is not None for behind in self._aside.done(item.message)]

    def _examined(self, items: list[_Item]) -> list[tuple[_Item, Case]]:
        """Run the stages; return what is to be written down now. What was answered before is answered the same."""
        fresh = [item for item in items if item.message is not None]
        known = self._moderator.answered([item.message for item in fresh if item.message is not None])
        new: list[tuple[_Item, Message]] = []
        for item, decision in zip(fresh, known, strict=True):
            if decision is not None:
                item.examined.set_result(decision)
            elif item.message is not None:
                new.append((item, item.message))
        landing = [(item, item.case) for item in items if item.case is not None]
        for item, case in self._looked_at(new):
            if case is None or case.doubtful:
                item.examined.set_result(case)
            else:
                landing.append((item, case))
        return landing

    def _looked_at(self, new: Sequence[tuple[_Item, Message]]) -> Iterator[tuple[_Item, Case | None]]:
        """Run the stages; yield None for what another process has in hand."""
        round_ = self._moderator.recall([message for _, message in new]) if new else None
        with round_ or nullcontext():
            for number, (item, message) in enumerate(new):
                recalled = round_.of[number] if round_ is not None else None
                item.aside = not item.embedded and self._aside.waits_behind(item, message)
                if item.aside:
                    continue
                if recalled is not None and recalled.elsewhere and item.yields:
                    yield item, None
                    continue
                try:
                    with made_elsewhere() if self._aside.open and item.embedded < _EMBEDDED else nullcontext():
                        case = self._moderator.examine(message, recalled)
                except Wanted as wanted:
                    item.aside = True
                    self._aside.put(item, message, wanted.text)
                except Exception as fault:  # noqa: BLE001 - one message must not take the others along
                    item.examined.set_exception(fault)
                else:
                    case.seen.elapsed += round(item.spent * 1000, 4)
                    yield item, case
