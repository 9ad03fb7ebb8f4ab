"""Planning what groups get: add, repeat, move to another day, drop, and have what is missing written."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from assistant.desk.moving import moved, refuse_campaign, refuse_day
from assistant.desk.slots import Slot, Stage
from assistant.errors import InputError, Refused
from assistant.schema.contracts import DraftKind
from assistant.storage import audit
from assistant.storage.drafts import DraftStore, save_in
from assistant.storage.plans import Plan, PlanBook, put, remove

if TYPE_CHECKING:
    from assistant.desk import Desk

#: Weeks between two days of a plan that repeats.
MOST_WEEKS = 8


@dataclass(frozen=True)
class Wanted:
    """A plan as somebody fills it in. ``every``: weeks between its days, 0 for a single day; ``until`` its last day."""

    group: str
    kind: DraftKind
    day: date
    at: time | None = None
    about: str = ""
    campaign: str = ""
    format: str = ""
    every: int = 0
    until: date | None = None


def add(desk: Desk, *wanted: Wanted, today: date | None = None) -> list[Plan]:
    """Store plans, all of them or none, and return them.

    Raises :class:`~assistant.errors.Refused` for who may not, and for what the group's terms forbid on that day,
    :class:`~assistant.errors.InputError` for an unknown group or campaign and for days that are over.
    """
    desk.require("plan.write")
    for each in wanted:
        _check(desk, each, today or date.today())
    plans = [_made(desk, each) for each in wanted]
    with desk.database.write() as connection:
        for plan in plans:
            about = f"{plan.group} {plan.kind.value} {plan.date}" + (f" / {plan.every}w" if plan.every else "")
            audit.note(connection, who=desk.person.name, what="plan.add", target=plan.id, about=about)
        return [put(connection, plan) for plan in plans]


def _made(desk: Desk, wanted: Wanted) -> Plan:
    return Plan(
        id=secrets.token_hex(6),
        group=wanted.group,
        kind=wanted.kind,
        date=wanted.day,
        time=wanted.at,
        about=wanted.about.strip(),
        campaign=wanted.campaign,
        format=wanted.format,
        every=wanted.every,
        until=wanted.until if wanted.every else None,
        who=desk.person.name,
    )


def _check(desk: Desk, wanted: Wanted, today: date) -> None:
    from assistant.drafting.refusals import refuse_by_wish

    if wanted.group not in desk.groups:
        raise InputError(f"没有群 {wanted.group!r}：请看看 groups.yaml")
    if wanted.campaign and wanted.campaign not in desk.campaigns:
        raise InputError(f"没有活动 {wanted.campaign!r}：请看看 campaigns.yaml")
    if len(wanted.about) > 500:
        raise InputError(f"“写什么”最多 500 个字，现在是 {len(wanted.about)} 个")
    if wanted.day < today:
        raise InputError(f"{wanted.day:%Y-%m-%d} 已经过去了，请选今天或以后的日子")
    if not 0 <= wanted.every <= MOST_WEEKS:
        raise InputError(f"隔几周重复只能填 1 到 {MOST_WEEKS}")
    if wanted.every and wanted.until is not None and wanted.until < wanted.day:
        raise InputError("重复的最后一天不能比第一天还早")
    refuse_by_wish(wanted.about, desk.campaigns.get(wanted.campaign))
    but = None if wanted.every else ""
    moment = refuse_day(desk, wanted.group, wanted.kind, wanted.day, wanted.at, wanted.campaign, but)
    if wanted.campaign and wanted.kind is DraftKind.PROMO:
        _check_campaign(desk, wanted, moment)


def _check_campaign(desk: Desk, wanted: Wanted, moment: datetime) -> None:
    try:
        refuse_campaign(desk, desk.campaigns[wanted.campaign], moment, wanted.format)
    except Refused as refused:
        if refused.code not in ("sold_out", "off_shelf"):  # by then there may be more
            raise


def move(desk: Desk, slot: Slot, to: date, *, today: date | None = None) -> Plan:
    """Move a slot to another day, its draft with it, and return the plan as stored.

    A draft that was approved waits for review again, for its text may speak of the day. Raises
    :class:`~assistant.errors.Refused` for who may not and for what the group's terms or the campaign forbid on that
    day, :class:`~assistant.errors.InputError` for a day that is over, while the draft is being written, and where
    somebody else has changed the plan or the draft meanwhile.
    """
    desk.require("plan.write")
    if to < (today or date.today()):
        raise InputError(f"{to:%Y-%m-%d} 已经过去了，请选今天或以后的日子")
    if slot.stage is Stage.WRITING:
        raise InputError("这一条正在写，写好再挪")
    if to == slot.day:
        return slot.plan
    draft = DraftStore(desk.database).get(slot.draft.id) if slot.draft else None
    if draft is not None and slot.draft is not None and draft.version != slot.draft.version:
        raise InputError(f"草稿《{draft.title}》刚刚有人改过：请看看现在的日历，再挪一次")
    if draft is None:
        refuse_day(desk, slot.group, slot.kind, to, slot.plan.time, slot.plan.campaign)
        changed = None
    else:
        changed = moved(desk, draft, to)
    plan = slot.plan.model_copy(update={"date": to, "draft_id": draft.id if draft else "", "who": desk.person.name})
    with desk.database.write() as connection:
        if changed is not None:
            save_in(connection, changed)
        audit.note(
            connection,
            who=desk.person.name,
            what="plan.move",
            target=changed.id if changed else plan.id,
            about=f"{slot.group} {slot.kind.value} {slot.day} -> {to}",
        )
        return put(connection, plan)


def drop(desk: Desk, slot: Slot) -> None:
    """Have a group get nothing there after all. Raises as :func:`move`; a slot with a draft is rejected instead."""
    desk.require("plan.write")
    if slot.draft is not None or slot.stage is Stage.WRITING:
        raise InputError("这一条已经有草稿了：不想发的话，请到“审核”里退回")
    with desk.database.write() as connection:
        note = f"{slot.group} {slot.kind.value} {slot.day}"
        audit.note(connection, who=desk.person.name, what="plan.drop", target=slot.plan.id, about=note)
        put(connection, slot.plan.model_copy(update={"dropped": True, "draft_id": "", "who": desk.person.name}))


def restore(desk: Desk, slot: Slot) -> None:
    """Take a :func:`drop` back."""
    desk.require("plan.write")
    with desk.database.write() as connection:
        note = f"{slot.group} {slot.kind.value} {slot.day}"
        audit.note(connection, who=desk.person.name, what="plan.restore", target=slot.plan.id, about=note)
        put(connection, slot.plan.model_copy(update={"dropped": False, "who": desk.person.name}))


def repeating(desk: Desk) -> list[Plan]:
    """Return the plans that repeat, for groups that there are."""
    return [plan for plan in PlanBook(desk.database).repeating() if plan.group in desk.groups]


def end(desk: Desk, plan: Plan, *, today: date | None = None) -> None:
    """Let a plan that repeats end today; one that has not begun goes altogether. What was written stays."""
    desk.require("plan.write")
    day = today or date.today()
    with desk.database.write() as connection:
        about = f"{plan.group} {plan.kind.value} {plan.date}"
        audit.note(connection, who=desk.person.name, what="plan.end", target=plan.id, about=about)
        if plan.date > day:
            remove(connection, plan)
        else:
            put(connection, plan.model_copy(update={"until": day}))


def write(desk: Desk, wanted: Sequence[Slot], *, today: date | None = None) -> int:
    """Have the slots written that are still missing, a job each, and return how many were asked for.

    Those that a colleague has asked for or changed meanwhile are left to her. Raises
    :class:`~assistant.errors.Refused` for who may not.
    """
    desk.require("draft.write")
    now = today or date.today()
    return sum(_write_one(desk, slot) for slot in wanted if slot.stage.missing and slot.day >= now)


def stop(desk: Desk, found: Sequence[Slot]) -> int:
    """Call off the jobs that write these slots and return how many; what is written by then stays."""
    desk.require("draft.write")
    under_way = [slot.job for slot in found if slot.job is not None and not slot.job.status.ended]
    for job in under_way:
        desk.jobs.cancel(job.id)
    return len(under_way)


def _write_one(desk: Desk, slot: Slot) -> bool:
    job_id = secrets.token_hex(6)
    plan = slot.plan.model_copy(update={"draft_id": job_id, "who": slot.plan.who or desk.person.name})
    try:
        with desk.database.write() as connection:
            note = f"{plan.group} {plan.kind.value} {plan.date}"
            audit.note(connection, who=desk.person.name, what="plan.write", target=plan.id, about=note)
            put(connection, plan)
    except InputError:
        return False
    args = {
        "kind": plan.kind, "group": plan.group, "date": plan.date, "time": plan.time, "about": plan.about,
        "campaign": plan.campaign, "format": plan.format,
    }  # fmt: skip
    desk.jobs.enqueue("draft", args, who=desk.person.name, id_=job_id)
    return True
