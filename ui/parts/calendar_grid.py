"""Calendar: the days, a box each; on a phone they stand below each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from assistant.desk import Desk
from assistant.desk.slots import Slot, Stage
from assistant.schema.contracts import DraftKind
from ui.catalog import t
from ui.parts.days import COLOURS, kind_name
from ui.plain import line

_KINDS = {"topic": "chat_bubble", "share": "article", "promo": "sell"}

Open = Callable[[date], None]


def week(desk: Desk, found: dict[date, list[Slot]], first: date, today: date, chosen: Open) -> None:
    """A week: each day with every slot."""
    for column, number in zip(st.columns(7, gap="xsmall"), range(7), strict=True):
        day = first + timedelta(days=number)
        with column, st.container(border=True, gap="xsmall", height="stretch"):
            _head(day, today, chosen)
            lines = [_slot(desk, slot) for slot in found.get(day, [])]
            st.markdown("\n".join(f"- {each}" for each in lines) if lines else f":gray[{t('calendar.nothing')}]")


def month(found: dict[date, list[Slot]], first: date, last: date, today: date, chosen: Open) -> None:
    """A month: each day with how many there are of each stage."""
    day = first - timedelta(days=first.weekday())
    while day <= last:
        for column in st.columns(7, gap="xsmall"):
            if first <= day <= last:
                with column, st.container(border=True, gap="xsmall", height="stretch"):
                    _head(day, today, chosen)
                    st.markdown(_figures(found.get(day, [])) or f":gray[{t('calendar.nothing')}]")
            day += timedelta(days=1)


def _head(day: date, today: date, chosen: Open) -> None:
    from assistant.drafting.calendar import calendar_day

    name = t("calendar.day", day=day.day, weekday=t(f"today.weekday.{day.isoweekday()}"))
    its = calendar_day(day)
    if st.button(
        f"**{name}**" if day == today else name,
        key=f"day {day}",
        type="primary" if day == today else "tertiary",
        help=t("calendar.day.help"),
        width="stretch",
    ):
        chosen(day)
    marks = [*its.festivals, its.solar_term]
    said = " ".join(dict.fromkeys(mark for mark in marks if mark))
    if said:
        st.caption(f":orange[{said}]")


def _slot(desk: Desk, slot: Slot) -> str:
    repeats = " ↻" if slot.repeats else ""
    group = line(desk.groups[slot.group].name)
    shown = f":{COLOURS[slot.stage]}-badge[{kind_name(slot)}{repeats}] {group}"
    return f"~~{shown}~~" if slot.stage is Stage.DROPPED else shown


def _figures(its: list[Slot]) -> str:
    told: Counter[tuple[Stage, DraftKind]] = Counter(
        (slot.stage, slot.kind) for slot in its if slot.stage is not Stage.DROPPED
    )
    by_kind = Counter(kind for _, kind in told.elements())
    kinds = [t("calendar.count", kind=t(f"today.kind.{kind}"), count=by_kind[kind]) for kind in by_kind]
    stages: Counter[Stage] = Counter(stage for stage, _ in told.elements())
    badges = [
        f":{COLOURS[stage]}-badge[{t(f'today.stage.{stage.value}')} {stages[stage]}]"
        for stage in Stage
        if stages[stage]
    ]
    return " ".join(badges) + (f"\n\n:small[{' · '.join(kinds)}]" if kinds else "")
