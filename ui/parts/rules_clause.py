"""Rules: one clause in plain fields, judged at once, tried on the last days, saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.ladderwords import as_lines, from_lines
from assistant.desk.rulefile import checked
from assistant.desk.rules import Standing
from assistant.moderation.detectors import NAMES
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause
from ui.catalog import t
from ui.parts.messages_card import category
from ui.parts.rules_backtest import backtest
from ui.parts.rules_try import trial
from ui.plain import line
from ui.state import told

_MODES = ("live", "shadow", "off")
BEGUN, _TOLD = "rules.begun", "rules.told"


def clause(desk: Desk, before: Standing, name: str, shown: Clause) -> None:
    """Show a clause to be changed. What she types stays while it is wrong or somebody else was faster."""
    before, shown = _begun(before, name, shown)
    with st.container(border=True):
        changes = _fields(desk, before, name, shown)
        if changes is None:
            return
        text = ""
        with told():
            written = rules.edited(before, name, shown.id, changes)
            checked(desk, written)
            text = written
            if text != before.text:
                st.success(t("rules.right"), icon=":material/check:")
        refusal = t("rules.unchanged") if text == before.text else None if text else t("rules.wrong")
        _save(desk, before, name, shown, changes, refusal=refusal)
    if text:
        with st.container(border=True):
            st.markdown(f"**{t('rules.before')}**")
            trial(desk, text, "rules.trial")
            backtest(desk, text)


def _begun(now: Standing, name: str, shown: Clause) -> tuple[Standing, Clause]:
    """The rules as they stood when she began with this clause: what others write meanwhile is no change of hers."""
    held = st.session_state.get(BEGUN)
    if held is None or held[0] != (name, shown.id):
        held = st.session_state[BEGUN] = ((name, shown.id), now, shown)
    return held[1], held[2]


def _write(desk: Desk, before: Standing, name: str, id_: str, changes: dict[str, Any]) -> None:
    """Save her changes. Where somebody else was faster she is told once; saved again, hers go into what stands now."""
    now = rules.standing(desk)
    told_of = st.session_state.get(_TOLD) == now.digest
    st.session_state[_TOLD] = now.digest
    rules.edit(desk, now if told_of else before, name, id_, changes)
    st.session_state.pop(BEGUN, None)
    st.session_state.pop(_TOLD, None)


def _fields(desk: Desk, before: Standing, name: str, shown: Clause) -> dict[str, Any] | None:
    """What is to be otherwise; None where it cannot be told yet."""
    key = f"rules {name} {shown.id}"
    own = [group for group, changed in before.book.overrides.items() if shown.id in changed]
    if own:
        st.caption(t("rules.own", groups=line("、".join(own))))
    given: dict[str, Any] = {}
    given["clause"] = st.text_area(
        t("rules.clause"), shown.clause, key=f"{key} clause", help=t("rules.clause.help"), height=80, max_chars=300
    ).strip()
    left, middle, right = st.columns([2, 2, 1])
    categories: dict[Category, str] = {each: category(each) for each in Category if each is not Category.ALLOW}
    given["category"] = left.selectbox(
        t("rules.category"), list(categories), list(categories).index(shown.category), key=f"{key} category",
        format_func=categories.__getitem__,
    )  # fmt: skip
    modes = {mode: t(f"rules.mode.{mode}") for mode in _MODES}
    given["mode"] = middle.segmented_control(
        t("rules.mode"), _MODES, default=shown.mode, required=True, key=f"{key} mode", help=t("rules.mode.help"),
        format_func=modes.__getitem__, disabled=not desk.person.may("rules.live"),
    )  # fmt: skip
    given["window_days"] = int(right.number_input(t("rules.window"), 1, 3650, shown.window_days, key=f"{key} window"))
    left, right = st.columns(2)
    for field, place in (("violates", left), ("allows", right)):
        said = place.text_area(
            t(f"rules.{field}"), "\n".join(getattr(shown, field)), key=f"{key} {field}", help=t(f"rules.{field}.help"),
            height=160,
        )  # fmt: skip
        given[field] = tuple(dict.fromkeys(each.strip() for each in said.splitlines() if each.strip()))
    detectors = st.multiselect(
        t("rules.detectors"), list(NAMES), list(shown.detectors), key=f"{key} detectors", format_func=NAMES.__getitem__,
        help=t("rules.detectors.help"),
    )  # fmt: skip
    given["detectors"] = {each: shown.detectors.get(each, _given(each, given["category"])) for each in detectors}
    steps = st.text_area(
        t("rules.ladder"), as_lines(shown.ladder), key=f"{key} ladder", help=t("rules.ladder.help"), height=110
    )
    with told():
        given["ladder"] = shown.ladder if steps == as_lines(shown.ladder) else from_lines(steps, shown.ladder)
        return {field: value for field, value in given.items() if value != getattr(shown, field)}
    return None


def _given(detector: str, of: Category) -> dict[str, Any]:
    """The parameters that a detector needs to begin with."""
    known = {"ad", "fraud", "gambling", "porn", "abuse", "medical"}
    return {"list": of.value if of.value in known else "other"} if detector == "terms" else {}


def _save(
    desk: Desk, before: Standing, name: str, shown: Clause, changes: dict[str, Any], *, refusal: str | None
) -> None:
    may = desk.person.may("rules.write")
    with st.container(horizontal=True, gap="small"):
        if st.button(
            t("rules.save"), type="primary", key="rules.save", disabled=not may or refusal is not None,
            help=refusal if may else t("rules.may"),
        ):  # fmt: skip
            with told():
                _write(desk, before, name, shown.id, changes)
                st.session_state["rules.noted"] = t("rules.saved")
                st.rerun()
        removable = may and (shown.mode != "live" or desk.person.may("rules.live"))
        with st.popover(t("rules.remove"), type="tertiary", disabled=not removable):
            st.text(shown.clause)
            if st.button(t("rules.remove"), key="rules.remove", type="primary"):
                with told():
                    rules.remove(desk, before, name, shown.id)
                    st.session_state["rules.noted"] = t("rules.removed")
                    st.rerun()
