"""Parts of a page of which one is shown at a time, so that only that one is made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.catalog import t


def choose_part(page: str, parts: Sequence[str]) -> str:
    """Show the parts of a page (texts ``page.part.NAME``) and return the chosen one.

    A link may ask for one (``settings?part=looks``); else it is the first.
    """
    key, last = f"{page}.part", f"{page}.part.last"

    def keep() -> None:
        # A second press would leave none chosen.
        if st.session_state[key] is None:
            st.session_state[key] = st.session_state.get(last, parts[0])

    if key not in st.session_state:
        asked = st.query_params.get("part")
        st.session_state[key] = asked if asked in parts else parts[0]
    chosen: str | None = st.segmented_control(
        t(key),
        parts,
        format_func=lambda part: t(f"{key}.{part}"),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )
    st.session_state[last] = chosen
    return chosen if chosen is not None and chosen in parts else parts[0]


def not_allowed(may: bool) -> str | None:
    """Return the help of a button that the role of who looks does not let press."""
    return None if may else t("choice.not_allowed")
