"""Calendar: a week or a month of all groups; what is planned, written, repeated, and where nothing is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.calendar import View, span, turned, worth
from assistant.desk.slots import Slot, slots
from ui.catalog import t
from ui.parts.calendar_day import open_, show_open
from ui.parts.calendar_grid import month, week
from ui.parts.calendar_notes import lacking, repeats
from ui.parts.days import short_day
from ui.state import desk, told

_DAY = "calendar.shown"


def show(here: Desk) -> None:
    """Show the page."""
    st.title(t("page.calendar"))
    with told():
        if not here.groups:
            st.info(t("calendar.no_groups"), icon=":material/group_add:")
            return
        today = date.today()
        day = st.session_state.setdefault(_DAY, today)
        view, only = _controls(here, day)
        first, last = span(day, view)
        found = slots(here, first, last, only)
        by_day: dict[date, list[Slot]] = defaultdict(list)
        for slot in found:
            if worth(slot, today):
                by_day[slot.day].append(slot)

        if view == "week":
            week(here, by_day, first, today, open_)
        else:
            month(by_day, first, last, today, open_)
        st.caption(t("calendar.legend"))
        lacking(here, found, max(first, today), last, only)
        repeats(here)
        show_open(by_day, day, today)


def _controls(here: Desk, day: date) -> tuple[View, list[str]]:
    """The row above the days; what it returns is the view and the groups, none for all."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view: View = st.segmented_control(
            t("calendar.view"), ["week", "month"], default="week", required=True, key="calendar.view",
            format_func=lambda each: t(f"calendar.view.{each}"), label_visibility="collapsed",
        )  # fmt: skip
        st.button(
            "", icon=":material/chevron_left:", help=t("calendar.back"), key="calendar.back",
            on_click=_go, args=(turned(day, view, -1),),
        )  # fmt: skip
        st.button(t("calendar.now"), key="calendar.now", on_click=_go, args=(date.today(),))
        st.button(
            "", icon=":material/chevron_right:", help=t("calendar.on"), key="calendar.on",
            on_click=_go, args=(turned(day, view, 1),),
        )  # fmt: skip
        group = st.selectbox(
            t("calendar.group"), ["", *here.groups], key="calendar.group", label_visibility="collapsed", width=240,
            format_func=lambda key: here.groups[key].name if key else t("calendar.group.all"),
        )  # fmt: skip
        st.button(
            t("calendar.plan"), type="primary", icon=":material/add:", key="calendar.plan",
            on_click=open_, args=("plan",),
        )  # fmt: skip
    first, last = span(day, view)
    if view == "month":
        st.subheader(t("calendar.month", year=first.year, month=first.month))
    else:
        st.subheader(t("calendar.week", first=short_day(first), last=short_day(last)))
    return view, [group] if group else []


def _go(day: date) -> None:
    st.session_state[_DAY] = day


show(desk())
