"""Days, kinds and stages as Today and Calendar name them."""

from __future__ import annotations

import re
from datetime import date

from assistant.desk.slots import Slot, Stage
from ui.catalog import t
from ui.plain import line

_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
_LONGEST = 10

COLOURS = {
    Stage.PLANNED: "gray",
    Stage.WRITING: "blue",
    Stage.FAILED: "red",
    Stage.EDIT: "orange",
    Stage.REVIEW: "violet",
    Stage.DONE: "green",
    Stage.DROPPED: "gray",
}


def day_name(day: date) -> str:
    """11 月 24 日 周二."""
    return t("today.date", month=day.month, day=day.day, weekday=t(f"today.weekday.{day.isoweekday()}"))


def short_day(day: date) -> str:
    """11 月 24 日."""
    return t("today.date.short", month=day.month, day=day.day)


def short_group(name: str) -> str:
    """A group's name for a narrow place, without what it says in brackets; markdown."""
    plain = _BRACKETS.sub("", name).strip() or name
    return line(plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…")


def stage_name(slot: Slot, today: date) -> str:
    """How far a slot is; what was never written and is over is said so."""
    if slot.stage.missing and slot.day < today:
        return t("today.stage.missed")
    return t(f"today.stage.{slot.stage.value}")


def badge(slot: Slot, today: date) -> str:
    """Markdown of a badge that says how far a slot is."""
    return f":{COLOURS[slot.stage]}-badge[{stage_name(slot, today)}]"


def kind_name(slot: Slot) -> str:
    """What a slot is."""
    return t(f"today.kind.{slot.kind.value}")


def about(slot: Slot, campaigns: dict[str, str]) -> str:
    """Markdown of what a slot is about: its draft's title, else its campaign or wish. ``campaigns``: names by id."""
    if slot.draft is not None:
        return line(slot.draft.title)
    campaign = campaigns.get(slot.plan.campaign, slot.plan.campaign)
    return line(" · ".join(part for part in (campaign, slot.plan.about) if part))


def link(slot: Slot) -> dict[str, str]:
    """What the studio is asked to open for a slot."""
    if slot.draft is not None:
        return {"draft": slot.draft.id}
    asked = {"group": slot.group, "kind": slot.kind.value, "date": slot.day.isoformat()}
    more = {"campaign": slot.plan.campaign, "about": slot.plan.about}
    return asked | {key: value for key, value in more.items() if value}
