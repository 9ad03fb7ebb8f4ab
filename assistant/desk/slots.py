"""What each group is to get on which day, and how far each of it is: planned, written, reviewed.

A slot comes from the rhythm in ``groups.yaml``, from a plan, from a plan that repeats, or from a draft that nobody had
planned. A draft fills the slot that names it, else one of its group, kind and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.desk.dayed import DayedDraft, drafts_between
from assistant.errors import InputError
from assistant.schema.contracts import DraftKind, DraftStatus
from assistant.storage.plans import RHYTHM, Plan, PlanBook, occurrence_id

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.jobs import Job
    from assistant.schema.group import Group


class Stage(StrEnum):
    """How far a slot is. ``failed``: a job could not write it; ``edit``: a check found what no writer could mend."""

    PLANNED = "planned"
    WRITING = "writing"
    FAILED = "failed"
    EDIT = "edit"
    REVIEW = "review"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def missing(self) -> bool:
        """Whether a draft is still to be asked for."""
        return self in (Stage.PLANNED, Stage.FAILED)


_STAGES = {
    DraftStatus.DRAFT: Stage.REVIEW,
    DraftStatus.NEEDS_EDIT: Stage.EDIT,
    DraftStatus.APPROVED: Stage.DONE,
}


@dataclass(frozen=True)
class Slot:
    """One thing a group is to get on a day. ``plan`` may be one that is not stored yet (its version is 0).

    ``repeats``: it comes of the rhythm or of a plan that repeats.
    """

    plan: Plan
    stage: Stage
    repeats: bool = False
    draft: DayedDraft | None = None
    job: Job | None = None

    @property
    def group(self) -> str:
        """The id of the group."""
        return self.plan.group

    @property
    def kind(self) -> DraftKind:
        """What it is."""
        return self.plan.kind

    @property
    def day(self) -> date:
        """The day it is for."""
        return self.plan.date


def slots(desk: Desk, first: date, last: date, groups: Sequence[str] = ()) -> list[Slot]:
    """Return the slots from ``first`` to ``last``, by day, group (in the order of ``groups.yaml``) and kind.

    ``groups`` are ids; empty: all. Raises :class:`~assistant.errors.ConfigError` where ``groups.yaml`` is wrong.
    """
    known = {key: group for key, group in desk.groups.items() if not groups or key in groups}
    planned = _planned(PlanBook(desk.database), known.values(), first, last)
    filled = _filled(planned, drafts_between(desk.database, list(known), first, last))
    found = [_with_job(desk, slot) for slot in filled]
    order = {key: number for number, key in enumerate(known)}
    kinds = list(DraftKind)
    return sorted(found, key=lambda slot: (slot.day, order[slot.group], kinds.index(slot.kind), slot.plan.id))


def _planned(book: PlanBook, groups: Iterable[Group], first: date, last: date) -> list[Slot]:
    known = {group.id: group for group in groups}
    due = list(_of_rhythm(known.values(), first, last))
    for repeating in book.repeating():
        due += [_occurrence(repeating, day) for day in repeating.days(first, last)]
    own = [plan for plan in book.between(first, last) if not plan.every]
    touched = book.by_ids([plan.id for plan in due])
    # Those of other days that were moved here, and those of these days as they are now, here or elsewhere.
    stored = {plan.id: plan for plan in [*own, *(plan for plan in touched.values() if first <= plan.date <= last)]}
    untouched = [plan for plan in due if plan.id not in touched]
    taken = {(plan.group, plan.kind, plan.date) for plan in [*stored.values(), *untouched] if _explicit(plan)}
    free = [plan for plan in untouched if plan.origin != RHYTHM or (plan.group, plan.kind, plan.date) not in taken]
    return [
        Slot(plan, Stage.DROPPED if plan.dropped else Stage.PLANNED, repeats=bool(plan.origin))
        for plan in [*stored.values(), *free]
        if plan.group in known
    ]


def _explicit(plan: Plan) -> bool:
    """Whether somebody planned it for that very day: the rhythm then asks for no second of its kind."""
    return plan.origin != RHYTHM and not plan.dropped


def _of_rhythm(groups: Iterable[Group], first: date, last: date) -> Iterable[Plan]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for group in groups:
        for kind in group.kinds:
            weekdays: tuple[int, ...] = getattr(group.rhythm, kind.value)
            for day in days:
                if day.isoweekday() in weekdays:
                    made = occurrence_id(RHYTHM, group.id, kind, day)
                    yield Plan(id=made, group=group.id, kind=kind, date=day, origin=RHYTHM)


def _occurrence(plan: Plan, day: date) -> Plan:
    made = occurrence_id(plan.id, plan.group, plan.kind, day)
    change = {"id": made, "date": day, "every": 0, "until": None, "origin": plan.id, "version": 0}
    return plan.model_copy(update=change)


def _filled(planned: list[Slot], drafts: Sequence[DayedDraft]) -> list[Slot]:
    """Give each draft to a slot: the one that names it, one for its campaign, any that is free, or one of its own."""
    left: dict[tuple[str, DraftKind, date], list[DayedDraft]] = defaultdict(list)
    for draft in drafts:
        left[draft.place].append(draft)
    found: dict[int, DayedDraft] = {}
    for fits in (_named, _of_campaign, _free):
        for number, slot in enumerate(planned):
            here = left.get((slot.group, slot.kind, slot.day), [])
            fitting = None if number in found else next((draft for draft in here if fits(slot, draft)), None)
            if fitting is not None:
                found[number] = fitting
                here.remove(fitting)
    return [
        *(
            replace(slot, draft=found[number], stage=_STAGES[found[number].status]) if number in found else slot
            for number, slot in enumerate(planned)
        ),
        *(_unplanned(draft) for here in left.values() for draft in here),
    ]


def _named(slot: Slot, draft: DayedDraft) -> bool:
    return slot.plan.draft_id == draft.id


def _of_campaign(slot: Slot, draft: DayedDraft) -> bool:
    return bool(slot.plan.campaign) and slot.plan.campaign == draft.campaign and slot.stage is not Stage.DROPPED


def _free(slot: Slot, _: DayedDraft) -> bool:
    return not slot.plan.campaign and slot.stage is not Stage.DROPPED


def _unplanned(draft: DayedDraft) -> Slot:
    plan = Plan(
        id=occurrence_id(f"draft {draft.id}", draft.group, draft.kind, draft.day),
        group=draft.group,
        kind=draft.kind,
        date=draft.day,
        draft_id=draft.id,
    )
    return Slot(plan, _STAGES[draft.status], draft=draft)


def _with_job(desk: Desk, slot: Slot) -> Slot:
    if slot.draft is not None or not slot.plan.draft_id or slot.stage is Stage.DROPPED:
        return slot
    try:
        job = desk.jobs.get(slot.plan.draft_id)
    except InputError:  # it was forgotten, or never got as far as the queue
        return slot
    if not job.status.ended:
        return replace(slot, job=job, stage=Stage.WRITING)
    return replace(slot, job=job, stage=Stage.FAILED) if job.fault is not None else slot
