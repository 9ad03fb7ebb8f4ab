"""Dark and light: Streamlit keeps the choice in each browser."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from ui.catalog import t


def show_looks(_here: Desk) -> None:
    """Say where the choice is, and which one this browser has."""
    st.write(t("settings.looks.about"))
    kind = st.context.theme.type
    if kind in ("light", "dark"):
        st.caption(t(f"settings.looks.{kind}"))
