"""API keys of bots: made, shown once, stopped."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from assistant.desk import Desk
from assistant.desk.keys import add_key, keys, revoke_key
from assistant.storage.apikeys import VERBS
from ui.catalog import t
from ui.parts.forms import done, show_done
from ui.plain import line

_MADE = "settings.keys.made"


def show_keys(here: Desk) -> None:
    """Show the keys and the form of a new one; refused to all but admins."""
    here.require("keys.write")
    show_done()
    st.write(t("settings.keys.about"))
    if made := st.session_state.pop(_MADE, ""):
        st.success(t("settings.keys.made"), icon=":material/key:")
        st.code(made, language=None)
    now = datetime.now()
    alive = [key for key in keys(here) if key.lives(now)]
    if not alive:
        st.info(t("settings.keys.none"), icon=":material/key_off:")
    for key in alive:
        left, right = st.columns([4, 1], vertical_alignment="center")
        groups = "、".join(sorted(key.groups)) or t("settings.keys.all_groups")
        verbs = "、".join(t(f"settings.verb.{verb}") for verb in sorted(key.verbs))
        used = t("settings.keys.used", at=f"{key.used_at:%Y-%m-%d %H:%M}") if key.used_at else t("settings.keys.unused")
        left.markdown(f"**{line(key.name)}**　{line(groups)}")
        left.caption(f"{line(verbs)}　{used}")
        if right.button(t("settings.keys.stop"), key=f"settings.keys.stop.{key.id}", width="stretch"):
            revoke_key(here, key.id)
            done("settings.keys.stopped", name=key.name)
    with st.form("settings.keys.new"):
        st.markdown(f"**{t('settings.keys.new')}**")
        name = st.text_input(t("settings.keys.name"), placeholder=t("settings.keys.name_example"), max_chars=80)
        groups_ = st.multiselect(
            t("settings.keys.groups"), list(here.groups), format_func=lambda key: here.groups[key].name,
            placeholder=t("settings.keys.all_groups"),
        )  # fmt: skip
        verbs_ = st.multiselect(
            t("settings.keys.verbs"), VERBS, ["moderate"], format_func=lambda verb: t(f"settings.verb.{verb}")
        )
        if st.form_submit_button(t("settings.keys.add")):
            st.session_state[_MADE] = add_key(here, name, groups=groups_, verbs=verbs_)
            st.rerun()
