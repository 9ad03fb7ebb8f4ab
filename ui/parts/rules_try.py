"""Rules: what becomes of a message by the rules as they stand, or as they are just being written."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, rules
from assistant.schema.moderation import Decision
from ui.catalog import t
from ui.marked import Span, marked
from ui.plain import line
from ui.state import told

_COLOURS = {"allow": "green", "review": "orange", "block": "red"}


def trial(desk: Desk, text: str, key: str) -> None:
    """Ask for a message and show how the rules of ``text`` judge it; nothing is kept or done."""
    groups = {each.id: each.name for each in desk.groups.values()}
    with st.form(key, border=False):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        said = left.text_input(
            t("rules.try.said"), key=f"{key}.said", max_chars=1000, placeholder=t("rules.try.placeholder")
        )
        group = right.selectbox(t("rules.try.group"), list(groups), key=f"{key}.group", format_func=groups.__getitem__)
        asked = st.form_submit_button(t("rules.try.do"), icon=":material/gavel:")
    if asked:
        with told():
            _judged(rules.tried(desk, text, group or "", said), said)


def _judged(decision: Decision, said: str) -> None:
    with st.container(border=True, gap="xsmall"):
        verdict = decision.verdict.value
        st.badge(t(f"rules.try.{verdict}"), color=_COLOURS[verdict])  # type: ignore[arg-type]
        st.markdown(marked(said, [Span(each.start, each.end) for each in decision.evidence if each.part == "text"]))
        if decision.rule is not None and decision.rule.clause:
            st.markdown(t("messages.clause", clause=line(decision.rule.clause)))
        for each in decision.evidence[:4]:
            st.caption(t("messages.why", words=line(each.text[:40]), why=line(each.why)))
        for hit in decision.shadow:
            st.caption(t("rules.try.shadow", clause=line(hit.rule.clause)))
        if decision.reply:
            st.caption(t("rules.try.reply", reply=line(decision.reply)))
