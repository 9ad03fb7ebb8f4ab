"""Sign-in: OIDC where ``[auth]`` is set up for Streamlit, else a local password that the first start sets."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.errors import AssistantError
from assistant.people import Person
from ui.catalog import t
from ui.plain import line
from ui.state import accounts, company_address, person, remember, workspace


def signed_in() -> Person | None:
    """Return who is signed in, or show how to sign in and return None."""
    if workspace().settings.ui.oidc:
        return _by_company()
    who = person()
    if who is None:
        if accounts().none_yet():
            _first_start()
        else:
            _by_password()
    return who


def sign_out() -> None:
    """Show the button that signs out."""
    if st.button(t("signin.out"), icon=":material/logout:", width="stretch"):
        remember(None)
        if workspace().settings.ui.oidc:
            st.logout()
        st.rerun()


def _by_company() -> Person | None:
    address = company_address()
    if not address:
        st.title(t("signin.title"))
        if st.button(t("signin.oidc"), type="primary", icon=":material/login:"):
            st.login()
        return None
    who = person()
    if who is None:
        st.error(t("signin.stranger", address=line(address)))
        sign_out()
    return who


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
        if st.form_submit_button(t("signin.in"), type="primary"):
            _try(lambda: remember(accounts().sign_in(name, password)))


def _try(deed: Callable[[], None]) -> None:
    try:
        deed()
    except AssistantError as error:
        st.error(str(error))
    else:
        st.rerun()
