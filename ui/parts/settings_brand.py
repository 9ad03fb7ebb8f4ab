"""The brand and its voice, with a text in that voice beside the form."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.brandfile import BrandForm, brand_form, save_brand, value_of
from assistant.desk.sample import voice_sample
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.forms import as_lines, changed, done, from_lines, show_done
from ui.plain import escaped, line
from ui.state import told

_TEXTS = ("name", "trade", "audience", "contact")
_VOICE = ("voice.tone", "voice.self_name", "voice.address", "voice.signature")
_LISTS = ("voice.avoid", "voice.greetings", "voice.closings")
_FORM = "settings.brand.form"
_SEED = "settings.brand.seed"


def show_brand(here: Desk) -> None:
    """Show the form; what it held when it was opened stays until it is saved, whoever else saves meanwhile."""
    show_done()
    if _FORM not in st.session_state or "settings.brand.name" not in st.session_state:
        # Opened anew: nothing typed is lost by looking at the file again.
        st.session_state[_FORM] = brand_form(here)
    form: BrandForm = st.session_state[_FORM]
    left, right = st.columns([3, 2], gap="large")
    with left:
        now = _fields(form)
        changes = changed({name: value_of(form.brand, name) for name in now}, now)
        _save(here, form, changes)
    with right, st.container(border=True):
        _sample(here, changes)


def _fields(form: BrandForm) -> dict[str, object]:
    now: dict[str, object] = {}
    st.subheader(t("settings.brand.shop"))
    for name in _TEXTS:
        now[name] = _text(form, name)
    now["about"] = st.text_area(
        t("settings.brand.about"), str(value_of(form.brand, "about")), help=t("settings.brand.about_help"),
        key="settings.brand.about",
    )  # fmt: skip
    st.subheader(t("settings.brand.voice"))
    for name in _VOICE:
        now[name] = _text(form, name)
    emoji = form.brand.voice.emoji
    now["voice.emoji.max"] = st.slider(
        t("settings.brand.voice.emoji.max"), 0, 10, min(emoji.max, 10), key="settings.brand.voice.emoji.max"
    )
    for name in _LISTS:
        listed = value_of(form.brand, name)
        assert isinstance(listed, tuple)
        area = st.text_area(
            t(f"settings.brand.{name}"), as_lines(listed), help=t(f"settings.brand.{name}_help"), height=110,
            key=f"settings.brand.{name}",
        )  # fmt: skip
        now[name] = from_lines(area)
    return now


def _text(form: BrandForm, name: str) -> str:
    return st.text_input(
        t(f"settings.brand.{name}"), str(value_of(form.brand, name)), help=t(f"settings.brand.{name}_help"),
        key=f"settings.brand.{name}", max_chars=200,
    )  # fmt: skip


def _save(here: Desk, form: BrandForm, changes: dict[str, object]) -> None:
    may = here.person.may("brand.write")
    first, second = st.columns(2)
    if first.button(
        t("settings.save"), type="primary", icon=":material/save:", width="stretch",
        disabled=not may or not changes, help=not_allowed(may), key="settings.brand.save",
    ):  # fmt: skip
        with told():
            save_brand(here, changes, form.digest)
            forget()
            done("settings.saved")
    if second.button(t("settings.reload"), icon=":material/refresh:", width="stretch", key="settings.brand.reload"):
        forget()
        st.rerun()


def forget() -> None:
    """Begin with what the file says."""
    for key in [key for key in st.session_state if str(key).startswith("settings.brand.")]:
        del st.session_state[key]


def _sample(here: Desk, changes: dict[str, object]) -> None:
    st.subheader(t("settings.sample"))
    st.caption(t("settings.sample.about"))
    seed = st.session_state.setdefault(_SEED, 0)
    with told():
        found = voice_sample(here, changes, seed=int(seed))
        st.markdown(f"**{line(found.title)}**")
        st.markdown(escaped(found.body))
        st.caption(t("settings.sample.group", group=line(found.group)))
    if st.button(t("settings.sample.another"), icon=":material/casino:", key="settings.sample.another"):
        st.session_state[_SEED] = int(seed) + 1
        st.rerun()
