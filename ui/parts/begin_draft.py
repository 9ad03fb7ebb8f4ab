"""The first draft: written as a job, shown, with the way on."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.desk.begin import first_draft, own_groups, written
from assistant.desk.copies import plain
from assistant.jobs.model import Job, JobStatus
from ui.catalog import t
from ui.parts.begin_way import again
from ui.parts.choice import not_allowed
from ui.plain import line
from ui.state import desk, told

_JOB = "begin.job"
_STUDIO = Path(__file__).parents[1] / "app_pages" / "studio.py"


def show_draft(here: Desk) -> None:
    """Ask for a group, show what was written for it."""
    st.write(t("begin.draft.about"))
    groups = own_groups(here)
    if not groups:
        st.info(t("begin.draft.no_group"), icon=":material/groups:")
        return
    group = st.selectbox(t("settings.groups.which"), list(groups), format_func=lambda key: groups[key].name)
    may = here.person.may("draft.write")
    if st.button(
        t("begin.draft.write"), type="primary", icon=":material/edit_note:", disabled=not may, help=not_allowed(may),
        key="begin.draft.write",
    ):  # fmt: skip
        st.session_state[_JOB] = first_draft(here, group).id
    if job_id := st.session_state.get(_JOB):
        with told():
            job = here.jobs.get(str(job_id))
            if job.status.ended:
                _show(here, job)
            else:
                _watch(job.id)


@st.fragment(run_every=1.0)
def _watch(job_id: str) -> None:
    """Look whether it is written; the whole page is shown anew once it is."""
    if desk().jobs.get(job_id).status.ended:
        st.rerun()
    st.caption(t("begin.draft.writing"))


def _show(here: Desk, job: Job) -> None:
    if job.status is not JobStatus.DONE:
        st.error(line(job.fault.said) if job.fault else t("begin.draft.failed"), icon=":material/error:")
        return
    draft = written(here, job)
    st.success(t("begin.draft.done"), icon=":material/celebration:")
    st.code(plain(draft, title=True), language=None, wrap_lines=True)
    if draft.citations:
        sources = "、".join(dict.fromkeys(each.source for each in draft.citations))
        st.caption(t("begin.draft.sources", sources=line(sources)))
    with st.container(horizontal=True):
        if st.button(t("begin.draft.on"), type="primary", icon=":material/wb_sunny:", key="begin.draft.on"):
            again()
            st.switch_page("app_pages/today.py")
        st.page_link(
            _STUDIO, label=t("begin.draft.change"), icon=":material/edit_note:", query_params={"draft": draft.id}
        )
