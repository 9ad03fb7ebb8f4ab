"""The operators' desk: navigation, language and sign-in; the pages are in ``app_pages``."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit runs this file by its path: the package it belongs to is beside it.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from ui.catalog import choose_language, t  # noqa: E402
from ui.parts.begin_way import beginning  # noqa: E402
from ui.plain import line  # noqa: E402
from ui.signin import keep_signed_in, sign_in, sign_out  # noqa: E402
from ui.state import person, told  # noqa: E402

PAGES = Path(__file__).parent / "app_pages"
#: In the package: an icon by name would be fetched from a host of its makers.
ICON = str(Path(__file__).parent / "icon.svg")
#: Our own and nobody's data: a file of styles is all that is ever given to ``st.html``.
STYLE = Path(__file__).parent / "browser" / "look.css"
#: File of a page, its icon; its title is ``page.<name>`` of the catalogue.
NAMES = {
    "today": "wb_sunny",
    "studio": "edit_note",
    "review": "fact_check",
    "calendar": "calendar_month",
    "messages": "forum",
    "rules": "gavel",
    "knowledge": "menu_book",
    "quality": "insights",
    "settings": "settings",
}


def main() -> None:
    """Show the page that was asked for, once somebody is signed in."""
    st.set_page_config(page_title=t("app.title"), page_icon=ICON, layout="wide")
    st.html(STYLE)
    with st.sidebar:
        choose_language()
    # Also where not even who is signed in can be told, as without a database.
    with told():
        _page()


def _page() -> None:
    who = person()
    first = "begin" if beginning() else "today"
    shown = NAMES if first == "today" else {"begin": "flag", **NAMES}
    pages = [
        st.Page(PAGES / f"{name}.py", title=t(f"page.{name}"), icon=f":material/{icon}:", default=name == first)
        for name, icon in shown.items()
    ]
    # Also for who has still to sign in: the address that she came with stays, and is where she then is.
    chosen = st.navigation(pages, position="sidebar" if who is not None else "hidden")
    if who is None:
        sign_in()
        return
    with st.sidebar:
        st.caption(t("signin.as", name=line(who.name), role=t(f"role.{who.role.value}")))
        sign_out()
        keep_signed_in()
    chosen.run()


main()
