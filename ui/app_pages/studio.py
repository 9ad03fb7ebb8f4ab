"""Studio: have something written, see what from, choose, change, copy it out."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.studio import Wish, begin, brief, look
from assistant.errors import AssistantError
from ui.catalog import t
from ui.parts.draft_rights import writes
from ui.parts.draft_whole import whole
from ui.parts.studio_brief import shown
from ui.parts.studio_job import JOB, outcome, progress
from ui.parts.studio_wish import wish
from ui.state import desk, told

_BRIEF = "studio.brief"


def show(here: Desk) -> None:
    """Show one draft where the address names it, else what is to be written."""
    opened = st.query_params.get("draft")
    if opened:
        if st.button(t("studio.new"), key="studio.new", type="tertiary", icon=":material/arrow_back:"):
            del st.query_params["draft"]
            st.rerun()
        whole(here, opened)
        return
    st.title(t("page.studio"))
    with told():
        if not here.groups:
            st.info(t("studio.no_groups"), icon=":material/group_add:")
            return
        _write(here, wish(here))


def _write(here: Desk, wanted: Wish) -> None:
    job = st.session_state.get(JOB)
    running = bool(job) and _under_way(here, str(job))
    with st.container(horizontal=True):
        may = writes(here)
        may["disabled"] = may["disabled"] or running
        if st.button(t("studio.write"), key="studio.write", type="primary", icon=":material/edit_note:", **may):
            st.session_state[JOB] = begin(here, wanted).id
            st.session_state.pop(_BRIEF, None)
            st.rerun()
        if st.button(
            t("studio.see_brief"), key="studio.see_brief", icon=":material/fact_check:", help=t("studio.see_brief.help")
        ):
            st.session_state[_BRIEF] = wanted
    if st.session_state.get(_BRIEF) == wanted:
        with told():
            shown(brief(here, wanted))
    if running:
        progress(str(job))
    elif job:
        outcome(here, str(job))


def _under_way(here: Desk, job: str) -> bool:
    try:
        return not look(here, job).job.status.ended
    except AssistantError:  # forgotten meanwhile
        st.session_state.pop(JOB, None)
        return False


show(desk())
