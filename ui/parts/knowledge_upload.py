"""Upload: many at once, told of each what became of it."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import begin_sync, rejections, sync_under_way
from assistant.desk.uploads import MOST, Given, Taken, largest, take
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.plain import line

_TAKEN = "knowledge.taken"
_ROUND = "knowledge.round"


def show_upload(here: Desk) -> None:
    """Show where files go in and what became of the last ones."""
    st.write(t("knowledge.upload.about"))
    rounds = st.session_state.setdefault(_ROUND, 0)
    may_replace = here.person.may("knowledge.remove")
    with st.form("knowledge.upload", border=False):
        files = st.file_uploader(
            t("knowledge.upload.files"),
            # Of any kind: the library looks at each and says why one is not taken, in the operator's language.
            accept_multiple_files=True,
            key=f"knowledge.files.{rounds}",
        )
        st.caption(t("knowledge.upload.help", most=MOST, size=largest(here) // 1024**2))
        replace = st.checkbox(
            t("knowledge.upload.replace"),
            disabled=not may_replace,
            help=not_allowed(may_replace),
            key="knowledge.replace",
        )
        if st.form_submit_button(t("knowledge.upload.do"), type="primary", icon=":material/upload:"):
            if not files:
                st.info(t("knowledge.upload.none"))
                return
            taken = take(here, [Given(file.name, file.getvalue()) for file in files], replace=replace)
            st.session_state[_TAKEN] = taken
            st.session_state[_ROUND] = rounds + 1
            if any(each.source for each in taken):
                begin_sync(here)
            st.rerun()
    show_taken(here, st.session_state.get(_TAKEN, []))


def show_taken(here: Desk, taken: list[Taken]) -> None:
    """Show what became of each file of the last upload: taken or not, and once it has been read whether it can be."""
    reading = sync_under_way(here)
    unread = {} if reading else rejections(here)
    good = [each.name for each in taken if each.source and each.source not in unread]
    bad = [
        (each.name, each.reason or unread[each.source]) for each in taken if not each.source or each.source in unread
    ]
    if good:
        said = "knowledge.upload.taken" if reading else "knowledge.upload.read"
        st.success(t(said, count=len(good)), icon=":material/check_circle:")
        st.markdown("\n".join(f"- {line(name)}" for name in good))
    if bad:
        st.warning(t("knowledge.upload.refused", count=len(bad)), icon=":material/block:")
        st.markdown("\n".join(f"- **{line(name)}**：{line(reason)}" for name, reason in bad))
