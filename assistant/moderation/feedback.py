"""What people say of decisions: it puts them right, teaches the classifier, and can be taken back.

Nothing is learned unseen: labels that contradict what is known are shown, and what would turn many recent decisions is
asked about first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection

from assistant.errors import InputError, Refused
from assistant.moderation.alike import Alike, Labelled, alike
from assistant.moderation.classifier.examples import packaged_examples
from assistant.moderation.evalcases import write_cases
from assistant.moderation.learned import LEARNABLE, learned_from
from assistant.moderation.offences import void_offences
from assistant.moderation.parts import WORDS
from assistant.moderation.precision import RulePrecision, weigh_rule
from assistant.moderation.stages import Scorer
from assistant.moderation.views import parts_of
from assistant.schema.moderation import Category, Stage, Verdict
from assistant.storage.audit import note
from assistant.storage.corrections import (
    CHANGED,
    CORRECTING,
    PUT_OFF,
    Correction,
    CorrectionBook,
    Effect,
    Origin,
)
from assistant.storage.database import set_state
from assistant.storage.decisions import DecisionBook, Stored, stamp
from assistant.storage.locks import alone, hold

if TYPE_CHECKING:
    from assistant.workspace import Workspace

#: Recent decisions of the classifier that a correction is tried on.
TRIED = 1_000


class ManyFlips(Refused):
    """A correction would turn more recent decisions than it may unasked; given again with consent, it holds."""

    def __init__(self, flips: Sequence[Flip], limit: int) -> None:
        shown = "、".join(f"“{flip.text[:20]}”" for flip in flips[:3])
        super().__init__(
            f"这样一改，最近的消息里会有 {len(flips)} 条跟着变（{shown}等），超过了 {limit} 条：确定要改请加 --yes",
            code="many_flips",
            basis="moderation.most_flips",
        )
        self.flips = tuple(flips)


@dataclass(frozen=True)
class Flip:
    """A recent message that would be judged otherwise."""

    text: str
    before: Category
    after: Category


@dataclass(frozen=True)
class Told:
    """What came of feedback: the corrections kept, what they contradict or repeat, what they turn, which rules changed.

    ``stored`` is the decision spoken of, None where texts were labelled by themselves.
    """

    corrections: tuple[Correction, ...]
    alike: tuple[Alike, ...] = ()
    flips: tuple[Flip, ...] = ()
    rules: tuple[RulePrecision, ...] = ()
    stored: Stored | None = None
    unlearned: tuple[str, ...] = field(default=())

    @property
    def conflicts(self) -> list[Alike]:
        """Labels that contradict one that is known."""
        return [each for each in self.alike if each.conflicting]


class Judging(Protocol):
    """Whose decisions are put right: a moderator, or what stands for one where nothing is learned at once."""

    @property
    def workspace(self) -> Workspace: ...  # noqa: D102
    @property
    def book(self) -> DecisionBook | None: ...  # noqa: D102
    @property
    def classifier(self) -> Scorer: ...  # noqa: D102

    def refresh(self) -> None:
        """Take up what has changed."""
        ...


class Feedback:
    """Feedback on the decisions of a moderator's workspace. Raises :class:`InputError` where it keeps none.

    ``who`` gives it: each change is then entered into the log of who changed what, in its own transaction.
    """

    def __init__(self, moderator: Judging, *, who: str = "") -> None:
        if moderator.book is None:
            raise InputError("这里不保存判定，没有可以纠正的")
        self._moderator = moderator
        self._who = who
        self._book: DecisionBook = moderator.book
        self._corrections = CorrectionBook(moderator.book.database)

    def give(
        self,
        decision_id: str,
        *,
        right: bool,
        should: Category | None = None,
        effect: Effect = "both",
        origin: Origin = "cli",
        consent: bool = False,
    ) -> Told:
        """Say that a decision was right, or wrong and what it should have been.

        ``effect`` ``teach`` leaves the decision as it is, ``act`` leaves the classifier as it is; ``later`` and
        ``wait`` teach when :meth:`teach_waiting` is called. Feedback given before on the same decision is replaced.
        Raises :class:`InputError` where it cannot be, :class:`ManyFlips` where it would turn too many recent decisions
        and ``consent`` is not given.
        """
        stored = self._book.get(decision_id)
        label = _label(stored, right, should)
        text = _text_of(stored) if effect in ("both", "teach", "wait") else ""
        if effect in ("teach", "wait") and label not in LEARNABLE:
            raise InputError(f"{label.value}（刷屏）看的是发了几遍，不是一句话的内容，教不了")
        given = Correction(
            text or _text_of(stored, default=""), label, stored.group, stored.decision.category, effect, origin,
            decision_id,
        )  # fmt: skip
        near, flips = self._tried([given], replaced=decision_id) if given.teaches else ((), ())
        limit = self._moderator.workspace.settings.moderation.most_flips
        if len(flips) > limit and not consent:
            raise ManyFlips(flips, limit)
        now = datetime.now()
        with self._writing(decision_id) as connection:
            self._take_back(connection, self._corrections.of_decision(decision_id, connection), now)
            (kept,) = self._corrections.add(connection, [given], now=now)
            rules = self._act(connection, stored, label, now) if kept.acts else []
            self._finish(connection)
            self._note(connection, "feedback", decision_id, "correct" if right else f"wrong: {label.value}, {effect}")
        self._moderator.refresh()
        return Told((kept,), near, flips, tuple(rules), stored)

    def undo(self, decision_id: str) -> Told:
        """Take back what was said of a decision. Raises :class:`InputError` where nothing was."""
        stored = self._book.get(decision_id)
        now = datetime.now()
        with self._writing(decision_id) as connection:
            found = self._corrections.of_decision(decision_id, connection)
            if not found:
                raise InputError(f"判定 {decision_id} 没有纠正过，没有可撤回的")
            rules = self._take_back(connection, found, now)
            self._finish(connection)
            self._note(connection, "feedback.undo", decision_id, "")
        self._moderator.refresh()
        return Told(tuple(found), rules=tuple(rules), stored=stored)

    def learn(
        self, examples: Sequence[tuple[str, Category]], *, group: str = "", origin: Origin = "cli", batch: str = ""
    ) -> Told:
        """Teach texts with their labels, for one group or for all; what they contradict and turn is told, not asked.

        Texts of a category that shows in how often, not in what, are left out (``unlearned``). ``batch`` names them
        together, where they have a name already.
        """
        given = [Correction(text, label, group, effect="teach", origin=origin) for text, label in examples]
        unlearned = tuple(each.text for each in given if each.label not in LEARNABLE)
        given = [each for each in given if each.label in LEARNABLE]
        near, flips = self._tried(given) if given else ((), ())
        with self._writing() as connection:
            kept = self._corrections.add(connection, given, now=datetime.now(), batch=batch)
            self._finish(connection)
        self._moderator.refresh()
        return Told(tuple(kept), near, flips, unlearned=unlearned)

    def forget(self, batch: str) -> Told:
        """Take back texts that were taught together. Raises :class:`InputError` where there are none."""
        found = self._corrections.of_batch(batch)
        with self._writing() as connection:
            self._corrections.undo(connection, found, now=datetime.now())
            self._finish(connection)
        self._moderator.refresh()
        return Told(tuple(found))

    def teach_waiting(self, *, consent: bool = False) -> Told:
        """Teach all that was put off, in one go. Raises :class:`ManyFlips` as :meth:`give` does; all then waits on."""
        waiting = self._corrections.waiting()
        given = [replace(each, effect=PUT_OFF[each.effect]) for each in waiting if _learnable(each)]
        # What is about a text that is kept no more, or about how often, only acts.
        given += [replace(each, effect="act") for each in waiting if each.effect == "later" and not _learnable(each)]
        if not waiting:
            return Told(())
        near, flips = self._tried([each for each in given if each.teaches])
        limit = self._moderator.workspace.settings.moderation.most_flips
        if len(flips) > limit and not consent:
            raise ManyFlips(flips, limit)
        return Told(self._settle_waiting(waiting, given), near, flips)

    def drop_waiting(self) -> Told:
        """Teach nothing of what was put off; what it put right stays so."""
        waiting = self._corrections.waiting()
        return Told(self._settle_waiting(waiting, [replace(each, effect="act") for each in waiting if each.acts]))

    def _settle_waiting(self, waiting: Sequence[Correction], given: Sequence[Correction]) -> tuple[Correction, ...]:
        now = datetime.now()
        with self._writing(*(each.decision_id for each in waiting)) as connection:
            # What was taken back meanwhile is not taught.
            still = {each.id for each in self._corrections.waiting(connection)}
            self._corrections.undo(connection, [each for each in waiting if each.id in still], now=now)
            kept = self._corrections.add(connection, [each for each in given if each.id in still], now=now)
            self._finish(connection)
            self._note(connection, "feedback.teach", "", f"{sum(each.teaches for each in kept)}")
        self._moderator.refresh()
        return tuple(kept)

    def _note(self, connection: Connection, what: str, target: str, about: str) -> None:
        if self._who:
            note(connection, who=self._who, what=what, target=target, about=about)

    @contextmanager
    def _writing(self, *decisions: str) -> Iterator[Connection]:
        """A transaction about corrections, one at a time; a late judgement of these decisions waits as well."""
        with self._book.database.write() as connection:
            alone(connection, CORRECTING)
            hold(connection, decisions)
            yield connection

    def _act(self, connection: Connection, stored: Stored, label: Category, now: datetime) -> list[RulePrecision]:
        decision = stored.decision
        self._book.say(connection, decision.id, label)
        wrong = label is not decision.category
        void_offences(connection, decision.id, void=wrong)
        return self._weighed(connection, stored, now)

    def _take_back(self, connection: Connection, found: Sequence[Correction], now: datetime) -> list[RulePrecision]:
        changed: list[RulePrecision] = []
        self._corrections.undo(connection, found, now=now)
        for each in found:
            if each.acts and each.decision_id:
                self._book.say(connection, each.decision_id, None)
                void_offences(connection, each.decision_id, void=False)
                changed += self._weighed(connection, self._book.get(each.decision_id), now)
        return changed

    def _weighed(self, connection: Connection, stored: Stored, now: datetime) -> list[RulePrecision]:
        rule = stored.decision.rule
        if rule is None or stored.decision.verdict is not Verdict.BLOCK:
            return []
        return weigh_rule(connection, stored.group, rule.id, stored.rule_digest, now=now)

    def _finish(self, connection: Connection) -> None:
        """Bring the eval cases up to date and let other processes know; inside the transaction, one at a time."""
        about = [each for each in self._corrections.counted(connection) if each.decision_id]
        write_cases(self._moderator.workspace, about)
        set_state(connection, CHANGED, stamp(datetime.now()))

    def _tried(self, given: Sequence[Correction], *, replaced: str = "") -> tuple[tuple[Alike, ...], tuple[Flip, ...]]:
        """What corrections contradict or repeat, and which recent decisions they would turn."""
        counted = [
            each for each in self._corrections.counted() if each.teaches and each.decision_id != (replaced or "-")
        ]
        known = [Labelled(each.text, each.label, "packaged") for each in packaged_examples()]
        known += [Labelled(each.text, each.label, f"correction {each.id}") for each in counted]
        new = [Labelled(each.text, each.label) for each in given]
        near = alike(new, known)
        after = learned_from([*counted, *given])
        return tuple(near), tuple(self._flips(after, given))

    def _flips(self, after: Scorer, given: Sequence[Correction]) -> list[Flip]:
        before = self._moderator.classifier
        own = {each.text for each in given}
        found = []
        for stored in self._book.recent(TRIED, stage=Stage.CLASSIFIER, with_message=True):
            text = stored.message.text if stored.message else ""
            if not text or text in own or stored.should is not None:
                continue
            old, new = before.scores(text, stored.group), after.scores(text, stored.group)
            # Abstaining is no turn: a person decides then.
            if (old.best is Category.ALLOW) != (new.best is Category.ALLOW) and old.sure:
                found.append(Flip(text, old.best, new.best))
        return found


def _learnable(correction: Correction) -> bool:
    return correction.label in LEARNABLE and bool(correction.text)


def _label(stored: Stored, right: bool, should: Category | None) -> Category:
    category = stored.decision.category
    if right:
        if should is not None and should is not category:
            raise InputError(f"correct 表示判得对（{category.value}），不用再写 --should {should.value}")
        return category
    if should is None:
        raise InputError("判错了要说该是什么：--should allow，或某一类，例如 --should ad")
    if should is category:
        raise InputError(f"原来判的就是 {category.value}：判得对请写 correct")
    return should


def _text_of(stored: Stored, default: str | None = None) -> str:
    """The words that a decision was about: the message's text, or the part in which the evidence stands."""
    message = stored.message
    if message is None:
        if default is not None:
            return default
        raise InputError("这条消息的原文已经过了保存期，教不了；只改这一条的处理请加 --act-only")
    parts = dict(parts_of(message.meta))
    spoken = [span.part for span in stored.decision.evidence if span.part in WORDS and span.part in parts]
    text = parts[spoken[0]] if spoken else message.text or next(iter(parts.values()), "")
    if not text.strip() and default is None:
        raise InputError("这条消息里没有文字，教不了；只改这一条的处理请加 --act-only")
    return text
