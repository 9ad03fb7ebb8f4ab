"""The versions of a draft and the notes on it."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import LONGEST_NOTE, restore
from assistant.desk.notes import leave, notes
from assistant.desk.versions import Version, difference, text_of, versions
from assistant.schema.contracts import Draft
from ui.catalog import t
from ui.marked import changed
from ui.parts.draft_names import deed_name, writer_name
from ui.parts.draft_rights import writes
from ui.plain import escaped, line
from ui.state import told


def history(desk: Desk, draft: Draft) -> None:
    """Who made each version, and what two of them differ in."""
    found = versions(desk, draft.id)
    if len(found) == 1:
        st.info(t("draft.version.only"), icon=":material/history:")
        return
    by_number = {each.draft.version: each for each in found}
    older = [each.draft.version for each in found if each.draft.version != draft.version]
    chosen = st.selectbox(
        t("draft.version.compare"),
        older,
        key=f"compare {draft.id}",
        format_func=lambda number: _told(by_number[number]),
    )
    st.caption(t("draft.version.diff"))
    pieces = difference(text_of(by_number[chosen].draft), text_of(draft))
    with st.container(border=True):
        if all(piece.change == "same" for piece in pieces):
            st.caption(t("draft.version.same"))
        st.markdown(changed((piece.change, piece.text) for piece in pieces))
    label = t("draft.version.restore", version=chosen)
    if st.button(label, key=f"restore {draft.id}", icon=":material/settings_backup_restore:", **writes(desk)):
        with told():
            restore(desk, draft.id, draft.version, chosen)
            st.toast(t("draft.version.restored", version=chosen))
            st.rerun()
    for each in found:
        st.markdown(f"- {line(_told(each))}" + (f"  \n  {line(each.about)}" if each.about else ""))


def talk(desk: Desk, draft: Draft, count: int | None = None) -> None:
    """What colleagues noted, and a place for one more; ``count``: how many notes there are, where that is known."""
    st.caption(t("draft.notes.help"))
    found = notes(desk, draft.id) if count != 0 else []
    if not found:
        st.markdown(f":gray[{t('draft.notes.none')}]")
    for each in found:
        with st.container(border=True, gap="xsmall"):
            st.caption(line(f"{each.who} · {each.at:%m-%d %H:%M}"))
            st.markdown(escaped(each.text))
    with st.form(f"note {draft.id}", clear_on_submit=True, border=False):
        text = st.text_area(t("draft.notes.text"), max_chars=LONGEST_NOTE, height=80)
        if st.form_submit_button(t("draft.notes.leave"), icon=":material/sticky_note_2:"):
            with told():
                leave(desk, draft.id, text)
                st.toast(t("draft.notes.left"))
                st.rerun()


def _told(version: Version) -> str:
    return t(
        "draft.version", version=version.draft.version, who=writer_name(version.who), what=deed_name(version.what),
        when=f"{version.at:%m-%d %H:%M}",
    )  # fmt: skip
