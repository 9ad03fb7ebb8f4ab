"""Members and roles; everybody's own password."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.people import Accounts, Role
from ui.catalog import t
from ui.parts.forms import done, show_done
from ui.parts.naming import key_of
from ui.plain import line
from ui.state import sessions, this_session, told

_ROLES = [role.value for role in Role]


def show_members(here: Desk) -> None:
    """Show the members to an admin, the own password to everybody."""
    show_done()
    if here.workspace.settings.ui.oidc:
        st.info(t("settings.members.oidc"), icon=":material/badge:")
        for address, role in sorted(here.workspace.settings.ui.oidc_roles.items()):
            st.markdown(f"- {line(address)}　{t(f'role.{role}')}")
        return
    accounts = Accounts(here.database)
    if here.person.may("people.write"):
        _all(here, accounts)
        _new(here, accounts)
    else:
        st.write(t("settings.members.ask"))
    _own_password(here, accounts)
    _elsewhere(here)


def _all(here: Desk, accounts: Accounts) -> None:
    st.caption(t("settings.members.roles"))
    for each in accounts.all(here.person):
        # With the role: where another admin changes it, nothing chosen before stands there for hers.
        key = key_of(each.name, each.role.value)
        with st.container(border=True), told():
            name, role, save, gone = st.columns([3, 2, 1, 1], vertical_alignment="center")
            name.markdown(f"**{line(each.name)}**")
            seen = t("settings.members.seen", at=f"{each.seen_at:%Y-%m-%d %H:%M}") if each.seen_at else ""
            name.caption(seen or t("settings.members.never"))
            chosen = role.selectbox(
                t("settings.members.role"),
                _ROLES,
                _ROLES.index(each.role.value),
                key=f"settings.members.role.{key}",
                format_func=lambda one: t(f"role.{one}"),
                label_visibility="collapsed",
            )
            same = chosen == each.role.value
            if save.button(t("settings.members.change"), key=f"settings.members.change.{key}", disabled=same):
                accounts.change(here.person, each.name, role=Role(chosen))
                done("settings.members.changed", name=each.name)
            with gone.popover(t("settings.members.more"), width="stretch"):
                _reset(here, accounts, each.name, key)
                _remove(here, accounts, each.name, key)


def _reset(here: Desk, accounts: Accounts, name: str, key: str) -> None:
    password = st.text_input(
        t("settings.members.reset"), type="password", autocomplete="new-password", key=f"settings.members.new.{key}"
    )
    if st.button(t("settings.members.reset_do"), key=f"settings.members.reset.{key}", disabled=not password):
        with told():
            accounts.change(here.person, name, password=password)
            done("settings.members.reset_done", name=name)


def _remove(here: Desk, accounts: Accounts, name: str, key: str) -> None:
    if st.button(t("settings.members.remove"), key=f"settings.members.remove.{key}", icon=":material/delete:"):
        with told():
            accounts.remove(here.person, name)
            done("settings.members.removed", name=name)


def _new(here: Desk, accounts: Accounts) -> None:
    with st.form("settings.members.new"), told():
        st.markdown(f"**{t('settings.members.new')}**")
        name = st.text_input(t("signin.name"), max_chars=64, autocomplete="off")
        role = st.selectbox(t("settings.members.role"), _ROLES, format_func=lambda one: t(f"role.{one}"))
        password = st.text_input(t("settings.members.first"), type="password", autocomplete="new-password")
        if st.form_submit_button(t("settings.members.add")):
            accounts.add(here.person, name, Role(role), password)
            done("settings.members.added", name=name.strip())


def _own_password(here: Desk, accounts: Accounts) -> None:
    with st.form("settings.members.password", clear_on_submit=True), told():
        st.markdown(f"**{t('settings.members.own')}**")
        before = st.text_input(t("settings.members.before"), type="password", autocomplete="current-password")
        password = st.text_input(t("signin.password"), type="password", autocomplete="new-password")
        again = st.text_input(t("signin.again"), type="password", autocomplete="new-password")
        if st.form_submit_button(t("settings.members.own_do")):
            if password != again:
                st.error(t("signin.differ"))
                return
            # Whoever finds the page open may not lock out who left it so.
            accounts.sign_in(here.person.name, before)
            accounts.change(here.person, here.person.name, password=password)
            done("settings.members.own_done")


def _elsewhere(here: Desk) -> None:
    others = sessions().others(here.person.name, this_session())
    if others:
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.write(t("settings.members.elsewhere", count=others))
        if right.button(t("settings.members.end_elsewhere"), key="settings.members.elsewhere", width="stretch"):
            sessions().end_others(here.person, this_session())
            done("settings.members.ended_elsewhere")
