"""One draft with everything that can be done with it."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import get
from assistant.desk.notes import counted
from assistant.errors import InputError
from ui.catalog import t
from ui.parts.draft_actions import actions
from ui.parts.draft_copy import copy
from ui.parts.draft_edit import edit
from ui.parts.draft_more import history, talk
from ui.parts.draft_names import heading, marked_title, writer_name
from ui.parts.draft_read import read
from ui.plain import line
from ui.state import told

_VIEWS = {"read": read, "edit": edit, "copy": copy, "versions": history, "notes": talk}
_ICONS = {"read": "visibility", "edit": "edit", "copy": "content_copy", "versions": "history", "notes": "forum"}


def whole(desk: Desk, draft_id: str) -> None:
    """Show one draft."""
    try:
        draft = get(desk, draft_id)
    except InputError:
        st.info(t("draft.gone"), icon=":material/search_off:")
        return
    st.markdown(f"### {marked_title(draft)}")
    st.markdown(heading(desk, draft))
    st.caption(line(t("draft.writer", writer=writer_name(draft.writer), version=draft.version)))
    with st.container(horizontal=True):
        actions(desk, draft)
    number = counted(desk, [draft.id]).get(draft.id, 0)
    names = {name: t(f"draft.view.{name}") for name in _VIEWS}
    names["notes"] = t("draft.view.notes.count", count=number) if number else names["notes"]
    view = st.segmented_control(
        t("draft.view.read"), list(_VIEWS), default="read", required=True, label_visibility="collapsed",
        format_func=lambda name: f":material/{_ICONS[name]}: {names[name]}", key=f"view {draft.id}",
    )  # fmt: skip
    with told():
        _VIEWS[view or "read"](desk, draft)
