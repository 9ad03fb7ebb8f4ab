"""Calendar: a day in a dialog, with what there is, moving it, and planning more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import streamlit as st

from assistant.desk import Desk
from assistant.desk.plans import Wanted, add, drop, move, restore
from assistant.desk.slots import Slot, Stage
from assistant.schema.contracts import DraftKind
from ui import state
from ui.catalog import t
from ui.parts.days import about, badge, day_name, kind_name, link
from ui.plain import line
from ui.state import told

_STUDIO = Path(__file__).parents[1] / "app_pages" / "studio.py"
_EVERY = (0, 1, 2, 4)
_OPEN = "calendar.open"


def open_(what: date | Literal["plan"] | None) -> None:
    """Have the dialog of a day opened, or that which plans something; None closes it."""
    st.session_state[_OPEN] = what


def show_open(found: dict[date, list[Slot]], day: date, today: date) -> None:
    """Show the dialog that is open.

    ``found`` are the slots as the calendar shows them, and stay so while it is open: a change since then is told.
    """
    what = st.session_state.get(_OPEN)
    if what == "plan":
        _dialog(t("calendar.plan"))(_add)(max(day, today))
    elif what is not None:
        _dialog(day_name(what))(_day)(what, found.get(what, []), today)


def _dialog(title: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return st.dialog(title, width="medium", on_dismiss=lambda: open_(None))


def _day(day: date, its: list[Slot], today: date) -> None:
    desk = state.desk()  # of this moment: a dialog is drawn anew alone
    if day < today:
        st.caption(t("calendar.over"))
        _list(desk, its, today)
        return
    there, moving, adding = st.tabs([t("calendar.tab.list"), t("calendar.tab.move"), t("calendar.tab.add")])
    with there:
        _list(desk, its, today)
    with moving:
        _move(desk, its, today)
    with adding:
        _add(day)


def _list(desk: Desk, its: list[Slot], today: date) -> None:
    if not its:
        st.info(t("calendar.empty_day"), icon=":material/event:")
    names = {key: campaign.name for key, campaign in desk.campaigns.items()}
    for slot in its:
        parts = [line(desk.groups[slot.group].name), kind_name(slot), about(slot, names)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{badge(slot, today)} " + " · ".join(part for part in parts if part), width="stretch")
            if slot.draft is not None or (slot.stage.missing and slot.day >= today):
                label = t("today.read") if slot.draft else t("today.write")
                st.page_link(_STUDIO, label=label, icon=":material/arrow_forward:", query_params=link(slot))


def _move(desk: Desk, its: list[Slot], today: date) -> None:
    if not its:
        st.info(t("calendar.empty_day"), icon=":material/event:")
        return
    slot = st.selectbox(t("calendar.which"), its, format_func=lambda each: _named(desk, each), key="calendar.which")
    if slot.stage is Stage.DROPPED:
        if st.button(t("calendar.restore"), icon=":material/undo:", key="calendar.restore", disabled=_may_not(desk)):
            with told():
                restore(desk, slot)
                _done(t("calendar.restored"))
        return
    to = st.date_input(
        t("calendar.to"), slot.day, min_value=today, help=t("calendar.to.help"), key=f"calendar.to {slot.plan.id}"
    )
    with st.container(horizontal=True):
        moving = st.button(
            t("calendar.move"), type="primary", icon=":material/event_repeat:", key="calendar.move",
            disabled=_may_not(desk) or to == slot.day,
        )  # fmt: skip
        dropping = st.button(
            t("calendar.drop"), icon=":material/event_busy:", key="calendar.drop", help=t("calendar.drop.help"),
            disabled=_may_not(desk) or slot.draft is not None or slot.stage is Stage.WRITING,
        )  # fmt: skip
    with told():
        if moving:
            move(desk, slot, to)
            _done(t("calendar.moved", day=day_name(to)))
        if dropping:
            drop(desk, slot)
            _done(t("calendar.dropped"))


def _add(day: date) -> None:
    desk = state.desk()
    groups = st.multiselect(
        t("calendar.add.groups"),
        list(desk.groups),
        format_func=lambda key: desk.groups[key].name,
        key="plan.groups",
        placeholder=t("calendar.add.groups.none"),
    )
    left, right = st.columns(2)
    kind = left.selectbox(
        t("calendar.add.kind"), list(DraftKind), format_func=lambda each: t(f"today.kind.{each}"), key="plan.kind"
    )
    assert kind is not None  # the first is chosen already
    on = right.date_input(t("calendar.add.day"), max(day, date.today()), min_value=date.today(), key="plan.day")
    about_ = st.text_input(
        t("calendar.add.about"), max_chars=500, placeholder=t("calendar.add.about.hint"), key="plan.about"
    )
    campaign = ""
    if kind is DraftKind.PROMO:
        campaign = st.selectbox(
            t("calendar.add.campaign"), ["", *_campaigns(desk, on)], key="plan.campaign",
            format_func=lambda key: desk.campaigns[key].name if key else t("calendar.add.campaign.any"),
        )  # fmt: skip
    left, middle, right = st.columns(3)
    at = left.time_input(t("calendar.add.time"), None, key="plan.time")
    every = middle.selectbox(
        t("calendar.add.every"), _EVERY, format_func=lambda weeks: t(f"calendar.add.every.{weeks}"), key="plan.every"
    )
    until = right.date_input(t("calendar.add.until"), None, min_value=on, disabled=not every, key="plan.until")
    if st.button(
        t("calendar.add.save"), type="primary", icon=":material/add:", disabled=_may_not(desk) or not groups,
        help=t("calendar.deny") if _may_not(desk) else ("" if groups else t("calendar.add.groups.none")),
        key="plan.save",
    ):  # fmt: skip
        with told():
            wanted = [Wanted(group, kind, on, at, about_, campaign, "", every, until) for group in groups]
            add(desk, *wanted)
            _done(t("calendar.added", count=len(wanted)))


def _campaigns(desk: Desk, day: date) -> list[str]:
    return [
        key
        for key, each in desk.campaigns.items()
        if (each.start is None or each.start.date() <= day) and (each.end is None or each.end.date() >= day)
    ]


def _named(desk: Desk, slot: Slot) -> str:
    title = slot.draft.title if slot.draft else slot.plan.about
    return " · ".join(part for part in (desk.groups[slot.group].name, kind_name(slot), title) if part)


def _may_not(desk: Desk) -> bool:
    return not desk.person.may("plan.write")


def _done(said: str) -> None:
    open_(None)
    st.toast(said, icon=":material/check:")
    st.rerun()
