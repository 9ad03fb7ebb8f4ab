"""Parts of a page of which one is shown at a time, so that only that one is made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.catalog import t


def choose_part(page: str, parts: Sequence[str]) -> str:
    """Show the parts of a page (texts ``page.part.NAME``) and return the chosen one, the first where none is."""
    chosen = st.segmented_control(
        t(f"{page}.part"),
        parts,
        default=parts[0],
        format_func=lambda part: t(f"{page}.part.{part}"),
        key=f"{page}.part",
        label_visibility="collapsed",
    )
    return chosen if chosen is not None and chosen in parts else parts[0]


def not_allowed(may: bool) -> str | None:
    """Return the help of a button that the role of who looks does not let press."""
    return None if may else t("choice.not_allowed")
