"""Whether a workspace still has to be led through its beginning."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.begin import way
from assistant.errors import AssistantError
from assistant.people import Person, Role
from ui.place import workspace

_WANTED = "begin.wanted"


def beginning() -> bool:
    """Whether the page that leads through is shown: looked at once, so that it does not go while somebody is on it.

    The same for who has still to sign in: the page that she is on then stays the one she is on afterwards.
    """
    if _WANTED not in st.session_state:
        try:
            st.session_state[_WANTED] = way(Desk(workspace(), Person("", Role.OPERATOR))).wanted
        except AssistantError:
            return False  # the pages themselves tell what is wrong
    return bool(st.session_state[_WANTED])


def again() -> None:
    """Look anew."""
    st.session_state.pop(_WANTED, None)
