"""Search as the writers search, and why each passage was found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import search
from assistant.schema.contracts import PassageKind
from ui.catalog import t
from ui.plain import escaped, line

if TYPE_CHECKING:
    from assistant.knowledge.search import Hit

_LIKELY, _MAYBE = 0.75, 0.5


def show_search(here: Desk) -> None:
    """Show the question, who it is asked for, and what answers it."""
    st.write(t("knowledge.search.about"))
    query = st.text_input(t("knowledge.search.query"), placeholder=t("knowledge.search.example"), key="knowledge.query")
    first, second, third = st.columns(3)
    groups = {"": t("knowledge.search.any"), **{key: group.name for key, group in here.groups.items()}}
    group = first.selectbox(t("knowledge.search.group"), list(groups), format_func=groups.__getitem__)
    on = second.date_input(t("knowledge.search.on"), date.today(), help=t("knowledge.search.on_help"))
    kinds = third.multiselect(
        t("knowledge.column.kind"), list(PassageKind), format_func=lambda kind: t(f"knowledge.kind.{kind.value}"),
        placeholder=t("knowledge.search.any_kind"),
    )  # fmt: skip
    if not query.strip():
        return
    assert isinstance(on, date)
    found = search(here, query, on=on, group=group or "", kinds=frozenset(kinds))
    if found.limited:
        st.caption(t("knowledge.search.limited", why=line(found.limited)))
    if found.hits:
        for number, hit in enumerate(found.hits, start=1):
            _show(number, hit)
        return
    st.info(t("knowledge.search.none"), icon=":material/search_off:")
    if found.nearest:
        with st.expander(t("knowledge.search.nearest")):
            for number, hit in enumerate(found.nearest, start=1):
                _show(number, hit)


def _show(number: int, hit: Hit) -> None:
    passage = hit.passage
    with st.container(border=True):
        where = " · ".join(part for part in (passage.source, passage.heading) if part)
        st.markdown(f"**{number}. {line(where)}**")
        st.markdown(escaped(passage.text))
        st.caption(_why(hit))


def _why(hit: Hit) -> str:
    """Say in words what led to a passage."""
    sure = "likely" if hit.likelihood >= _LIKELY else "maybe" if hit.likelihood >= _MAYBE else "hardly"
    said = [t(f"knowledge.why.{sure}", share=round(hit.likelihood * 100))]
    if hit.lexical_rank is not None:
        said.append(t("knowledge.why.words", rank=hit.lexical_rank, share=round(hit.evidence.coverage * 100)))
    if hit.dense_rank is not None:
        said.append(t("knowledge.why.meaning", rank=hit.dense_rank))
    if hit.passage.valid_from or hit.passage.valid_until:
        valid = f"{hit.passage.valid_from or '…'} – {hit.passage.valid_until or '…'}"
        said.append(t("knowledge.why.valid", period=valid))
    said.append(t(f"knowledge.kind.{hit.passage.kind.value}"))
    return "　".join(said)
