"""The first three steps: who the shop is, which groups there are, what it knows."""

from __future__ import annotations

import re

import streamlit as st

from assistant.desk import Desk
from assistant.desk.begin import begin_brand, begin_group, brand_name, own_groups
from assistant.desk.brandfile import brand_form
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.forms import changed, done
from ui.parts.knowledge_sync import show_sync
from ui.parts.knowledge_upload import show_upload
from ui.parts.settings_groups import PLATFORMS
from ui.plain import line
from ui.state import told

_PARTED = re.compile(r"[\s、,，;；/]+")


def show_brand(here: Desk) -> None:
    """Ask for the little that a first draft needs; the rest is on the settings page."""
    st.write(t("begin.brand.about"))
    brand = brand_form(here).brand
    may = here.person.may("brand.write")
    with st.form("begin.brand", border=False), told():
        now: dict[str, object] = {
            "name": st.text_input(
                t("settings.brand.name"), brand_name(here), max_chars=60, placeholder=t("begin.brand.name_example")
            ),
            "trade": st.text_input(
                t("settings.brand.trade"), brand.trade, placeholder=t("settings.brand.trade_help"), max_chars=60
            ),
            "about": st.text_area(
                t("settings.brand.about"), brand.about, placeholder=t("settings.brand.about_help"), max_chars=1000
            ),
            "voice.tone": st.text_input(
                t("settings.brand.voice.tone"),
                brand.voice.tone,
                help=t("settings.brand.voice.tone_help"),
                max_chars=200,
            ),
        }
        if st.form_submit_button(t("begin.save"), type="primary", disabled=not may, help=not_allowed(may)):
            before = {"name": brand.name, "trade": brand.trade, "about": brand.about, "voice.tone": brand.voice.tone}
            if changes := changed(before, now):
                begin_brand(here, changes)
            _on("groups")


def show_groups(here: Desk) -> None:
    """Ask for groups, one after the other."""
    st.write(t("begin.groups.about"))
    if groups := own_groups(here):
        named = (f"{line(group.name)}（{t(f'settings.platform.{group.platform}')}）" for group in groups.values())
        st.markdown("\n".join(f"- {each}" for each in named))
        st.caption(t("begin.groups.wrong"))
    may = here.person.may("brand.write")
    with st.form("begin.groups", border=False, clear_on_submit=True), told():
        name = st.text_input(t("settings.groups.name"), placeholder=t("settings.groups.name_example"), max_chars=60)
        platform = st.selectbox(
            t("settings.groups.platform"), PLATFORMS, format_func=lambda one: t(f"settings.platform.{one}")
        )
        themes = st.text_input(
            t("begin.groups.theme"), placeholder=t("begin.groups.theme_example"), help=t("begin.groups.theme_help"),
            max_chars=100,
        )  # fmt: skip
        daily = st.checkbox(t("begin.groups.daily"), True, help=t("begin.groups.daily_help"))
        if st.form_submit_button(t("begin.groups.add"), type="primary", disabled=not may, help=not_allowed(may)):
            begin_group(here, name, platform, [each for each in _PARTED.split(themes) if each], daily=daily)
            done("settings.groups.added", name=name.strip())


def show_documents(here: Desk) -> None:
    """The upload of the page knowledge."""
    show_sync(here, counts=False, refused=False)
    show_upload(here)


def _on(step: str) -> None:
    st.session_state["begin.step"] = step
    done("settings.saved")
