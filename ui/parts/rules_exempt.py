"""Rules: who and what they leave alone, a line each."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.rules import Standing
from ui.catalog import t
from ui.state import told

_FIELDS = ("phrases", "domains", "mini_programs", "members")
_BEGUN = "rules.exempt"


def exempt(desk: Desk, before: Standing, name: str) -> None:
    """Show the lists to be changed. What she types stays where it cannot be saved."""
    st.caption(t("rules.exempt.help"))
    begun = _begun(before, name)
    stood = begun.book.sets[name].exempt
    typed: dict[str, tuple[str, ...]] = {}
    for column, fields in zip(st.columns(2), (_FIELDS[::2], _FIELDS[1::2]), strict=True):
        for field in fields:
            said = column.text_area(
                t(f"rules.exempt.{field}"), key=_key(name, field),
                help=t(f"rules.exempt.{field}.help"), height=150, max_chars=5000,
            )  # fmt: skip
            typed[field] = tuple(dict.fromkeys(each.strip() for each in said.splitlines() if each.strip()))
    changes = {field: value for field, value in typed.items() if value != getattr(stood, field)}
    may = desk.person.may("rules.write")
    if st.button(
        t("rules.save"), type="primary", key="rules.exempt.save", disabled=not may or not changes,
        help=t("rules.may") if not may else None if changes else t("rules.unchanged"),
    ):  # fmt: skip
        with told():
            rules.exempt(desk, begun, name, changes)
            st.session_state.pop(_BEGUN)
            st.session_state["rules.noted"] = t("rules.saved")
            st.rerun()


def _begun(now: Standing, name: str) -> Standing:
    """The rules as they stood when she began to type; as they stand now where she has not."""
    held: tuple[str, Standing] | None = st.session_state.get(_BEGUN)
    if held is not None and held[0] == name:
        stood = held[1].book.sets[name].exempt
        typed = (st.session_state.get(_key(name, field), "\n".join(getattr(stood, field))) for field in _FIELDS)
        if any(said != "\n".join(getattr(stood, field)) for said, field in zip(typed, _FIELDS, strict=True)):
            return held[1]
    for field in _FIELDS:
        st.session_state[_key(name, field)] = "\n".join(getattr(now.book.sets[name].exempt, field))
    st.session_state[_BEGUN] = (name, now)
    return now


def _key(name: str, field: str) -> str:
    return f"rules.exempt {name} {field}"
