"""Whether a workspace still has to be led through its beginning."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.begin import way
from assistant.errors import AssistantError
from assistant.people import Person, Role
from ui.place import workspace

_OVER = "begin.over"


def beginning() -> bool:
    """Whether the page that leads through is shown; once it is over it is not looked at again.

    The same for who has still to sign in: the page that she is on then stays the one she is on afterwards.
    """
    if st.session_state.get(_OVER):
        return False
    try:
        wanted = way(Desk(workspace(), Person("", Role.OPERATOR))).wanted
    except AssistantError:
        return False  # the pages themselves tell what is wrong
    st.session_state[_OVER] = not wanted
    return wanted


def again() -> None:
    """Look anew."""
    st.session_state.pop(_OVER, None)
