"""What forms of several pages have in common: lines of a list, what has changed, a word that it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from ui.catalog import t

_SAVED = "forms.saved"


def as_lines(values: Iterable[object]) -> str:
    """Return a list as lines of a text area."""
    return "\n".join(map(str, values))


def from_lines(text: str) -> list[str]:
    """Return the lines of a text area that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def changed(before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """Return what differs; lists compare by what they hold."""
    return {key: value for key, value in now.items() if _plain(value) != _plain(before[key])}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else value


def done(key: str, **given: object) -> None:
    """Run the page anew and say there that something is done: ``key`` of the catalogue."""
    st.session_state[_SAVED] = t(key, **given)
    st.rerun()


def show_done() -> None:
    """Say what was done, once."""
    if said := st.session_state.pop(_SAVED, ""):
        st.toast(said, icon=":material/check_circle:")
