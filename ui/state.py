"""What a page begins with: the workspace, who is signed in, and how a fault is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st

from assistant.desk import Desk
from assistant.errors import AssistantError, Refused
from assistant.jobs.worker import hire
from assistant.people import Accounts, Person, Role, Sessions, SignedIn
from assistant.people.sessions import TICKET
from assistant.storage.database import open_database
from ui.catalog import LANGUAGE, t
from ui.cookie import cookie_name
from ui.place import workspace
from ui.plain import line

_SESSION, _WHO = "signed_in", "signed_in.who"
_TICKET = "signed_in.ticket"


def accounts() -> Accounts:
    """The accounts of the workspace."""
    return Accounts(open_database(workspace()))


def sessions() -> Sessions:
    """The browsers that are signed in."""
    return Sessions(open_database(workspace()))


def remember(signed: SignedIn, *, stays: bool = False) -> None:
    """Remember who has signed in, here and, once the browser has traded its ticket, when the page is opened anew."""
    begun = sessions().begin(signed, stays=stays)
    st.session_state[_SESSION] = begun.id
    st.session_state[_TICKET] = (begun.ticket, datetime.now() + TICKET)


def forget() -> None:
    """Sign out, in all tabs of this browser."""
    if begun := st.session_state.pop(_SESSION, None):
        sessions().end(begun)
    st.session_state.pop(_TICKET, None)


def ticket() -> str:
    """What the browser may still trade for a cookie; empty where there is nothing to trade."""
    held, until = st.session_state.get(_TICKET, ("", datetime.min))
    return str(held) if datetime.now() < until else ""


def this_session() -> str:
    """The session of who is signed in with a password."""
    return str(st.session_state.get(_SESSION, ""))


def person() -> Person | None:
    """Who is signed in, with the role of this moment. Where the company signs people in, nobody else counts."""
    roles = workspace().settings.ui
    if roles.oidc:
        role = roles.oidc_roles.get(company_address())
        return _alone(Person(company_address(), Role(role))) if role else None
    if _SESSION not in st.session_state and (begun := _of_cookie()):
        st.session_state[_SESSION] = begun
    return _alone(sessions().who(this_session())) if this_session() else None


def _alone(who: Person | None) -> Person | None:
    """Who it is; what somebody else has left in this tab is not hers: forms half filled in, a packed workspace."""
    if who is not None and st.session_state.setdefault(_WHO, who.name) != who.name:
        for key in [key for key in st.session_state if key not in (_SESSION, _TICKET, LANGUAGE)]:
            del st.session_state[key]
        st.session_state[_WHO] = who.name
    return who


def _of_cookie() -> str:
    # Without a browser, as in AppTest, Streamlit has a stand-in here.
    token: object = st.context.cookies.get(cookie_name(workspace().root))
    return sessions().of_token(token) if isinstance(token, str) else ""


def company_address() -> str:
    """The mail address, or else the subject, of who is signed in with the company; empty where nobody is."""
    if not st.user.is_logged_in:
        return ""
    # Some providers let people write any address into their profile, and say that nobody has looked.
    verified = st.user.get("email_verified", True) in (True, "true")
    return str((st.user.get("email") if verified else "") or st.user.get("sub") or "")


def desk() -> Desk:
    """The desk of who is signed in, and somebody who does its long work; ends the page where nobody is."""
    here = acting()
    if here is None:
        forget()
        st.rerun()
    hire(here.workspace)
    return here


def acting() -> Desk | None:
    """The desk of who is signed in when a button is pressed, before the page runs; None where nobody is any more."""
    who = person()
    return Desk(workspace(), who) if who is not None else None


@contextmanager
def told() -> Iterator[None]:
    """Tell a fault inside as one sentence, with what it rests on; the page goes on after it."""
    try:
        yield
    except Refused as refused:
        st.warning(line(refused.reason), icon=":material/block:")
        if refused.basis:
            st.caption(t("common.basis", basis=line(refused.basis)))
    except AssistantError as error:
        st.error(line(str(error)), icon=":material/error:")
