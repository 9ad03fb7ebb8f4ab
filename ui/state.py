"""What a page begins with: the workspace, who is signed in, and how a fault is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.errors import AssistantError, Refused
from assistant.jobs.worker import hire
from assistant.people import Accounts, Person, Role, SignedIn
from assistant.storage.database import open_database
from assistant.workspace import Workspace, find_workspace
from ui.catalog import t
from ui.plain import line

#: Where the workspace is, where no ``--workspace`` follows the script's name.
VARIABLE = "ASSISTANT_WORKSPACE"
_SIGNED_IN = "signed_in"


def workspace() -> Workspace:
    """The workspace of this server. Raises :class:`~assistant.errors.WorkspaceError`."""
    given = sys.argv[sys.argv.index("--workspace") + 1] if "--workspace" in sys.argv[:-1] else os.environ.get(VARIABLE)
    return find_workspace(Path(given) if given else None)


def accounts() -> Accounts:
    """The accounts of the workspace."""
    return Accounts(open_database(workspace()))


def remember(signed: SignedIn | None) -> None:
    """Remember who has signed in; None signs out."""
    if signed is None:
        st.session_state.pop(_SIGNED_IN, None)
    else:
        st.session_state[_SIGNED_IN] = (signed.person.name, signed.session)


def person() -> Person | None:
    """Who is signed in, with the role of this moment. Where the company signs people in, nobody else counts."""
    roles = workspace().settings.ui
    if roles.oidc:
        role = roles.oidc_roles.get(company_address())
        return Person(company_address(), Role(role)) if role else None
    held = st.session_state.get(_SIGNED_IN)
    return accounts().still(*held) if held else None


def company_address() -> str:
    """The mail address, or else the subject, of who is signed in with the company; empty where nobody is."""
    if not st.user.is_logged_in:
        return ""
    # Some providers let people write any address into their profile, and say that nobody has looked.
    verified = st.user.get("email_verified", True) in (True, "true")
    return str((st.user.get("email") if verified else "") or st.user.get("sub") or "")


def desk() -> Desk:
    """The desk of who is signed in, and somebody who does its long work; ends the page where nobody is."""
    who = person()
    if who is None:
        remember(None)
        st.rerun()
    here = workspace()
    hire(here)
    return Desk(here, who)


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
