"""Today: for each group what is planned, written, to be reviewed and ready; what to look out for; write what lacks."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from assistant.desk import Desk
from assistant.desk.plans import stop, write
from assistant.desk.slots import Slot, Stage, slots
from assistant.desk.today import counts
from ui.catalog import t
from ui.parts.today_groups import groups, idle
from ui.parts.today_head import head, look_out
from ui.parts.waiting import nobody_works
from ui.state import desk, told

_POLLED = 1.5
_SHOWN = (Stage.PLANNED, Stage.EDIT, Stage.REVIEW, Stage.DONE)


def show(here: Desk) -> None:
    """Show the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.title(t("page.today"))
        ahead = st.segmented_control(
            t("today.day"), range(3), default=0, format_func=lambda days: t(f"today.day.{days}"), required=True,
            label_visibility="collapsed", key="today.ahead",
        )  # fmt: skip
    today = date.today()
    day = today + timedelta(days=ahead or 0)
    with told():
        head(here, day)
        if not here.groups:
            st.info(t("today.no_groups"), icon=":material/group_add:")
            return
        look_out(here, day, t(f"today.day.{ahead or 0}"))
        _work(here, day, today)


def _work(here: Desk, day: date, today: date) -> None:
    found = [slot for slot in slots(here, day, day) if slot.stage is not Stage.DROPPED]
    if not found:
        st.info(t("today.nothing"), icon=":material/event_available:")
        return
    _figures(found)
    if any(slot.stage is Stage.WRITING for slot in found):
        _progress(day)
    _write_all(here, found)
    only = st.segmented_control(
        t("today.only"), ["all", "open"], default="all", required=True, key="today.only",
        format_func=lambda which: t(f"today.only.{which}"), label_visibility="collapsed",
    )  # fmt: skip
    wanted = [slot for slot in found if only == "all" or slot.stage is not Stage.DONE]
    if not wanted:
        st.success(t("today.nothing.open"), icon=":material/check_circle:")
    groups(here, wanted, today)
    if only == "all":
        idle(here, found)


def _figures(found: list[Slot]) -> None:
    number = counts(found)
    with st.container(horizontal=True, gap="small"):
        for stage in _SHOWN:
            count = number[stage] + (number[Stage.FAILED] + number[Stage.WRITING]) * (stage is Stage.PLANNED)
            name = stage.value
            st.metric(t(f"today.stage.{name}"), count, help=t(f"today.stage.{name}.help"), border=True, width=150)


def _write_all(here: Desk, found: list[Slot]) -> None:
    missing = [slot for slot in found if slot.stage.missing]
    if not missing and any(slot.stage is Stage.WRITING for slot in found):
        return  # the line above says how far that is
    label = t("today.write_all", count=len(missing)) if missing else t("today.write_all.none")
    if st.button(
        label, type="primary" if missing else "secondary", disabled=not missing, icon=":material/auto_awesome:",
        help=t("today.write_all.help"), key="today.write_all",
    ):  # fmt: skip
        with told():
            st.toast(t("today.asked", count=write(here, missing)))
            st.rerun()


@st.fragment(run_every=_POLLED)
def _progress(day: date) -> None:
    """How far the writing is; the whole page is shown anew once a draft more is there."""
    here = desk()
    with told():
        found = slots(here, day, day)
        left = sum(slot.stage is Stage.WRITING for slot in found)
        there = sum(slot.draft is not None for slot in found)
        before = st.session_state.setdefault("today.there", {}).setdefault(day, there)
        if not left:
            st.session_state["today.there"].pop(day, None)
            st.rerun()
        done = there - before
        st.progress(done / (done + left), t("today.writing", left=left, done=done))
        if waits := next((slot.job for slot in found if slot.stage is Stage.WRITING and slot.job is not None), None):
            nobody_works(here, waits)
        if st.button(t("today.stop"), key="today.stop", help=t("today.stop.help"), icon=":material/stop_circle:"):
            st.toast(t("today.stopped", count=stop(here, found)))
            st.rerun()


show(desk())
