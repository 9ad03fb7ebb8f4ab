"""Rules: the clauses as members know them; changed, tried, held against the last days, let act."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.rules import Standing
from assistant.errors import ConfigError
from assistant.moderation.precision import RulePrecision
from assistant.schema.rules import Clause
from ui.catalog import t
from ui.parts.messages_card import category
from ui.parts.rules_clause import BEGUN, clause
from ui.parts.rules_exempt import exempt
from ui.parts.rules_precision import precision
from ui.parts.rules_tabs import file, paste
from ui.parts.rules_try import trial
from ui.plain import line
from ui.state import desk, told

_TABS = ("clauses", "try", "precision", "exempt", "paste", "file")
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
        st.caption(t("rules.try.help"))
        trial(here, before.text, "rules.try")
    elif tab == "precision":
        precision(here, before)
    elif tab == "file":
        file(here)
    else:
        name = _set(before)
        if tab == "paste":
            paste(here, before, name)
        elif tab == "exempt":
            exempt(here, before, name)
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
        left, right = st.columns([7, 1.3], vertical_alignment="center")
        with left:
            st.markdown(_row(each, share))
        with right:
            _toggle(each, opened=opened == each.id)
        if share is not None and share.shadow:
            _fallen(here, each)
        if opened == each.id:
            clause(here, before, name, each)
    _adding(here, before, name)


def _row(each: Clause, share: RulePrecision | None) -> str:
    badges = f":{_COLOURS[each.mode]}-badge[{t(f'rules.mode.{each.mode}')}] :blue-badge[{category(each.category)}]"
    right = ""
    if share is not None and share.acted:
        said = t("rules.right_of", count=share.acted, percent=round(share.precision * 100))
        right = f" :gray[:small[{said}]]"
    return f"{badges} {line(each.clause)}{right}"


def _adding(here: Desk, before: Standing, name: str) -> None:
    may = here.person.may("rules.write")
    with (
        st.popover(t("rules.add"), icon=":material/add:", disabled=not may, help=None if may else t("rules.may")),
        st.form("rules.add", border=False, clear_on_submit=True),
    ):
        words = st.text_input(t("rules.clause"), placeholder=t("rules.add.placeholder"), max_chars=200)
        st.caption(t("rules.add.help"))
        if st.form_submit_button(t("rules.add"), type="primary"):
            with told():
                _open(rules.begin(here, before, name, words))
                st.session_state["rules.noted"] = t("rules.added")
                st.rerun()


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
