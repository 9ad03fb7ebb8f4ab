"""Reading the files: how far it is while it is under way, and what it made of them."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import last_sync
from assistant.jobs.model import Job, JobStatus
from ui.catalog import t
from ui.parts.waiting import nobody_works
from ui.plain import line
from ui.state import desk, told

_SEEN = "knowledge.seen_sync"
_STAGES = ("read", "embed", "index", "store")
_CHANGES = ("added", "changed", "removed")


def show_sync(here: Desk, *, counts: bool = True, refused: bool = True) -> None:
    """Show the sync that is under way, or the result of one that has ended since this page was opened.

    Without ``counts`` or ``refused`` the page tells elsewhere how many were read, or which were not taken in.
    """
    job = last_sync(here)
    if job is None:
        return
    if not job.status.ended:
        st.session_state[_SEEN] = job.id
        _watch(job.id)
    elif st.session_state.get(_SEEN) == job.id:
        _result(job, counts=counts, refused=refused)


def forget_sync() -> None:
    """Show the result no more."""
    st.session_state.pop(_SEEN, None)


@st.fragment(run_every=1.0)
def _watch(job_id: str) -> None:
    with told():
        here = desk()
        job = here.jobs.get(job_id)
        if job.status.ended:
            st.rerun()
        if job.status is JobStatus.QUEUED:
            st.info(t("knowledge.sync.waits"), icon=":material/hourglass_empty:")
            nobody_works(here, job)
            return
        progress = job.progress
        stage = t(f"knowledge.sync.{progress.stage}") if progress.stage in _STAGES else t("knowledge.sync.begins")
        share = progress.done / progress.total if progress.total else 0.0
        counted = t("knowledge.sync.counted", done=progress.done, total=progress.total) if progress.total else ""
        st.progress(min(share, 1.0), text=f"{stage} {counted}")


def _result(job: Job, *, counts: bool, refused: bool) -> None:
    if job.status is JobStatus.CANCELLED:
        st.info(t("knowledge.sync.cancelled"))
        return
    if job.status is JobStatus.FAILED or job.result is None:
        st.error(line(job.fault.said) if job.fault else t("knowledge.sync.failed"), icon=":material/error:")
        return
    found = job.result
    if counts:
        changes = [t(f"knowledge.sync.{name}", count=found[name]) for name in _CHANGES if found[name]]
        what = t("knowledge.sync.and").join(changes) or t("knowledge.sync.same")
        totals = {name: found[name] for name in ("documents", "passages")}
        st.success(t("knowledge.sync.done", what=what, **totals), icon=":material/check_circle:")
    if found["rejected"] and refused:
        with st.expander(t("knowledge.rejected", count=len(found["rejected"])), expanded=True):
            for each in found["rejected"]:
                st.markdown(f"- **{line(each['source'])}**：{line(each['reason'])}")
    remarks = [*found["warnings"], *(t("knowledge.order", **each) for each in found["orders"])]
    if remarks:
        with st.expander(t("knowledge.remarks", count=len(remarks))):
            for remark in remarks:
                st.markdown(f"- {line(remark)}")
