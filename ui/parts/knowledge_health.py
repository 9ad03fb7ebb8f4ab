"""Whether the store is sound, and how it is made anew."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.knowledge import begin_sync, tried
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.plain import line
from ui.state import told


def show_health(here: Desk) -> None:
    """Show what is in the store, try the index, offer to make it anew."""
    with st.spinner(t("knowledge.health.looks")):
        state = tried(here, date.today())
    first, second, third = st.columns(3)
    first.metric(t("knowledge.health.documents"), state.documents)
    second.metric(t("knowledge.health.passages"), state.passages)
    third.metric(t("knowledge.health.products"), state.products)
    if not state.documents:
        st.info(t("knowledge.documents.none"), icon=":material/menu_book:")
    elif not state.healthy and not state.checked:
        st.error(line(state.search), icon=":material/error:")  # the index could not be asked: nothing is wrong with it
    elif not state.healthy:
        st.error(t("knowledge.health.broken", checked=state.checked, found=state.found), icon=":material/error:")
    elif state.checked:
        st.success(t("knowledge.health.sound", checked=state.checked), icon=":material/check_circle:")
    if state.healthy or state.checked:
        st.caption(t("knowledge.health.search", how=line(state.search)))
    for remark in state.warnings:
        st.markdown(f"- {line(remark)}")
    for order in state.orders:
        st.warning(t("knowledge.order", source=line(order.source), text=line(order.text)), icon=":material/warning:")
    may = here.person.may("knowledge.remove")
    st.divider()
    st.write(t("knowledge.rebuild.about"))
    if st.button(t("knowledge.rebuild.do"), icon=":material/build:", disabled=not may, help=not_allowed(may)):
        with told():
            begin_sync(here, rebuild=True)
            st.rerun()
