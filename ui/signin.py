"""Sign-in: OIDC where ``[auth]`` is set up for Streamlit, else a local password that the first start sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from ui.catalog import t
from ui.cookie import ADDRESS
from ui.parts.forms import show_done
from ui.place import workspace
from ui.plain import line
from ui.state import accounts, company_address, forget, remember, ticket

_keeper = st.components.v2.component(
    "desk_keep", js=(Path(__file__).parent / "browser" / "keep.js").read_text(encoding="utf-8")
)


def sign_in() -> None:
    """Show how to sign in."""
    show_done()  # a new password ends the session in which it was set
    if workspace().settings.ui.oidc:
        _by_company()
    elif accounts().none_yet():
        _first_start()
    else:
        _by_password()


def sign_out() -> None:
    """Show the button that signs out."""
    if st.button(t("signin.out"), icon=":material/logout:", width="stretch"):
        forget()
        if workspace().settings.ui.oidc:
            st.logout()
        st.rerun()


def keep_signed_in() -> None:
    """Give this browser the cookie of who has just signed in, so that a reload and another tab know her."""
    if held := ticket():
        _keeper(data={"ticket": held, "address": ADDRESS}, key="signin.keep")


def _by_company() -> None:
    address = company_address()
    if address:
        st.error(t("signin.stranger", address=line(address)))
        sign_out()
        return
    st.title(t("signin.title"))
    if st.button(t("signin.oidc"), type="primary", icon=":material/login:"):
        st.login()


def _first_start() -> None:
    st.title(t("signin.first"))
    st.write(t("signin.first_help"))
    with st.form("first"):
        name = st.text_input(t("signin.name"), autocomplete="username")
        password = st.text_input(t("signin.password"), type="password", autocomplete="new-password")
        again = st.text_input(t("signin.again"), type="password", autocomplete="new-password")
        if st.form_submit_button(t("signin.begin"), type="primary"):
            if password != again:
                st.error(t("signin.differ"))
                return
            _try(lambda: remember(accounts().begin(name, password)))


def _by_password() -> None:
    st.title(t("signin.title"))
    with st.form("signin"):
        name = st.text_input(t("signin.name"), autocomplete="username")
        password = st.text_input(t("signin.password"), type="password", autocomplete="current-password")
        stays = st.checkbox(t("signin.stays"), help=t("signin.stays_help"))
        if st.form_submit_button(t("signin.in"), type="primary"):
            _try(lambda: remember(accounts().sign_in(name, password), stays=stays))


def _try(deed: Callable[[], None]) -> None:
    try:
        deed()
    except AssistantError as error:
        st.error(str(error))
    else:
        st.rerun()
