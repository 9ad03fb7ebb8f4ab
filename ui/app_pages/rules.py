"""Rules: the clauses as members know them; changed, tried, held against the last days, let act."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.rules import Standing
from assistant.errors import ConfigError
from assistant.schema.rules import Clause
from ui.catalog import t
from ui.parts.messages_card import category
from ui.parts.rules_clause import BEGUN, clause
from ui.parts.rules_tabs import file, paste, precision, trying
from ui.plain import line
from ui.state import desk, told

_TABS = ("clauses", "try", "precision", "paste", "file")
_COLOURS = {"live": "green", "shadow": "orange", "off": "gray"}


def show(here: Desk) -> None:
    """Show the page."""
    st.title(t("page.rules"))
    st.caption(t("rules.intro"))
    if noted := st.session_state.pop("rules.noted", ""):
        st.toast(noted, icon=":material/check:")
    try:
        before = rules.standing(here)
    except ConfigError as error:
        st.error(t("rules.broken"), icon=":material/error:")
        st.text(str(error))
        file(here)
        return
    if not before.digest:
        st.info(t("rules.packaged"), icon=":material/inventory_2:")
    tabs = {each: t(f"rules.tab.{each}") for each in _TABS}
    tab = st.segmented_control(
        t("page.rules"), _TABS, default="clauses", required=True, key="rules.tab", format_func=tabs.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    with told():
        _tab(here, before, tab or "clauses")


def _tab(here: Desk, before: Standing, tab: str) -> None:
    if tab == "try":
        trying(here, before)
    elif tab == "precision":
        precision(here)
    elif tab == "file":
        file(here)
    else:
        name = _set(before)
        if tab == "paste":
            paste(here, before, name)
        else:
            _clauses(here, before, name)


def _set(before: Standing) -> str:
    sets = {name: each.name for name, each in before.book.sets.items()}
    if len(sets) == 1:
        return next(iter(sets))
    chosen = st.selectbox(t("rules.set"), list(sets), key="rules.set", format_func=sets.__getitem__, width=260)
    return chosen or next(iter(sets))


def _clauses(here: Desk, before: Standing, name: str) -> None:
    shares = rules.shares(here, before.book)
    listed = before.book.sets[name].clauses
    opened = st.session_state.get("rules.open")
    for each in listed:
        share = shares.get(each.id)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(t(f"rules.mode.{each.mode}"), color=_COLOURS[each.mode])  # type: ignore[arg-type]
            st.badge(category(each.category), color="blue")
            st.markdown(line(each.clause), width="stretch")
            if share is not None and share.acted:
                st.caption(f"{round(share.precision * 100)}%")
            _toggle(each, opened=opened == each.id)
        if share is not None and share.shadow:
            _fallen(here, each)
        if opened == each.id:
            clause(here, before, name, each)


def _toggle(each: Clause, *, opened: bool) -> None:
    st.button(
        t("rules.open"), key=f"rules.open {each.id}", type="tertiary", icon=":material/edit:",
        on_click=_open, args=("" if opened else each.id,),
    )  # fmt: skip


def _open(id_: str) -> None:
    st.session_state["rules.open"] = id_
    st.session_state.pop("rules.job", None)
    st.session_state.pop(BEGUN, None)


def _fallen(here: Desk, each: Clause) -> None:
    may = here.person.may("rules.live")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":orange[:material/warning: {t('rules.fallen')}]")
        if st.button(t("rules.restore"), key=f"rules.restore {each.id}", type="tertiary", disabled=not may):
            with told():
                rules.restore(here, each.id)
                st.rerun()


show(desk())
