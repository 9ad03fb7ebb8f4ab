"""Messages: what members object to, what the machine is still to learn, what has newly come."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk, appeals, messages
from assistant.desk.appeals import Objection
from ui import state
from ui.catalog import t
from ui.parts.messages_buttons import AT
from ui.parts.messages_card import short
from ui.plain import line
from ui.state import told

_POLLED = 5.0
_MARK = "messages.mark"


def objections(desk: Desk) -> None:
    """Show the appeals that wait."""
    found = appeals.waiting(desk)
    if not found:
        return
    with st.expander(t("messages.appeals", count=len(found)), icon=":material/front_hand:", expanded=True):
        for each in found[:10]:
            _objection(desk, each)


def _objection(desk: Desk, objection: Objection) -> None:
    appeal, stored = objection.appeal, objection.stored
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        said = line(appeal.text) or t("messages.appeals.silent")
        st.markdown(t("messages.appeals.of", when=f"{appeal.at:%m-%d %H:%M}", text=said))
        if stored is not None:
            st.caption(short(stored, 60))
    may = desk.person.may("appeal.settle")
    reason = None if may else t("messages.appeals.may")
    with right, st.container(horizontal=True, gap="small"):
        for key, upheld in (("yes", True), ("no", False)):
            if st.button(t(f"messages.appeals.{key}"), key=f"{key} {appeal.id}", disabled=not may, help=reason):
                with told():
                    appeals.settle(desk, objection, upheld=upheld)
                    st.toast(t("messages.appeals.done"))
                    st.rerun()
        if stored is not None and st.button(t("messages.appeals.look"), key=f"look {appeal.id}", type="tertiary"):
            st.session_state[AT] = stored.decision.id
            st.rerun()


@st.fragment(run_every=_POLLED)
def live(seen: int) -> None:
    """Tell what has come since the page was shown, and how learning stands."""
    desk = state.desk()  # of this moment: the page may have stood there for days
    with told():
        come = messages.mark(desk) - seen
        if come > 0 and st.button(
            t("messages.new", count=come), key="messages.new", icon=":material/refresh:", type="tertiary"
        ):
            st.session_state.pop(AT, None)
            st.rerun()
        _teaching(desk)


def _teaching(desk: Desk) -> None:
    stands = messages.teaching(desk)
    if not stands.waiting:
        return
    if not (stands.asks or stands.fault):
        st.caption(f":material/school: {t('messages.teach.waiting', count=stands.waiting)}")
        return
    st.warning(t("messages.teach.asks", count=stands.waiting, said=line(stands.asks or stands.fault)))
    with st.container(horizontal=True, gap="small"):
        yes = t("messages.teach.yes") if stands.asks else t("messages.teach.again")
        if st.button(yes, key="messages.teach.yes"):
            messages.teach(desk, consent=bool(stands.asks))
            st.rerun(scope="fragment")
        if st.button(t("messages.teach.no"), key="messages.teach.no"):
            messages.drop_teaching(desk)
            st.rerun(scope="fragment")
