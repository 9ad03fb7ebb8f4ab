"""群规 pasted as text: clauses with suggested categories, for a person to confirm."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.desk import Desk
from assistant.desk.pasted import Suggestion, suggested, unmentioned, write
from assistant.schema.moderation import Category
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.forms import done
from ui.plain import line
from ui.state import told

_FOUND = "begin.rules.found"
_REMINDER = ""
_CATEGORIES = (_REMINDER, *(each.value for each in Category if each is not Category.ALLOW))


def show_rules(here: Desk) -> None:
    """Take the text, show what it is taken for, write what is confirmed."""
    st.write(t("begin.rules.about"))
    text = st.text_area(
        t("begin.rules.text"), height=180, placeholder=t("begin.rules.example"), key="begin.rules.text", max_chars=8000
    )
    if st.button(t("begin.rules.read"), icon=":material/checklist:", key="begin.rules.read"):
        with told():
            found = suggested(text)
            st.session_state[_FOUND] = [*found, *unmentioned(found)]
            for key in [key for key in st.session_state if str(key).startswith("begin.rules.row.")]:
                del st.session_state[key]
    proposed: list[Suggestion] = st.session_state.get(_FOUND) or []
    if proposed:
        _confirm(here, proposed)


def _confirm(here: Desk, found: list[Suggestion]) -> None:
    st.write(t("begin.rules.confirm"))
    confirmed = []
    for number, each in enumerate(found):
        if each.offered and not (number and found[number - 1].offered):
            st.divider()
            st.write(t("begin.rules.offered"))
        confirmed.append(_row(number, each))
    may = here.person.may("rules.write") and here.person.may("rules.live")
    kept = sum(each.keep for each in confirmed)
    if st.button(
        t("begin.rules.write", count=kept), type="primary", disabled=not may or not kept, help=not_allowed(may),
        key="begin.rules.write",
    ):  # fmt: skip
        with told():
            write(here, confirmed)
            st.session_state.pop(_FOUND, None)
            st.session_state["begin.step"] = "draft"
            done("begin.rules.written", count=kept)


def _row(number: int, each: Suggestion) -> Suggestion:
    left, right = st.columns([3, 1], vertical_alignment="center")
    key = f"begin.rules.row.{number}"
    keep = left.checkbox(line(each.clause), each.keep, key=f"{key}.keep")
    if each.words:
        left.caption(t("begin.rules.words", words=line("、".join(each.words))))
    before = each.category.value if each.category else _REMINDER
    category = right.selectbox(
        t("begin.rules.category"), _CATEGORIES, _CATEGORIES.index(before), key=f"{key}.category",
        format_func=lambda one: t(f"begin.category.{one or 'reminder'}"), label_visibility="collapsed",
    )  # fmt: skip
    return replace(each, keep=keep, category=Category(category) if category else None)
