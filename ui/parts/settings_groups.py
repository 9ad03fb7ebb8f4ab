"""The groups: one at a time, a new one, one taken away."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.brandfile import GroupsForm, add_group, groups_form, remove_group, save_group, value_of
from assistant.schema.contracts import DraftKind
from assistant.schema.group import Group
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.folding import drawn
from ui.parts.forms import as_lines, changed, done, from_lines, show_done
from ui.state import told

PLATFORMS = ("wechat", "wecom", "qq", "telegram")
_SCRIPTS = ("simplified", "traditional")
_WORDS = ("theme", "avoid", "dont")
_FORM = "settings.groups.form"


def show_groups(here: Desk) -> None:
    """Show one group's form, and how groups come and go."""
    show_done()
    if _FORM not in st.session_state or "settings.groups.which" not in st.session_state:
        # Opened anew: nothing typed is lost by looking at the file again.
        st.session_state[_FORM] = groups_form(here)
    form: GroupsForm = st.session_state[_FORM]
    may = here.person.may("brand.write")
    if form.groups:
        chosen = st.selectbox(
            t("settings.groups.which"), list(form.groups), format_func=lambda key: form.groups[key].name,
            key="settings.groups.which",
        )  # fmt: skip
        if chosen:
            _edit(here, form, form.groups[chosen], may)
    else:
        st.info(t("settings.groups.none"), icon=":material/groups:")
    # Drawn when it is opened: most who come here look at a group that is there.
    with st.expander(
        t("settings.groups.add"), icon=":material/group_add:", expanded=not form.groups, key="settings.groups.adding",
        on_change="rerun",
    ) as unfolded:  # fmt: skip
        if drawn(unfolded, "settings.groups.adding"):
            _new_group(here, form.digest)


def _new_group(here: Desk, digest: str) -> None:
    """Show the form of a new group."""
    may = here.person.may("brand.write")
    with st.form("settings.groups.new", border=False), told():
        name = st.text_input(t("settings.groups.name"), placeholder=t("settings.groups.name_example"), max_chars=60)
        group_id = st.text_input(t("settings.groups.id"), help=t("settings.groups.id_help"), max_chars=32)
        platform = st.selectbox(
            t("settings.groups.platform"), PLATFORMS, format_func=lambda one: t(f"settings.platform.{one}")
        )
        if st.form_submit_button(t("settings.groups.add_do"), disabled=not may, help=not_allowed(may)):
            add_group(here, group_id.strip(), name, platform, digest)
            forget()
            done("settings.groups.added", name=name)


def _edit(here: Desk, form: GroupsForm, group: Group, may: bool) -> None:
    key = f"settings.groups.{group.id}"
    now: dict[str, object] = {}
    left, right = st.columns(2, gap="large")
    with left:
        now["name"] = st.text_input(t("settings.groups.name"), group.name, key=f"{key}.name", max_chars=60)
        now["platform"] = st.selectbox(
            t("settings.groups.platform"), PLATFORMS, PLATFORMS.index(group.platform),
            format_func=lambda one: t(f"settings.platform.{one}"), key=f"{key}.platform",
        )  # fmt: skip
        now["chat"] = from_lines(
            st.text_area(
                t("settings.groups.chat"),
                as_lines(group.chat),
                height=70,
                help=t("settings.groups.chat_help"),
                key=f"{key}.chat",
            )
        )
        for name in ("audience", "tone", "address"):
            now[name] = st.text_input(
                t(f"settings.groups.{name}"), str(value_of(group, name)), key=f"{key}.{name}", max_chars=200,
                help=t(f"settings.groups.{name}_help"),
            )  # fmt: skip
        now["script"] = st.radio(
            t("settings.groups.script"), _SCRIPTS, _SCRIPTS.index(group.script), horizontal=True,
            format_func=lambda one: t(f"settings.script.{one}"), key=f"{key}.script",
        )  # fmt: skip
    with right:
        now |= _rhythm(group, key)
    for name in _WORDS:
        listed = value_of(group, name)
        assert isinstance(listed, tuple)
        now[name] = from_lines(
            st.text_area(
                t(f"settings.groups.{name}"),
                as_lines(listed),
                height=90,
                key=f"{key}.{name}",
                help=t(f"settings.groups.{name}_help"),
            )
        )
    now["terms"] = from_lines(
        st.text_area(t("settings.groups.terms"), as_lines(group.terms), help=t("settings.groups.terms_help"),
                     key=f"{key}.terms")
    )  # fmt: skip
    _buttons(here, form, group, changed({name: _before(group, name) for name in now}, now), may)


def _rhythm(group: Group, key: str) -> dict[str, object]:
    now: dict[str, object] = {}
    days = list(range(1, 8))
    now["kinds"] = st.multiselect(
        t("settings.groups.kinds"), [kind.value for kind in DraftKind], [kind.value for kind in group.kinds],
        format_func=lambda kind: t(f"settings.kind.{kind}"), key=f"{key}.kinds",
    )  # fmt: skip
    for kind in DraftKind:
        now[f"rhythm.{kind.value}"] = st.multiselect(
            t("settings.groups.rhythm", kind=t(f"settings.kind.{kind.value}")), days,
            list(getattr(group.rhythm, kind.value)), format_func=lambda day: t(f"settings.day.{day}"),
            key=f"{key}.rhythm.{kind.value}",
        )  # fmt: skip
    now["quiet_hours"] = from_lines(
        st.text_input(t("settings.groups.quiet_hours"), "；".join(group.quiet_hours), placeholder="22:00-08:00",
                      key=f"{key}.quiet_hours", help=t("settings.groups.quiet_hours_help")).replace("；", "\n")
    )  # fmt: skip
    now["promo.hours"] = from_lines(
        st.text_input(t("settings.groups.promo_hours"), "；".join(group.promo.hours), placeholder="10:00-20:00",
                      key=f"{key}.promo.hours").replace("；", "\n")
    )  # fmt: skip
    now["promo.per_week"] = st.number_input(
        t("settings.groups.per_week"), 0, 50, group.promo.per_week, key=f"{key}.promo.per_week",
        placeholder=t("settings.groups.unlimited"),
    )  # fmt: skip
    return now


def _before(group: Group, name: str) -> object:
    value = value_of(group, name)
    return [kind.value for kind in group.kinds] if name == "kinds" else value


def _buttons(here: Desk, form: GroupsForm, group: Group, changes: dict[str, object], may: bool) -> None:
    first, second, third = st.columns(3)
    if first.button(
        t("settings.save"), type="primary", icon=":material/save:", width="stretch", disabled=not may or not changes,
        help=not_allowed(may), key="settings.groups.save",
    ):  # fmt: skip
        with told():
            save_group(here, group.id, changes, form.digest)
            forget()
            done("settings.saved")
    if second.button(t("settings.reload"), icon=":material/refresh:", width="stretch", key="settings.groups.reload"):
        forget()
        st.rerun()
    with third.popover(t("settings.groups.remove"), disabled=not may, help=not_allowed(may), width="stretch"):
        st.write(t("settings.groups.remove_help"))
        if st.button(t("settings.groups.remove_do"), key="settings.groups.remove"):
            with told():
                remove_group(here, group.id, form.digest)
                forget()
                done("settings.groups.removed", name=group.name)


def forget() -> None:
    """Begin with what the file says."""
    for key in [key for key in st.session_state if str(key).startswith("settings.groups.")]:
        del st.session_state[key]
