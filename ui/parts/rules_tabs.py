"""Rules: paste one's own, edit the file."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.pasted import Suggestion, suggested, write
from assistant.desk.rulefile import checked, digest
from assistant.desk.rules import Standing
from assistant.schema.moderation import Category
from ui.catalog import t
from ui.parts.messages_card import category
from ui.plain import line
from ui.state import told

_FILE, _TEXT = "rules.file", "rules.file.text"


def paste(desk: Desk, before: Standing, name: str) -> None:
    """Paste one's own rules, confirm what they are taken for, write them."""
    st.caption(t("rules.paste.help"))
    text = st.text_area(t("rules.paste.text"), height=200, key="rules.paste.text", max_chars=10_000)
    if st.button(t("rules.paste.read"), key="rules.paste.read", disabled=not text.strip()):
        with told():
            st.session_state["rules.pasted"] = suggested(text)
            # What was said of the lines that were there before is not said of these.
            for key in [key for key in st.session_state if str(key).startswith(("rules.pasted ", "rules.kept "))]:
                del st.session_state[key]
    held: list[Suggestion] = st.session_state.get("rules.pasted", [])
    if not held:
        return
    confirmed = [_confirmed(number, each) for number, each in enumerate(held)]
    how = {False: t("rules.paste.replace"), True: t("rules.paste.append")}
    append = st.segmented_control(
        t("rules.paste.how"), list(how), default=True, required=True, format_func=how.__getitem__, key="rules.paste.how"
    )
    may = desk.person.may("rules.write") and desk.person.may("rules.live")
    if st.button(
        t("rules.paste.write"), type="primary", key="rules.paste.write", disabled=not may,
        help=None if may else t("rules.may.live"),
    ):  # fmt: skip
        with told():
            done = write(desk, confirmed, rules=name, append=bool(append), digest=before.digest)
            st.session_state.pop("rules.pasted")
            st.session_state["rules.noted"] = t("rules.paste.done", count=len(done))
            st.rerun()


def _confirmed(number: int, given: Suggestion) -> Suggestion:
    named: dict[Category, str] = {each: category(each) for each in Category if each is not Category.ALLOW}
    names: dict[Category | None, str] = {None: t("rules.paste.reminder")}
    names.update(named.items())
    with st.container(border=True, gap="xsmall"):
        st.text(given.clause)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            chosen = st.selectbox(
                t("rules.category"), list(names), list(names).index(given.category), key=f"rules.pasted {number}",
                format_func=names.__getitem__, width=240,
            )  # fmt: skip
            keep = st.checkbox(t("rules.paste.keep"), given.keep, key=f"rules.kept {number}")
        if given.words:
            st.caption(f"{t('rules.paste.words')}：{line('、'.join(given.words))}")
    return replace(given, category=chosen, keep=keep)


def file(desk: Desk) -> None:
    """Edit the whole file. What she types stays where it cannot be saved."""
    st.caption(t("rules.file.help"))
    begun, stood = _begun(desk)
    text = st.text_area(t("rules.file.text"), height=500, key=_TEXT, persist_state="session") or ""
    if text != begun:
        with told():
            checked(desk, text)
            st.success(t("rules.right"), icon=":material/check:")
    may = desk.person.may("rules.live")
    if st.button(
        t("rules.save"), type="primary", key="rules.file.save", disabled=not may or text == begun,
        help=None if may else t("rules.may.live"),
    ):  # fmt: skip
        with told():
            rules.replace_text(desk, text, stood)
            _forget()
            st.session_state["rules.noted"] = t("rules.saved")
            st.rerun()
    if text != begun:
        st.button(t("rules.file.anew"), key="rules.file.anew", icon=":material/refresh:", on_click=_forget)


def _begun(desk: Desk) -> tuple[str, str]:
    """The text and its digest of when she began to type; as they stand now where she has not.

    What somebody else writes meanwhile is not overwritten.
    """
    held: tuple[str, str] | None = st.session_state.get(_FILE)
    if held is None or st.session_state.get(_TEXT, held[0]) == held[0]:
        held = st.session_state[_FILE] = (rules.written(desk), digest(desk))
        st.session_state[_TEXT] = held[0]
    return held


def _forget() -> None:
    st.session_state.pop(_FILE, None)
