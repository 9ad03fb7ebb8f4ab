"""Calendar: gaps, campaigns that nobody announces, and what repeats."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.calendar import gaps, unannounced
from assistant.desk.plans import end, repeating
from assistant.desk.slots import Slot
from ui.catalog import t
from ui.parts.days import day_name
from ui.plain import line
from ui.state import told

_MOST = 12


def lacking(desk: Desk, found: list[Slot], first: date, last: date, only: list[str]) -> None:
    """Where a group gets nothing for days, and campaigns it is not told of."""
    if first > last:
        return
    holes = gaps(desk, found, first, last, only)
    silent = [] if only else unannounced(desk, found, first, last)
    if not holes and not silent:
        st.caption(f":material/check_circle: {t('calendar.gaps.none')}")
        return
    with st.expander(t("calendar.gaps", count=len(holes) + len(silent)), icon=":material/event_busy:"):
        for hole in holes[:_MOST]:
            named = line(desk.groups[hole.group].name)
            said = t("calendar.gap", group=named, first=day_name(hole.first), last=day_name(hole.last), days=hole.days)
            st.markdown(f"- {said}")
        for each in silent[:_MOST]:
            groups = line("、".join(desk.groups[key].name for key in each.groups))
            st.markdown(f"- {t('calendar.unannounced', campaign=line(each.campaign.name), groups=groups)}")


def repeats(desk: Desk) -> None:
    """The plans that repeat, each with a button that ends it."""
    with st.expander(t("calendar.repeats"), icon=":material/repeat:"):
        st.caption(t("calendar.repeats.help"))
        found = [plan for plan in repeating(desk) if plan.until is None or plan.until >= date.today()]
        if not found:
            st.markdown(t("calendar.repeats.none"))
        for plan in found:
            said = t(
                "calendar.repeat",
                group=line(desk.groups[plan.group].name),
                every=t(f"calendar.add.every.{plan.every}"),
                weekday=t(f"today.weekday.{plan.date.isoweekday()}"),
                kind=t(f"today.kind.{plan.kind}"),
                about=line(plan.about),
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                until = t("calendar.repeat.until", day=day_name(plan.until)) if plan.until else ""
                st.markdown(f"{said} {until}", width="stretch")
                if st.button(t("calendar.end"), key=f"end {plan.id}", disabled=not desk.person.may("plan.write")):
                    with told():
                        end(desk, plan)
                        st.toast(t("calendar.ended"))
                        st.rerun()
