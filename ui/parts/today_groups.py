"""Today: what each group gets."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.desk.plans import write
from assistant.desk.slots import Slot, Stage
from ui.catalog import t
from ui.parts.days import about, badge, kind_name, link
from ui.plain import line
from ui.state import told

_STUDIO = Path(__file__).parents[1] / "app_pages" / "studio.py"
_ICONS = {"topic": "chat_bubble", "share": "article", "promo": "sell"}
_NAMED = 8
_ASK = {Stage.EDIT: "today.mend", Stage.REVIEW: "today.read", Stage.DONE: "today.copy"}


def groups(desk: Desk, found: list[Slot], today: date) -> None:
    """A box a group, a line a slot."""
    names = {key: campaign.name for key, campaign in desk.campaigns.items()}
    for group, its in groupby(found, key=lambda slot: slot.group):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{line(desk.groups[group].name)}**")
            for slot in its:
                _line(desk, slot, names, today)


def idle(desk: Desk, found: list[Slot]) -> None:
    """The groups that have nothing, so that none is forgotten."""
    busy = {slot.group for slot in found}
    names = [group.name for key, group in desk.groups.items() if key not in busy]
    if names:
        said = "、".join(names[:_NAMED])
        more = t("today.idle.more", names=said, count=len(names)) if len(names) > _NAMED else said
        st.caption(t("today.idle", names=line(more)))


def _line(desk: Desk, slot: Slot, names: dict[str, str], today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        icon = f":material/{_ICONS[slot.kind.value]}:"
        at = slot.draft.send_at if slot.draft else None
        when = f"{at:%H:%M}" if at else (f"{slot.plan.time:%H:%M}" if slot.plan.time else "")
        parts = [f"{icon} {kind_name(slot)}", when, about(slot, names)]
        st.markdown(f"{badge(slot, today)} " + " · ".join(part for part in parts if part), width="stretch")
        if slot.stage is Stage.WRITING:
            return
        if slot.stage is Stage.FAILED and slot.day >= today:
            _again(desk, slot)
        label = _ASK.get(slot.stage, "today.write")
        if slot.draft is not None or slot.day >= today:
            st.page_link(_STUDIO, label=t(label), icon=":material/arrow_forward:", query_params=link(slot))
    if slot.stage is Stage.FAILED and slot.job and slot.job.fault:
        st.caption(line(slot.job.fault.said))


def _again(desk: Desk, slot: Slot) -> None:
    if st.button(t("today.again"), key=f"again {slot.plan.id}", type="tertiary", icon=":material/refresh:"):
        with told():
            write(desk, [slot])
            st.rerun()
