"""What was decided about messages, and what a person says of it: right, wrong, let this phrase pass, take it back.

A word on a decision counts at once. What the classifier learns from it takes seconds and is done behind, many words in
one go (a job); where that would turn many recent decisions, it waits until somebody agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select

from assistant.desk import Desk
from assistant.desk.rulefile import exempt_path, read, save, with_set
from assistant.desk.yamledit import YamlText
from assistant.errors import InputError
from assistant.jobs.model import Job, JobStatus
from assistant.moderation.feedback import Feedback, Told
from assistant.moderation.stages import Scorer
from assistant.schema.moderation import Category
from assistant.schema.rules import DEFAULT_SET
from assistant.storage.corrections import Correction, CorrectionBook
from assistant.storage.decisionlists import View, Wanted, counted, listed, newest, of_member, rules_named
from assistant.storage.decisions import DecisionBook, Stored
from assistant.storage.tables import offences
from assistant.workspace import Workspace

PAGE = 20
_LONGEST_PHRASE = 40


@dataclass(frozen=True)
class Listing:
    """A page of decisions; ``following`` is where the next begins, empty on the last."""

    decisions: tuple[Stored, ...]
    following: str


@dataclass(frozen=True)
class Card:
    """A decision with all that helps to judge it.

    ``history`` are the last decisions against the same member in the group, ``offences`` how often each clause counts
    against her; ``said`` is what people said of this one.
    """

    stored: Stored
    history: tuple[Stored, ...]
    offences: dict[str, int]
    said: tuple[Correction, ...]


@dataclass(frozen=True)
class Teaching:
    """What the classifier is still to learn: how many words wait, the job that does it, why it was not done."""

    waiting: int = 0
    job: Job | None = None
    asks: str = ""
    fault: str = ""


def listing(desk: Desk, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> Listing:
    """Return a page of decisions, read from the database as a page."""
    found, following = listed(desk.database, wanted, limit=limit, after=after)
    return Listing(tuple(found), following)


def counts(desk: Desk, wanted: Wanted) -> dict[View, int]:
    """Return how many decisions each view holds."""
    return counted(desk.database, wanted)


def mark(desk: Desk) -> int:
    """Return what grows with every decision: a page shows by it that something new has come."""
    return newest(desk.database)


def clauses_seen(desk: Desk) -> list[str]:
    """Return the ids of the clauses that decided something."""
    return rules_named(desk.database)


def card(desk: Desk, decision_id: str) -> Card:
    """Return a decision with its surroundings. Raises :class:`InputError` where there is none."""
    stored = DecisionBook(desk.database).get(decision_id)
    said = CorrectionBook(desk.database).of_decision(decision_id)
    return Card(
        stored,
        tuple(of_member(desk.database, stored.group, stored.member, but=decision_id)),
        _offences(desk, stored),
        tuple(said),
    )


def judge(desk: Desk, decision_id: str, *, should: Category | None = None, teach: bool = True) -> Told:
    """Say that a decision was right, or with ``should`` what it should have been; it counts at once.

    ``teach`` has the classifier learn it, behind. Raises :class:`Refused`, :class:`InputError`.
    """
    desk.require("message.judge")
    told = _feedback(desk).give(
        decision_id, right=should is None, should=should, effect="later" if teach else "act", origin="ui"
    )
    if teach:
        teaching(desk)
    return told


def teach_only(desk: Desk, decision_id: str, should: Category) -> Told:
    """Have the classifier learn what a message is, and leave the decision and its consequences as they are."""
    desk.require("message.judge")
    stored = DecisionBook(desk.database).get(decision_id)
    right = should is stored.decision.category
    told = _feedback(desk).give(decision_id, right=right, should=None if right else should, effect="wait", origin="ui")
    teaching(desk)
    return told


def undo(desk: Desk, decision_id: str) -> Told:
    """Take back what was said of a decision. Raises :class:`InputError` where nothing was."""
    desk.require("message.judge")
    return _feedback(desk).undo(decision_id)


def phrases_of(stored: Stored) -> list[str]:
    """Return what of a message may be let pass from now on: the words that decided, then the whole of a short text."""
    text = stored.message.text.strip() if stored.message else ""
    found = [span.text.strip() for span in stored.decision.evidence]
    found += [text] if text else []
    return [each for each in dict.fromkeys(found) if 1 < len(each) <= _LONGEST_PHRASE and "\n" not in each]


def allow_phrase(desk: Desk, decision_id: str, phrase: str) -> Told | None:
    """Let a phrase pass in the groups of the same rules from now on, and put this decision right.

    Raises :class:`Refused`, :class:`InputError` for a phrase too short or long, or one that is allowed already.
    """
    desk.require("message.judge")
    desk.require("rules.write")
    phrase = " ".join(phrase.split())
    if not 1 < len(phrase) <= _LONGEST_PHRASE:
        raise InputError(
            f"放行的说法要 2 到 {_LONGEST_PHRASE} 个字，现在是 {len(phrase)} 个：写最短、又不会放过别的话的那几个字"
        )
    stored = DecisionBook(desk.database).get(decision_id)
    rules = _set_of(desk, stored.group)
    file = read(desk)
    yaml = YamlText(with_set(file.text, rules))
    path = exempt_path(yaml, rules, "phrases")
    held = yaml.data(path)
    if phrase in (held or []):
        raise InputError(f"“{phrase}”已经放行了")
    exempt = path[:-1]
    text = yaml.put(exempt, {"phrases": [phrase]}) if yaml.node(exempt) is None else yaml.append(path, phrase)
    save(desk, text, file.digest, what="rules.phrase", target=rules, about=decision_id)
    if stored.decision.category is Category.ALLOW or stored.should is Category.ALLOW:
        return None
    return judge(desk, decision_id, should=Category.ALLOW, teach=False)


def teaching(desk: Desk) -> Teaching:
    """Return what the classifier is still to learn and how that stands; starts it where nobody does it."""
    waiting = len(CorrectionBook(desk.database).waiting())
    if not waiting:
        return Teaching()
    last = next(iter(desk.jobs.list(kind="teach", limit=1)), None)
    if last is None or last.status in (JobStatus.DONE, JobStatus.CANCELLED):
        return Teaching(waiting, _teach_behind(desk))
    fault = last.fault
    if last.status is JobStatus.FAILED and fault is not None:
        asks = fault.code == "many_flips"
        return Teaching(
            waiting, asks=fault.said.partition("：确定")[0] if asks else "", fault="" if asks else fault.said
        )
    return Teaching(waiting, last)


def teach(desk: Desk, *, consent: bool) -> Job:
    """Have the classifier learn what waits; ``consent`` also where many recent decisions turn with it."""
    desk.require("message.judge")
    return desk.jobs.enqueue("teach", {"consent": consent}, who=desk.person.name)


def drop_teaching(desk: Desk) -> int:
    """Teach nothing of what waits; the decisions stay as they were put right. Returns how many words."""
    desk.require("message.judge")
    waiting = len(CorrectionBook(desk.database).waiting())
    _feedback(desk).drop_waiting()
    return waiting


@dataclass(frozen=True)
class _AtHand:
    """What feedback needs where nothing is learned at once: moderators elsewhere see the change by themselves."""

    workspace: Workspace
    desk: Desk

    @cached_property
    def book(self) -> DecisionBook:
        return DecisionBook(self.desk.database)

    @property
    def classifier(self) -> Scorer:
        raise NotImplementedError("nothing is weighed here")

    def refresh(self) -> None:
        """Nothing is held that could be out of date."""


def _feedback(desk: Desk) -> Feedback:
    return Feedback(_AtHand(desk.workspace, desk), who=desk.person.name)


def _teach_behind(desk: Desk) -> Job:
    return desk.jobs.enqueue("teach", {}, who=desk.person.name)


def _set_of(desk: Desk, group: str) -> str:
    found = desk.groups.get(group)
    return found.rules if found is not None else DEFAULT_SET


def _offences(desk: Desk, stored: Stored) -> dict[str, int]:
    if not stored.member:
        return {}
    query = (
        select(offences.c.clause, func.count())
        .where(offences.c.group_id == stored.group, offences.c.member == stored.member, offences.c.void == 0)
        .group_by(offences.c.clause)
    )
    with desk.database.read() as connection:
        return {str(clause): int(times) for clause, times in connection.execute(query)}
