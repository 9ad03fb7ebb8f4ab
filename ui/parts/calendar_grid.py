"""Calendar: the days, a box each; on a phone they stand below each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from assistant.desk import Desk
from assistant.desk.calendar import marks
from assistant.desk.slots import Slot, Stage
from assistant.schema.contracts import DraftKind
from ui.catalog import t
from ui.parts.days import COLOURS, kind_name, short_group

Open = Callable[[date], None]


def week(desk: Desk, found: dict[date, list[Slot]], first: date, today: date, chosen: Open) -> None:
    """A week: each day with every slot."""
    for column, number in zip(st.columns(7, gap="xsmall"), range(7), strict=True):
        day = first + timedelta(days=number)
        with column, st.container(border=True, gap="xsmall", height="stretch"):
            _head(day, today, chosen)
            lines = [_slot(desk, slot, today) for slot in found.get(day, [])]
            _said("\\\n".join(lines), day, today)


def month(found: dict[date, list[Slot]], first: date, last: date, today: date, chosen: Open) -> None:
    """A month: each day with how many there are of each stage."""
    day = first - timedelta(days=first.weekday())
    while day <= last:
        for column in st.columns(7, gap="xsmall"):
            if first <= day <= last:
                with column, st.container(border=True, gap="xsmall", height="stretch"):
                    _head(day, today, chosen)
                    _said(_figures(found.get(day, [])), day, today)
            day += timedelta(days=1)


def _head(day: date, today: date, chosen: Open) -> None:
    name = t("calendar.day", day=day.day, weekday=t(f"today.weekday.{day.isoweekday()}"))
    st.button(
        f"**{name}**" if day == today else name,
        key=f"day {day}",
        type="primary" if day == today else "tertiary",
        help=t("calendar.day.help"),
        width="stretch",
        on_click=chosen,
        args=(day,),
    )
    if said := " ".join(marks(day)):
        st.markdown(f":small[:orange-background[{said}]]")


def _said(lines: str, day: date, today: date) -> None:
    """What a day has; of a day that is over nobody needs to hear that it has nothing."""
    if lines or day >= today:
        st.markdown(lines or f":gray[:small[{t('calendar.nothing')}]]")


def _slot(desk: Desk, slot: Slot, today: date) -> str:
    repeats = " ↻" if slot.repeats else ""
    group = short_group(desk.groups[slot.group].name)
    missed = slot.stage.missing and slot.day < today
    far = t(f"calendar.stage.{'missed' if missed else slot.stage.value}")
    return f":small[:{COLOURS[slot.stage]}-background[{kind_name(slot)} {far}]]\\\n:small[{group}{repeats}]"


def _figures(its: list[Slot]) -> str:
    counted = [slot for slot in its if slot.stage is not Stage.DROPPED]
    stages = Counter(slot.stage for slot in counted)
    kinds = Counter(slot.kind for slot in counted)
    badges = [
        f":{COLOURS[stage]}-badge[{t(f'today.stage.{stage.value}')} {stages[stage]}]"
        for stage in Stage
        if stages[stage]
    ]
    named = [t("calendar.count", kind=t(f"today.kind.{kind}"), count=kinds[kind]) for kind in DraftKind if kinds[kind]]
    return " ".join(badges) + "".join(f"\\\n:small[{each}]" for each in named)
