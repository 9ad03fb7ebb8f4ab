"""Approve, send back, reopen: the buttons of one draft."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import LONGEST_NOTE, approve, reject, reopen
from assistant.schema.contracts import Draft, DraftStatus
from ui.catalog import t
from ui.parts.draft_rights import releases
from ui.parts.folding import drawn
from ui.state import told


def actions(desk: Desk, draft: Draft, *, shortcut: str | None = None) -> None:
    """The buttons that its status leaves, one after another; ``shortcut`` approves."""
    if draft.status in (DraftStatus.APPROVED, DraftStatus.REJECTED):
        _reopen(desk, draft)
        return
    if draft.status is DraftStatus.NEEDS_EDIT:
        _despite(desk, draft)
    elif st.button(
        t("draft.approve"), key=f"approve {draft.id}", type="primary", icon=":material/check:", shortcut=shortcut,
        **releases(desk, t("draft.approve.help")),
    ):  # fmt: skip
        _approve(desk, draft)
    _reject(desk, draft)


def _approve(desk: Desk, draft: Draft, despite: str = "") -> None:
    with told():
        approve(desk, draft.id, draft.version, despite=despite)
        st.toast(t("draft.approved"))
        st.session_state[f"view {draft.id}"] = "copy"  # what she does next
        st.rerun()


def _despite(desk: Desk, draft: Draft) -> None:
    """With errors it takes a reason."""
    icon, may, key = ":material/report:", releases(desk, t("draft.despite.help")), f"despite {draft.id}"
    with st.popover(t("draft.despite"), icon=icon, key=key, on_change="rerun", **may) as folded:
        if not drawn(folded, key):
            return
        st.caption(t("draft.despite.help"))
        with st.form(f"despite form {draft.id}", border=False):
            reason = st.text_input(t("draft.despite.reason"), max_chars=LONGEST_NOTE)
            if st.form_submit_button(t("draft.approve"), type="primary"):
                _approve(desk, draft, reason)


def _reject(desk: Desk, draft: Draft) -> None:
    icon, may, key = ":material/undo:", releases(desk), f"reject {draft.id}"
    with st.popover(t("draft.reject"), icon=icon, key=key, on_change="rerun", **may) as folded:
        if not drawn(folded, key):
            return
        with st.form(f"reject form {draft.id}", border=False):
            reason = st.text_area(t("draft.reject.reason"), max_chars=LONGEST_NOTE)
            if st.form_submit_button(t("draft.reject"), type="primary"):
                with told():
                    reject(desk, draft.id, draft.version, reason)
                    st.toast(t("draft.rejected"))
                    st.rerun()


def _reopen(desk: Desk, draft: Draft) -> None:
    if st.button(t("draft.reopen"), key=f"reopen {draft.id}", icon=":material/history:", **releases(desk)):
        with told():
            reopen(desk, draft.id, draft.version)
            st.toast(t("draft.reopened"))
            st.rerun()
