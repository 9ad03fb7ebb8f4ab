"""The studio: how far the writing is, and what it brought."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import choose
from assistant.desk.studio import call_off, look
from assistant.jobs.model import JobStatus
from assistant.schema.contracts import Draft
from ui import state
from ui.catalog import t
from ui.parts.draft_names import finding_head, marked_body, marked_title, status_badge
from ui.parts.draft_rights import writes
from ui.parts.waiting import nobody_works
from ui.plain import escaped, line
from ui.state import told

#: Where the id of the job under way is kept.
JOB = "studio.job"
_POLLED = 0.7


@st.fragment(run_every=_POLLED)
def progress(job_id: str) -> None:
    """Show how far the job is; the page is shown anew once it has ended."""
    desk = state.desk()
    with told():
        seen = look(desk, job_id)
        if seen.job.status.ended:
            st.rerun()
        at, total = seen.job.progress, int(seen.job.args.get("count", 1))
        writing = at.stage == "write"
        text = t("studio.writing", done=len(seen.drafts), total=total) if writing else t("studio.preparing")
        if seen.job.status is JobStatus.QUEUED:
            text = t("studio.waiting")
        share = len(seen.drafts) / total if writing else (at.done / at.total if at.total else 0.0)
        st.progress(min(share, 1.0), text)
        if at.text:
            with st.container(border=True):
                st.caption(t("studio.live"))
                st.markdown(escaped(at.text))
        for number, draft in enumerate(seen.drafts, start=1):
            with st.container(border=True):
                _text(draft, number)
        nobody_works(desk, seen.job)
        st.caption(t("studio.leave"))
        if st.button(t("studio.stop"), key="studio.stop", icon=":material/stop_circle:", **writes(desk)):
            call_off(desk, job_id)


def outcome(desk: Desk, job_id: str) -> None:
    """What the job brought: why it did not, and the drafts side by side."""
    with told():
        seen = look(desk, job_id)
        if seen.job.status is JobStatus.CANCELLED:
            st.info(t("studio.stopped"), icon=":material/stop_circle:")
        fault = seen.job.fault
        if seen.job.status is JobStatus.FAILED and fault is not None:
            (st.warning if fault.refused else st.error)(line(fault.said), icon=":material/block:")
            if fault.basis:
                st.caption(line(t("common.basis", basis=fault.basis)))
        if len(seen.drafts) == 1:
            st.query_params["draft"] = seen.drafts[0].id
            st.session_state.pop(JOB, None)
            st.rerun()
        if seen.drafts:
            _beside(desk, seen.drafts)


def _beside(desk: Desk, drafts: list[Draft]) -> None:
    for number, (column, draft) in enumerate(zip(st.columns(len(drafts)), drafts, strict=True), start=1):
        with column, st.container(border=True):
            _text(draft, number)
            for finding in draft.findings:
                st.markdown(finding_head(finding))
            with st.container(horizontal=True):
                if st.button(
                    t("studio.choose"), key=f"choose {draft.id}", type="primary", icon=":material/check:",
                    **writes(desk, t("studio.choose.help")),
                ):  # fmt: skip
                    _choose(desk, draft, [other.id for other in drafts if other.id != draft.id])
                if st.button(t("studio.open"), key=f"open {draft.id}", icon=":material/open_in_full:"):
                    st.query_params["draft"] = draft.id
                    st.rerun()


def _choose(desk: Desk, draft: Draft, others: list[str]) -> None:
    with told():
        choose(desk, draft.id, others)
        st.toast(t("studio.chosen", count=len(others)))
        st.session_state.pop(JOB, None)
        st.query_params["draft"] = draft.id
        st.rerun()


def _text(draft: Draft, number: int) -> None:
    st.caption(t("studio.variant", number=number))
    st.markdown(f"{status_badge(draft)} **{marked_title(draft)}**")
    st.markdown(marked_body(draft))
