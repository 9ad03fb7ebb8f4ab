"""Messages: what was decided, the unsure ones first; a word on each, by a click or a key."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, messages
from assistant.storage.decisionlists import VIEWS, View, Wanted
from assistant.storage.decisions import Stored
from ui.catalog import t
from ui.parts.messages_buttons import AFTER, AT, Beside, buttons, noted, undo
from ui.parts.messages_card import reasons, short, words
from ui.parts.messages_side import live, objections
from ui.plain import line
from ui.state import desk, told


def show(here: Desk) -> None:
    """Show the page."""
    st.title(t("page.messages"))
    st.caption(t("messages.intro"))
    with told():
        noted()
    with told():
        objections(here)
        seen = messages.mark(here)
        live(seen)
        if not seen:
            st.info(t("messages.none"), icon=":material/forum:")
            return
        _through(here, _wanted(here))


def _wanted(here: Desk) -> Wanted:
    # What was chosen stands before the views, which count by it.
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        place = st.container(width="content")
        with st.popover(t("messages.filter"), icon=":material/filter_alt:", type="tertiary"):
            group, rule = _narrowing(here)
    with place:
        return Wanted(_view(here, group, rule), group, rule)


def _narrowing(here: Desk) -> tuple[str, str]:
    groups = {"": t("messages.any.group"), **{each.id: each.name for each in here.groups.values()}}
    rules = {"": t("messages.any.rule"), **{each: each for each in messages.clauses_seen(here)}}
    group = st.selectbox(
        t("messages.group"), list(groups), key="messages.group", on_change=_begin_anew, format_func=groups.__getitem__
    )
    rule = st.selectbox(
        t("messages.rule"), list(rules), key="messages.rule", on_change=_begin_anew, format_func=rules.__getitem__
    )
    return group or "", rule or ""


def _view(here: Desk, group: str, rule: str) -> View:
    count = messages.counts(here, Wanted("all", group, rule))
    views = {view: t(f"messages.view.{view}", count=count[view]) for view in VIEWS}
    view = st.segmented_control(
        t("messages.view"), VIEWS, default="todo", required=True, key="messages.view", on_change=_begin_anew,
        format_func=views.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    return view or "todo"


def _begin_anew() -> None:
    st.session_state.pop(AT, None)
    st.session_state.pop(AFTER, None)


def _through(here: Desk, wanted: Wanted) -> None:
    page = messages.listing(here, wanted, after=st.session_state.get(AFTER, ""))
    if not page.decisions and st.session_state.get(AFTER):  # the last page was worked off
        _begin_anew()
        page = messages.listing(here, wanted)
    ids = [each.decision.id for each in page.decisions]
    at = st.session_state.get(AT) or (ids[0] if ids else "")
    if not at:
        st.success(
            t("messages.none.todo" if wanted.view == "todo" else "messages.none.here"), icon=":material/done_all:"
        )
        undo()
        return
    place = ids.index(at) if at in ids else -1
    before = ids[place - 1] if place > 0 else ""
    beside = Beside(before, next(iter(ids[place + 1 :]), ""), page.following)
    left, right = st.columns([3, 2], gap="medium")
    with left, told():
        shown = messages.card(here, at)
        group = here.groups.get(shown.stored.group)
        with st.container(border=True):
            words(shown, group.name if group else "")
            buttons(here, shown, beside)
            st.caption(t("messages.keys"))
        reasons(shown)
    with right:
        _list(page.decisions, at)
        _pages(page.following)


def _list(found: tuple[Stored, ...], at: str) -> None:
    st.markdown(f"**{line(t('messages.list'))}**")
    with st.container(gap="xsmall"):
        for each in found:
            own = each.decision.id
            label = short(each)
            st.button(
                f"**{label}**" if own == at else label, key=f"messages.show {own}", type="tertiary", on_click=_look,
                args=(own,),
            )  # fmt: skip


def _look(decision_id: str) -> None:
    st.session_state[AT] = decision_id


def _pages(following: str) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.session_state.get(AFTER):
            st.button(t("messages.page.back"), key="messages.page.back", type="tertiary", on_click=_begin_anew)
        if following:
            st.button(
                t("messages.page.next"), key="messages.page.next", type="tertiary", on_click=_turn, args=(following,)
            )


def _turn(following: str) -> None:
    _begin_anew()
    st.session_state[AFTER] = following


show(desk())
