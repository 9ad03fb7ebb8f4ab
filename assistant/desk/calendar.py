"""The calendar: which days a look at it shows, which groups hear nothing for days, which campaigns nobody announces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from assistant.desk.slots import Slot, Stage
from assistant.schema.contracts import DraftKind

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.schema.facts import Campaign
    from assistant.schema.group import Group

View = Literal["week", "month"]
#: So many days in a row on which a group gets nothing are a gap.
SILENT = 3


@dataclass(frozen=True)
class Gap:
    """A group that gets nothing from ``first`` to ``last``."""

    group: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Unannounced:
    """A campaign that begins in these days and that groups, by their ids, are told nothing of."""

    campaign: Campaign
    groups: tuple[str, ...]


def span(day: date, view: View) -> tuple[date, date]:
    """Return the first and the last day of the week, Monday to Sunday, or of the month of ``day``."""
    if view == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    first = day.replace(day=1)
    return first, _next_month(first) - timedelta(days=1)


def turned(day: date, view: View, steps: int) -> date:
    """Return the first day of the week or month ``steps`` (1 or -1) further."""
    first, last = span(day, view)
    return span(last + timedelta(days=1) if steps > 0 else first - timedelta(days=1), view)[0]


def marks(day: date) -> tuple[str, ...]:
    """Return the festivals and the solar term of a day, each once."""
    from assistant.drafting.calendar import calendar_day

    its = calendar_day(day)
    return tuple(dict.fromkeys(mark for mark in (*its.festivals, its.solar_term) if mark))


def worth(slot: Slot, today: date) -> bool:
    """Whether a slot is worth a place: what the rhythm asked for on a day that is over, and nobody touched, is not."""
    return slot.day >= today or slot.draft is not None or slot.plan.version > 0


def gaps(desk: Desk, found: Sequence[Slot], first: date, last: date, groups: Sequence[str] = ()) -> list[Gap]:
    """Return where a group gets nothing for :data:`SILENT` days or more between the days, the longest first."""
    busy: dict[str, set[date]] = defaultdict(set)
    for slot in found:
        if slot.stage is not Stage.DROPPED:
            busy[slot.group].add(slot.day)
    gone: list[Gap] = []
    for group in groups or desk.groups:
        begin = first
        for day in [*sorted(day for day in busy[group] if first <= day <= last), last + timedelta(days=1)]:
            if (day - begin).days >= SILENT:
                gone.append(Gap(group, begin, day - timedelta(days=1)))
            begin = day + timedelta(days=1)
    return sorted(gone, key=lambda gap: -gap.days)


def unannounced(desk: Desk, found: Sequence[Slot], first: date, last: date) -> list[Unannounced]:
    """Return the campaigns that begin between the days without a promotion for each of their groups while they run.

    A promotion of no stated campaign counts for any.
    """
    told = []
    for campaign in desk.campaigns.values():
        if campaign.start is None or not first <= campaign.start.date() <= last:
            continue
        ends = min(last, campaign.end.date() if campaign.end else last)
        lacking = tuple(
            group.id
            for group in desk.groups.values()
            if _takes(group, campaign)
            and not any(_announces(slot, group.id, campaign, campaign.start.date(), ends) for slot in found)
        )
        if lacking:
            told.append(Unannounced(campaign, lacking))
    return told


def _takes(group: Group, campaign: Campaign) -> bool:
    return DraftKind.PROMO in group.kinds and (not campaign.groups or group.id in campaign.groups)


def _announces(slot: Slot, group: str, campaign: Campaign, begins: date, ends: date) -> bool:
    its = slot.draft.campaign if slot.draft else slot.plan.campaign
    return (
        slot.group == group
        and slot.kind is DraftKind.PROMO
        and slot.stage is not Stage.DROPPED
        and begins - timedelta(days=7) <= slot.day <= ends
        and its in ("", campaign.id)
    )


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
