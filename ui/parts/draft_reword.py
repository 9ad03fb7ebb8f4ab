"""Another wording by a model: asked for with one click, shown once it has been checked, taken with another."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.rewording import begin_reword, can_reword, model_of, proposal, take, why_not
from assistant.desk.versions import difference
from assistant.schema.contracts import Draft, Finding
from ui.catalog import t
from ui.marked import changed
from ui.parts.draft_rights import writes
from ui.plain import line
from ui.state import desk as desk_now
from ui.state import told

_POLLED = 0.8


def reword_button(desk: Desk, draft: Draft, finding: Finding, number: int) -> None:
    """Show the button where a model is set up and there is a sentence to put otherwise."""
    if not can_reword(draft, finding) or not model_of(desk):
        return
    key = _key(draft, number)
    if key not in st.session_state and st.button(
        t("draft.reword"), key=f"ask {key}", icon=":material/auto_awesome:", **writes(desk)
    ):
        with told():
            st.session_state[key] = begin_reword(desk, draft.id, draft.version, number).id
            st.rerun()


def reworded(desk: Desk, draft: Draft, number: int) -> None:
    """Show how far the model is, and what it proposes."""
    key = _key(draft, number)
    if key not in st.session_state:
        return
    with told():
        job = desk.jobs.get(str(st.session_state[key]))
        if not job.status.ended:
            _watch(job.id)
            return
        found = proposal(job)
        if found is None:
            st.caption(t("draft.reword.failed", said=line(why_not(job))))
        else:
            st.caption(t("draft.reword.proposed", model=line(found.model)))
            st.markdown(changed((piece.change, piece.text) for piece in difference(found.old, found.text)))
        with st.container(horizontal=True):
            if found is not None and st.button(
                t("draft.reword.take"), key=f"take {key}", icon=":material/check:", **writes(desk)
            ):
                take(desk, job.id)
                del st.session_state[key]
                st.toast(t("draft.fixed"))
                st.rerun()
            if st.button(t("draft.reword.drop"), key=f"drop {key}", type="tertiary"):
                del st.session_state[key]
                st.rerun()


@st.fragment(run_every=_POLLED)
def _watch(job_id: str) -> None:
    with told():
        if desk_now().jobs.get(job_id).status.ended:
            st.rerun()
        st.caption(t("draft.reword.asking"))


def _key(draft: Draft, number: int) -> str:
    return f"reword {draft.id} {draft.version} {number}"
