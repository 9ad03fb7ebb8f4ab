"""The page that leads through an empty workspace: brand, groups, upload, rules, first draft."""

from __future__ import annotations

import streamlit as st

from assistant.desk.begin import STEPS, leave, way
from ui.catalog import t
from ui.parts.begin_draft import show_draft
from ui.parts.begin_rules import show_rules
from ui.parts.begin_steps import show_brand, show_documents, show_groups
from ui.parts.begin_way import again
from ui.parts.forms import show_done
from ui.state import desk, told

SHOWN = {
    "brand": show_brand,
    "groups": show_groups,
    "documents": show_documents,
    "rules": show_rules,
    "draft": show_draft,
}
_STEP = "begin.step"

here = desk()
st.title(t("page.begin"))
st.write(t("begin.about"))
show_done()
with told():
    found = way(here)
    if _STEP not in st.session_state:
        st.session_state[_STEP] = found.next
    columns = st.columns(len(STEPS))
    for number, (column, step) in enumerate(zip(columns, STEPS, strict=True), start=1):
        name = t(f"begin.{step}")
        chosen = st.session_state[_STEP] == step
        if column.button(
            f"{number}. {name}",
            icon=":material/check_circle:" if step in found.done else None,
            type="primary" if chosen else "secondary",
            key=f"begin.to.{step}",
            width="stretch",
        ):
            st.session_state[_STEP] = step
            st.rerun()
    with st.container(border=True):
        current = str(st.session_state[_STEP])
        with told():
            SHOWN[current](here)
    left, right = st.columns(2)
    at = STEPS.index(current)
    onward = t("begin.next") if current in found.done else t("begin.later")
    if at + 1 < len(STEPS) and left.button(
        onward, icon=":material/arrow_forward:", width="stretch", key="begin.onward"
    ):  # fmt: skip
        st.session_state[_STEP] = STEPS[at + 1]
        st.rerun()
    if len(found.done) < len(STEPS) and right.button(
        t("begin.leave"), icon=":material/close:", help=t("begin.leave_help"), width="stretch"
    ):  # fmt: skip
        leave(here)
        again()
        st.switch_page("app_pages/today.py")
