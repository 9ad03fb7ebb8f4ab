"""Try new rules on old messages: who would newly be hit, who freed, clause by clause, before anything goes live.

Messages are judged under the present and the new rules in chunks. What detectors and the cascade remember of members
begins anew with every chunk, after the last messages before it were said again uncounted; so the result hangs on the
messages alone, not on how many processes share the work, and a stream of any length fits into memory. Nothing is
stored, and every offence counts as the first.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from multiprocessing import get_context
from typing import TYPE_CHECKING, Literal

from assistant.moderation.cascade import examined
from assistant.moderation.learned import learned
from assistant.moderation.memory import Memory
from assistant.moderation.own import Own, own_of
from assistant.moderation.prepared import Preparations
from assistant.moderation.rules.live import LiveRules
from assistant.moderation.settle import decision_of
from assistant.moderation.shared import SharedClassifier, SharedDetectors
from assistant.schema.moderation import Decision, Message, Verdict
from assistant.schema.rules import RuleBook
from assistant.storage.corrections import CorrectionBook
from assistant.storage.database import open_database

if TYPE_CHECKING:
    from assistant.workspace import Workspace

#: Messages judged with one memory, and so many before them that are said again.
CHUNK = 10_000
WARM = 200
#: Samples kept of each clause and kind of change.
SAMPLES = 5

Change = Literal["hit", "freed", "other"]
CHANGES: tuple[Change, ...] = ("hit", "freed", "other")


@dataclass(frozen=True)
class Ruled:
    """What one set of rules makes of a message, as far as two are compared."""

    verdict: Verdict
    clause: str = ""
    category: str = ""
    words: str = ""
    actions: tuple[str, ...] = ()
    shadow: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A message that comes out otherwise."""

    id: str
    group: str
    sender: str
    text: str
    change: Change
    before: Ruled
    after: Ruled


@dataclass
class Tally:
    """One clause: messages stopped by it before and after, and those that come out otherwise.

    ``shadowed`` counts what it would have stopped after, were it live. ``members`` are marks of those newly hit.
    """

    before: int = 0
    after: int = 0
    shadowed: int = 0
    changed: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))
    members: set[bytes] = field(default_factory=set)
    samples: dict[Change, list[Sample]] = field(default_factory=lambda: {change: [] for change in CHANGES})

    def add(self, other: Tally) -> None:
        """Add what a later chunk counted."""
        self.before += other.before
        self.after += other.after
        self.shadowed += other.shadowed
        self.members |= other.members
        for change in CHANGES:
            self.changed[change] += other.changed[change]
            room = SAMPLES - len(self.samples[change])
            self.samples[change] += other.samples[change][:room]


@dataclass
class Backtest:
    """What new rules would change: of ``messages``, by clause. ``changed`` counts each message once."""

    messages: int = 0
    stopped_before: int = 0
    stopped_after: int = 0
    changed: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))
    clauses: dict[str, Tally] = field(default_factory=dict)

    def clause(self, id_: str) -> Tally:
        """The tally of a clause."""
        return self.clauses.setdefault(id_, Tally())

    def add(self, other: Backtest) -> None:
        """Add what a later chunk found."""
        self.messages += other.messages
        self.stopped_before += other.stopped_before
        self.stopped_after += other.stopped_after
        for change in CHANGES:
            self.changed[change] += other.changed[change]
        for id_, tally in other.clauses.items():
            self.clause(id_).add(tally)

    def note(self, message: Message, before: Ruled, after: Ruled) -> None:
        """Count one message."""
        self.messages += 1
        if before.verdict is not Verdict.ALLOW:
            self.stopped_before += 1
            self.clause(before.clause).before += 1
        if after.verdict is not Verdict.ALLOW:
            self.stopped_after += 1
            self.clause(after.clause).after += 1
        for id_ in after.shadow:
            self.clause(id_).shadowed += 1
        change = _change(before, after)
        if change is None:
            return
        self.changed[change] += 1
        # What is freed is told of under the clause that held it, all else under the one that holds it now.
        tally = self.clause(before.clause if change == "freed" else after.clause)
        tally.changed[change] += 1
        if change == "hit" and message.sender.id:
            tally.members.add(blake2b(message.sender.id.encode("utf-8", "replace"), digest_size=8).digest())
        if len(tally.samples[change]) < SAMPLES:
            name = message.sender.name or message.sender.id
            tally.samples[change].append(Sample(message.id, message.group, name, _said(message), change, before, after))


Progress = Callable[[int], None]


def backtest(
    workspace: Workspace,
    messages: Iterable[Message],
    *,
    new: RuleBook,
    present: RuleBook | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    moment: datetime | None = None,
) -> Backtest:
    """Hold messages against the present and the ``new`` rules and return what comes out otherwise.

    ``present`` replaces the workspace's own rules. ``moment`` is when messages were sent that do not say it. ``jobs``
    is the number of processes; the result does not hang on it. ``progress`` is called with the messages done.
    """
    book = present if present is not None else LiveRules(workspace.knowledge).current()
    timed = _timed(messages, moment or datetime.now(), _exempt(book, new))
    whole = Backtest()
    # A workspace that is made anew holds no settings yet, which cannot be sent to another process.
    trial = Trial(replace(workspace), book, new, own_of(workspace))
    for part in _judged(trial, _chunks(timed), jobs):
        whole.add(part)
        if progress is not None:
            progress(whole.messages)
    return whole


