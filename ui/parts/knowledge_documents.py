"""The documents: which count, which no longer do, which say nearly the same."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import DocumentLine, begin_sync, documents_of, state_of, sync_under_way
from assistant.desk.uploads import remove
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.plain import line
from ui.state import told

_STANDINGS = ("current", "upcoming", "expired", "superseded")


def show_documents(here: Desk) -> None:
    """Show the list, what is wrong with it, and how one is taken out."""
    today = date.today()
    found = documents_of(here, today)
    may = here.person.may("knowledge.upload")
    left, right = st.columns([4, 1], vertical_alignment="center")
    with right:
        label = t("knowledge.sync.do")
        if st.button(label, icon=":material/sync:", disabled=not may, help=t("knowledge.sync.help"), width="stretch"):
            with told():
                begin_sync(here)
                st.rerun()
    if not found:
        if not sync_under_way(here):
            st.info(t("knowledge.documents.none"), icon=":material/menu_book:")
        return
    left.write(t("knowledge.documents.count", count=len(found), passages=sum(each.passages for each in found)))
    _conflicts(here, today)
    standing = st.pills(
        t("knowledge.standing"),
        _STANDINGS,
        format_func=lambda name: t(
            "knowledge.standing.count", name=t(f"knowledge.standing.{name}"),
            count=sum(each.standing == name for each in found),
        ),
        key="knowledge.standing",
        label_visibility="collapsed",
    )  # fmt: skip
    shown = [each for each in found if standing in (None, each.standing)]
    st.dataframe([_row(each) for each in shown], hide_index=True, width="stretch")
    _take_out(here, [each for each in shown if each.own])


def _row(each: DocumentLine) -> dict[str, object]:
    until = f"{each.valid_from or '…'} – {each.valid_until or '…'}" if each.valid_from or each.valid_until else ""
    note = t("knowledge.by", source=each.superseded_by) if each.superseded_by else ""
    return {
        t("knowledge.column.title"): each.title,
        t("knowledge.column.source"): each.source,
        t("knowledge.column.kind"): t(f"knowledge.kind.{each.kind}"),
        t("knowledge.column.passages"): each.passages,
        t("knowledge.column.standing"): t(f"knowledge.standing.{each.standing}"),
        t("knowledge.column.valid"): until,
        t("knowledge.column.note"): note,
    }


def _conflicts(here: Desk, today: date) -> None:
    state = state_of(here, today)
    if state.conflicts:
        with st.expander(t("knowledge.conflicts", count=len(state.conflicts)), icon=":material/difference:"):
            st.caption(t("knowledge.conflicts.help"))
            for pair in state.conflicts:
                alike = round(pair.similarity * 100)
                st.markdown(f"- {t('knowledge.conflict', older=line(pair.older), newer=line(pair.newer), share=alike)}")
    if state.rejected:
        with st.expander(t("knowledge.rejected", count=len(state.rejected)), icon=":material/block:"):
            for each in state.rejected:
                st.markdown(f"- **{line(each.source)}**：{line(each.reason)}")
    lapsed = [*state.expired, *state.upcoming]
    if lapsed:
        with st.expander(t("knowledge.lapsed", count=len(lapsed)), icon=":material/event_busy:"):
            st.caption(t("knowledge.lapsed.help"))
            for one in lapsed:
                where = f"{one.source} · {one.heading}" if one.heading else one.source
                st.markdown(f"- **{line(where)}**：{line(one.note)}")


def _take_out(here: Desk, found: list[DocumentLine]) -> None:
    may = here.person.may("knowledge.remove")
    rejected = [each.source for each in state_of(here, date.today()).rejected]
    with st.expander(t("knowledge.remove"), icon=":material/delete:"), told():
        st.caption(t("knowledge.remove.help"))
        sources = [*(each.source for each in found), *rejected]
        source = st.selectbox(t("knowledge.column.source"), sources, index=None, key="knowledge.remove.source")
        pressed = st.button(
            t("knowledge.remove.do"),
            disabled=not may or source is None,
            help=not_allowed(may),
            key="knowledge.remove.do",
        )
        if pressed and source is not None:
            remove(here, source)
            begin_sync(here)
            st.rerun()
