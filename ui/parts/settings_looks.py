"""Dark and light: each browser keeps its own choice, for all pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from ui.catalog import t

#: What Streamlit calls them.
LOOKS = {"system": "System", "light": "Light", "dark": "Dark"}
_ICONS = {"system": "contrast", "light": "light_mode", "dark": "dark_mode"}
_CHOSEN = "settings.looks.chosen"
_PAGES = Path(__file__).parents[1] / "app_pages"
_BROWSER = Path(__file__).parents[1] / "browser"
_looker = st.components.v2.component("desk_look", js=(_BROWSER / "look.js").read_text(encoding="utf-8"))


def show_looks(_here: Desk) -> None:
    """Show the choice; the browser has it from then on."""
    st.subheader(t("settings.looks.title"))
    columns = st.columns(len(LOOKS))
    for column, look in zip(columns, LOOKS, strict=True):
        if column.button(
            t(f"settings.looks.{look}"),
            icon=f":material/{_ICONS[look]}:",
            key=f"settings.looks.{look}",
            width="stretch",
        ):
            st.session_state[_CHOSEN] = look
    if chosen := st.session_state.get(_CHOSEN):
        # The start page has no name in its address.
        paths = ["/", *(f"/{path.stem}" for path in sorted(_PAGES.glob("*.py")))]
        _looker(data={"look": LOOKS[chosen], "paths": paths}, key="settings.looks.set")
    kind = st.context.theme.type
    if kind in ("light", "dark"):
        st.caption(t(f"settings.looks.now_{kind}"))
    st.caption(t("settings.looks.about"))