_Chunk = tuple[list[Message], list[Message]]


@dataclass(frozen=True)
class Trial:
    """Two rule books to be held against each other, and all else that does not change between chunks."""

    workspace: Workspace
    present: RuleBook
    new: RuleBook
    own: Own

    @cached_property
    def classifier(self) -> SharedClassifier:
        """The classifier with what the operator taught it; what it says of a text is kept from chunk to chunk."""
        return SharedClassifier(learned(CorrectionBook(open_database(self.workspace))))

    @cached_property
    def detectors(self) -> SharedDetectors:
        """Builds the detectors of both."""
        return SharedDetectors()

    def judge(self, warm: Sequence[Message], messages: Sequence[Message]) -> Backtest:
        """Judge one chunk under both rules, after ``warm`` was said again."""
        found = Backtest()
        before, after = _Side(self, self.present), _Side(self, self.new)
        for number, message in enumerate(chain(warm, messages)):
            one, other = before.ruled(message), after.ruled(message)
            if number >= len(warm):
                found.note(message, one, other)
        return found


class _Side:
    """One rule book and what is remembered of members under it: a moderator that writes nothing down."""

    def __init__(self, trial: Trial, book: RuleBook) -> None:
        self._preparations = Preparations(book, trial.own, build=trial.detectors.build)
        self._classifier = trial.classifier
        self._memory = Memory()

    def ruled(self, message: Message) -> Ruled:
        seen, outcome = examined(message, self._preparations, self._classifier, self._memory)
        if outcome.verdict is Verdict.ALLOW and not outcome.shadow:
            return _CLEAR
        return _ruled(decision_of(seen, outcome))


def _judged(trial: Trial, chunks: Iterator[_Chunk], jobs: int) -> Iterator[Backtest]:
    if jobs <= 1:
        yield from (trial.judge(*chunk) for chunk in chunks)
        return
    # Spawned, not forked: a fork would share the threads and connections of this process.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(trial,)) as pool:
        running: deque[Future[Backtest]] = deque()
        for chunk in chunks:
            running.append(pool.submit(_of_chunk, *chunk))
            # No more is read than is worked on, so that a long file stays on the disk.
            if len(running) > jobs:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


_given: Trial | None = None


def _begin(trial: Trial) -> None:
    global _given
    # The processes share the work; threads of theirs would only be in each other's way. Read when numpy and the
    # embedder are first loaded, which is later.
    for setting in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(setting, "1")
    _given = trial


def _of_chunk(warm: list[Message], messages: list[Message]) -> Backtest:
    assert _given is not None
    return _given.judge(warm, messages)


def _chunks(messages: Iterator[Message]) -> Iterator[_Chunk]:
    warm: list[Message] = []
    chunk: list[Message] = []
    for message in messages:
        chunk.append(message)
        if len(chunk) == CHUNK:
            yield warm, chunk
            warm, chunk = chunk[-WARM:], []
    if chunk:
        yield warm, chunk


def _timed(messages: Iterable[Message], moment: datetime, exempt: frozenset[str]) -> Iterator[Message]:
    """The messages, each with a time. How often somebody spoke is not known where no time is: each stands alone."""
    for number, message in enumerate(messages):
        if message.sent_at is not None:
            yield message
            continue
        sender = message.sender
        if sender.id and sender.id not in exempt:
            sender = sender.model_copy(update={"id": f"{sender.id}#{number}"})
        yield message.model_copy(update={"sent_at": moment, "sender": sender})


def _exempt(*books: RuleBook) -> frozenset[str]:
    return frozenset(member for book in books for rules in book.sets.values() for member in rules.exempt.members)


def _ruled(decision: Decision) -> Ruled:
    return Ruled(
        decision.verdict,
        decision.rule.id if decision.rule else "",
        decision.category.value,
        "、".join(dict.fromkeys(span.text for span in decision.evidence))[:40],
        tuple(f"{action.kind} {action.minutes or ''}".strip() for action in decision.actions),
        tuple(sorted({hit.rule.id for hit in decision.shadow})),
    )


_CLEAR = Ruled(Verdict.ALLOW)


def _change(before: Ruled, after: Ruled) -> Change | None:
    """What the new rules change; other words as evidence alone change nothing for anybody."""
    stopped, stops = (one.verdict is not Verdict.ALLOW for one in (before, after))
    if stopped != stops:
        return "hit" if stops else "freed"
    same = (before.verdict, before.clause, before.actions) == (after.verdict, after.clause, after.actions)
    return None if same else "other"


def _said(message: Message) -> str:
    from assistant.moderation.views import parts_of

    said = " ".join([message.text, *(text for _, text in parts_of(message.meta))]).split()
    return " ".join(said)[:80]
