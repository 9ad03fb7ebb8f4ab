"""Questions that found nothing: what to write next."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import questions, settle_question
from ui.catalog import t
from ui.parts.naming import key_of
from ui.plain import line


def show_questions(here: Desk) -> None:
    """Show the questions, the most asked first, each with a way off the list."""
    found = questions(here)
    if not found:
        st.info(t("knowledge.questions.none"), icon=":material/done_all:")
        return
    st.write(t("knowledge.questions.about"))
    for each in found:
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f"{line(each.question)}")
        left.caption(t("knowledge.questions.asked", times=each.times, at=f"{each.last_at:%m-%d %H:%M}"))
        key = f"knowledge.settle.{key_of(each.question)}"
        if right.button(t("knowledge.questions.settle"), key=key, width="stretch"):
            settle_question(here, each.question)
            st.rerun()
