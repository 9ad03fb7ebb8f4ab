"""The first draft: written as a job, shown, with the way on."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.begin import first_draft, written
from assistant.desk.brandfile import groups_form
from assistant.jobs.model import JobStatus
from ui.catalog import t
from ui.parts.begin_way import again
from ui.parts.choice import not_allowed
from ui.plain import escaped, line
from ui.state import desk, told

_JOB = "begin.job"


def show_draft(here: Desk) -> None:
    """Ask for a group, show what was written for it."""
    st.write(t("begin.draft.about"))
    groups = groups_form(here).groups
    if not groups:
        st.info(t("settings.groups.none"), icon=":material/groups:")
        return
    group = st.selectbox(t("settings.groups.which"), list(groups), format_func=lambda key: groups[key].name)
    may = here.person.may("draft.write")
    if st.button(
        t("begin.draft.write"), type="primary", icon=":material/edit_note:", disabled=not may, help=not_allowed(may),
        key="begin.draft.write",
    ):  # fmt: skip
        st.session_state[_JOB] = first_draft(here, group).id
    if job_id := st.session_state.get(_JOB):
        _watch(str(job_id))


@st.fragment(run_every=1.0)
def _watch(job_id: str) -> None:
    here = desk()
    with told():
        job = here.jobs.get(job_id)
        if not job.status.ended:
            st.caption(t("begin.draft.writing"))
            return
        if job.status is not JobStatus.DONE:
            st.error(line(job.fault.said) if job.fault else t("begin.draft.failed"), icon=":material/error:")
            return
        draft = written(here, job)
        st.success(t("begin.draft.done"), icon=":material/celebration:")
        with st.container(border=True):
            st.markdown(f"**{line(draft.title)}**")
            st.markdown(escaped(draft.body))
        again()
        if st.button(t("begin.draft.on"), icon=":material/wb_sunny:", key="begin.draft.on"):
            st.switch_page("app_pages/today.py")
