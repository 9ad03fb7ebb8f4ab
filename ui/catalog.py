"""Every text of the pages, in both languages: ``ui/texts/*.yaml``, a file a page.

``today.missing: {zh: 还差 {count} 条, en: "{count} missing"}`` is asked for as ``t("today.missing", count=3)``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from assistant.resources import read_yaml

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = {"zh": "中文", "en": "English"}
LANGUAGE = "language"


def t(key: str, /, **given: object) -> str:
    """Return a text in the language of who looks. Raises KeyError for a text that the catalogue lacks."""
    return texts()[key][language()].format(**given)


def language() -> str:
    """The language of who looks: Chinese until she chooses."""
    chosen = st.session_state.get(LANGUAGE, "zh")
    return chosen if chosen in LANGUAGES else "zh"


def choose_language() -> None:
    """Show the switch."""
    st.selectbox(
        "语言 / Language",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=LANGUAGE,
        label_visibility="collapsed",
    )


@cache
def texts() -> dict[str, dict[str, str]]:
    """All texts by key. Raises ValueError where a key is there twice or a language is missing."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(TEXTS.glob("*.yaml")):
        for key, said in (read_yaml(path) or {}).items():
            if key in found or set(said) != set(LANGUAGES):
                raise ValueError(f"{path.name}: {key!r} is there twice or lacks a language")
            found[key] = said
    return found
