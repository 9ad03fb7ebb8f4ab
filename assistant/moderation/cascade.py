"""The cascade: a message in, a decision out, by the rules of its group.

    views ► allowlist ► detectors ► classifier ► judge ──policy──► decision, stored

What can be done once a rule set is done once (:mod:`assistant.moderation.prepared`); rules, brand files and goods that
change take hold without a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from threading import RLock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import ConfigError
from assistant.moderation.allowed import examples_of
from assistant.moderation.doubts import Judge
from assistant.moderation.learned import learned
from assistant.moderation.ledger import Entry, Ledger
from assistant.moderation.memory import Memory, Remembering
from assistant.moderation.own import Own, own_of, own_stamp
from assistant.moderation.policy import CLEAR, Outcome
from assistant.moderation.precision import Shadows, shadows
from assistant.moderation.prepared import Preparations
from assistant.moderation.recalling import APART, Recalled, Recollection, Round
from assistant.moderation.retention import forget_daily
from assistant.moderation.rules.live import LiveRules
from assistant.moderation.settle import ask, clear, decision_of, outcome_of
from assistant.moderation.stages import Look, Scorer, look, stop_clock
from assistant.schema.moderation import Category, Decision, Message, Stage, Verdict
from assistant.schema.rules import RuleBook
from assistant.shared import open_shared
from assistant.shared.embedded import Embedded
from assistant.storage.corrections import CorrectionBook
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook, local

if TYPE_CHECKING:
    from assistant.moderation.feedback import Told
    from assistant.moderation.ledger import Beside
    from assistant.schema.group import Group
    from assistant.shared.state import SharedState
    from assistant.storage.corrections import Effect, Origin
    from assistant.workspace import Workspace

#: Messages of a file that share one transaction and one call of the judge.
TOGETHER = 200
#: Seconds after which changes are looked for: of the rules, and of brand files, goods and corrections.
_PROMPT, _FRESH = 0.002, 1.0
_NEAR = 3


@dataclass(frozen=True)
class _Ready:
    """All that a message is held against, as of one moment."""

    preparations: Preparations
    classifier: Scorer
    version: str


@dataclass
class Case:
    """A message that went through the stages and is to be written down. ``doubtful``: a judge is to be asked.

    ``before`` are the group's messages before it, for the judge.
    """

    seen: Look
    ready: _Ready
    doubtful: bool
    before: tuple[Message, ...] = ()

    def undecided(self) -> Case:
        """The same case as if the judge had not answered; what is done to either leaves the other alone."""
        return replace(self, seen=replace(self.seen, degraded=True), doubtful=False)


def examined(
    message: Message, preparations: Preparations, classifier: Scorer, memory: Remembering, *, timed: bool = True
) -> tuple[Look, Outcome]:
    """Run a message through the stages that need nobody else, and remember it; every offence counts as the first.

    ``timed`` is false where nobody knows when the message was sent.
    """
    at = local(message.sent_at) if message.sent_at is not None else datetime.now()
    earlier = memory.earlier(message, at) if timed else ()
    seen = look(message, preparations.of(message.group), classifier, earlier, at, timed=timed, recalled=memory.recalled)
    outcome = outcome_of(seen, preparations.own, datetime.now()) if seen.found else CLEAR
    memory.note(message, at, outcome.verdict)
    return seen, outcome


class Moderator:
    """Decides about the messages of one workspace; one object serves many threads.

    ``store`` keeps decisions and counts offences in the workspace's database; without it every offence is the first.
    ``judge`` is asked where the stages leave a person to decide, or as the group has it. ``rules`` replaces the
    workspace's own, to try them; with ``own`` as well nothing is looked up again. ``explain`` looks up labelled texts
    near what the classifier stops; as a rule where decisions are kept.
    Raises :class:`ConfigError` where the files are wrong when it is made; later the last good ones stay in force and
    ``problem`` says so.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        store: bool = True,
        judge: Judge | None = None,
        classifier: Scorer | None = None,
        rules: RuleBook | None = None,
        own: Own | None = None,
        explain: bool | None = None,
    ) -> None:
        self.workspace = workspace
        self.judge = judge
        self._explain = store if explain is None else explain
        self._given = classifier
        self._rules = LiveRules(workspace.knowledge) if rules is None else None
        self._lasting = rules is not None and own is not None
        self._memory = Memory()
        self._lock = RLock()
        self._problem = ""
        self._looked = self._asked = monotonic()
        self._stamp = own_stamp(workspace)
        self._database = open_database(workspace)
        self._corrections = CorrectionBook(self._database)
        self._taught = self._corrections.changed()
        self.book = DecisionBook(self._database) if store else None
        self._ledger = Ledger(self.book) if self.book else None
        #: What the processes of the workspace share. Who only tries something shares nothing.
        self.shared: SharedState = Embedded()
        self._recollection: Recollection | None = None
        if self.book is not None and workspace.settings.redis_url:
            self.shared = open_shared(workspace.settings, self.book.hashed("workspace")[:12])
            self._recollection = Recollection(self.shared, self.book.hashed)
        if store:
            forget_daily(self._database, workspace.settings.moderation.keep_days)
        self._tried = (rules if rules is not None else self._current(), own or own_of(workspace))
        self._ready = self._prepared(*self._tried, self._taught_by(*self._tried))

    def accompany(self, beside: Beside) -> None:
        """Have somebody write down what follows from decisions, in the transactions that store them."""
        if self._ledger is not None:
            self._ledger.beside.append(beside)

    @property
    def problem(self) -> str:
        """What is wrong with the files or the detectors, in one line; empty while all is well."""
        faults = "；".join(f"检测 {name} 出错了（{said}）" for name, said in self._ready.preparations.faults.items())
        return (self._rules.problem if self._rules else "") or self._problem or faults or self.shared.problem

    @property
    def own(self) -> Own:
        """What is the brand's own, as it stands."""
        return self._now().preparations.own

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups as they were looked at last: neither files nor database are asked, which may hang."""
        return self._ready.preparations.own.groups

    @property
    def rules(self) -> RuleBook:
        """The rules in force."""
        return self._now().preparations.book

    @property
    def classifier(self) -> Scorer:
        """The classifier in force, with what the operator taught it."""
        return self._now().classifier

    def decide(self, message: Message) -> Decision:
        """Return what becomes of a message. With a store it is on disk when this returns.

        Raises :class:`StorageError` where it cannot be kept.
        """
        case = self.examine(message)
        self.hear(case)
        return self.land([case])[0]

    def recall(self, messages: Sequence[Message]) -> Round | None:
        """Ask what all processes remember for some messages; None where there is only this one.

        While the round is open its messages are examined, each with what was recalled for it.
        """
        if self._recollection is None or not messages:
            return None
        preparations = self._now().preparations
        asked = [(each, preparations.of(each.group)) for each in messages]
        return self._recollection.round(asked, judged=self.judge is not None)

    def examine(self, message: Message, recalled: Recalled | None = None) -> Case:
        """Run a message through the stages that need nobody else. What it says is remembered for those after it.

        ``recalled`` is what :meth:`recall` found for it; where nobody has asked yet, it is asked for.
        """
        if recalled is None and (round_ := self.recall([message])) is not None:
            with round_:
                return self.examine(message, round_.of[0])
        ready = self._now()
        before = self._before(message, recalled)
        seen, doubtful = self._look(message, ready, recalled=recalled)
        return Case(seen, ready, doubtful, before)

    def hear(self, case: Case) -> None:
        """Ask the judge about a case in doubt; takes as long as the judge may."""
        if case.doubtful and self.judge is not None:
            ask(self.judge, [(case.seen, case.before)])

    def land(self, cases: Sequence[Case], *, once: bool = False) -> list[Decision]:
        """Decide and write down, in order; with a store all are on disk when this returns. Raises as :meth:`decide`.

        ``once``: what another process decided about the same message meanwhile holds, whatever its rules.
        """
        if self._ledger is not None:
            return self._ledger.land(
                [Entry(each.seen, each.ready.preparations.own, each.ready.version, once) for each in cases]
            )
        return [self._settle([case.seen], case.ready)[0] for case in cases]

    def reconsider(self, case: Case, decision: Decision) -> Decision | None:
        """Decide once more about a case that the judge answered too late; None where the verdict stays as it was."""
        return (
            self._ledger.revise(Entry(case.seen, case.ready.preparations.own, case.ready.version), decision)
            if self._ledger
            else None
        )

    def answered(self, messages: Sequence[Message]) -> list[Decision | None]:
        """Return the decisions these very messages have got before, by whatever rules: what a retry is answered."""
        return self._ledger.answered(messages) if self._ledger is not None else [None] * len(messages)

    def decide_many(self, messages: Iterable[Message]) -> Iterator[Decision]:
        """Yield a decision a message, in order; up to 200 are stored and put to the judge together.

        Of messages that do not say when they were sent nothing is made of how fast they follow one another. What other
        processes remember is left alone: files are of another time.
        """
        waiting = iter(messages)
        while chunk := list(islice(waiting, TOGETHER)):
            ready = self._now()
            looks: list[Look] = []
            asked: list[tuple[Look, tuple[Message, ...]]] = []
            for message in chunk:
                before = self._before(message)
                seen, doubtful = self._look(message, ready, timed=message.sent_at is not None)
                looks.append(seen)
                if doubtful:
                    asked.append((seen, before))
            if asked and self.judge is not None:
                ask(self.judge, asked)
            yield from self._settle(looks, ready)

    def feedback(
        self,
        decision_id: str,
        *,
        right: bool,
        should: Category | None = None,
        effect: Effect = "both",
        origin: Origin = "api",
        consent: bool = False,
    ) -> Told:
        """Say that a decision was right, or wrong and what it should have been: :meth:`Feedback.give`."""
        from assistant.moderation.feedback import Feedback

        return Feedback(self).give(
            decision_id, right=right, should=should, effect=effect, origin=origin, consent=consent
        )

    def refresh(self) -> None:
        """Take up what feedback or learning has changed, and let others know; messages go on meanwhile."""
        self.shared.changed()
        self._relearn()

    def look_again(self) -> None:
        """Take up what others have changed: rules, brand files, goods, corrections; learning goes on behind."""
        if not self._lasting:
            book = self._current() if self._rules is not None else self._ready.preparations.book
            with self._lock:
                self._renewed(book)

    def _relearn(self) -> None:
        taught = self._corrections.changed()
        held = self._ready.preparations
        classifier = self._taught_by(held.book, held.own)
        with self._lock:
            ready, self._taught = self._ready, taught
            self._ready = self._prepared(ready.preparations.book, ready.preparations.own, classifier)

    def _before(self, message: Message, recalled: Recalled | None = None) -> tuple[Message, ...]:
        """What was said in the group before a message, for the judge."""
        if self.judge is None:
            return ()
        return self._memory.before(message) if recalled is None else recalled.before

    def _look(
        self, message: Message, ready: _Ready, *, timed: bool = True, recalled: Recalled | None = None
    ) -> tuple[Look, bool]:
        """Run a message through the stages, remember it, and say whether a judge is to be asked."""
        memory = self._memory if recalled is None else recalled
        seen, outcome = examined(message, ready.preparations, ready.classifier, memory, timed=timed)
        if recalled is not None and recalled.lacks(seen):
            seen.degraded, seen.remark = True, APART
        if self._explain and outcome.stage is Stage.CLASSIFIER:
            seen.neighbours = self._neighbours(message.text, ready.classifier)
        stop_clock(seen)
        return seen, self.judge is not None and self._doubts(seen, outcome.verdict, ready.preparations.own)

    def _doubts(self, seen: Look, verdict: Verdict, own: Own) -> bool:
        """Whether the judge is asked: never against what a detector is certain of, nor about who is exempt."""
        group = own.groups.get(seen.message.group)
        use = (group.moderation.judge if group else None) or self.workspace.settings.moderation.judge
        if use == "always":
            certain = any(one.hard and one.stage is Stage.DETECTOR and one.clause.mode == "live" for one in seen.found)
            return not certain and not seen.passed and bool(seen.views)
        return use == "unsure" and verdict is Verdict.REVIEW

    def _neighbours(self, text: str, classifier: Scorer) -> Sequence[str]:
        return [f"{each.label.value}：{each.text}" for each in classifier.nearest(text, _NEAR)]

    def _settle(self, looks: Sequence[Look], ready: _Ready) -> list[Decision]:
        own = ready.preparations.own
        if self._ledger is not None:
            return self._ledger.land([Entry(seen, own, ready.version) for seen in looks])
        now = datetime.now()
        return [decision_of(seen, outcome_of(seen, own, now)) if seen.found else clear(seen) for seen in looks]

    def _now(self) -> _Ready:
        """What is in force; made anew where rules, brand files or goods have changed."""
        ready, moment = self._ready, monotonic()
        if self._lasting or moment - self._asked < _PROMPT:  # asking the file system costs as much as folding a message
            return ready
        self._asked = moment
        book = self._current() if self._rules is not None else ready.preparations.book
        if book is ready.preparations.book and moment - self._looked <= _FRESH:
            return ready
        with self._lock:
            return self._renewed(book)

    def _renewed(self, book: RuleBook) -> _Ready:
        self._looked = monotonic()
        own = self._ready.preparations.own
        taught = self._corrections.changed()
        if taught != self._taught:  # by another process; learning takes seconds
            self._taught = taught
            Thread(target=self._relearn, daemon=True).start()
        stamp = own_stamp(self.workspace)
        if stamp != self._stamp:
            if self.book is not None and stamp[0] != self._stamp[0]:  # another day
                forget_daily(self._database, self.workspace.settings.moderation.keep_days)
            self._stamp = stamp
            try:
                own, self._problem = own_of(self.workspace), ""
            except ConfigError as error:
                self._problem = f"{error}。改好之前，仍按上一次能用的资料执行"
        changed = book is not self._ready.preparations.book or own is not self._ready.preparations.own
        # What has failed once is not tried again for every message.
        if changed and not (book is self._tried[0] and own is self._tried[1]):
            self._tried = (book, own)
            try:
                self._ready = self._prepared(book, own, self._taught_by(book, own))
            except ConfigError as error:  # a detector that objects to what the loading let pass
                self._problem = f"{error}。改好之前，仍按上一次能用的群规执行"
        return self._ready

    def _taught_by(self, book: RuleBook, own: Own) -> Scorer:
        """The classifier with what corrections and the rules of groups teach it."""
        return self._given or learned(self._corrections, examples_of(book, own.groups))

    def _current(self) -> RuleBook:
        assert self._rules is not None
        return self._rules.current()

    def _prepared(self, book: RuleBook, own: Own, classifier: Scorer) -> _Ready:
        shadowed = shadows(self.book.database) if self.book else Shadows()
        preparations = Preparations(book, own, shadowed.among)
        for group in own.groups:
            preparations.of(group)
        return _Ready(preparations, classifier, classifier.version)
