"""Messages: what one may say of a decision, by a click or a key. What is done is done before the page runs again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.desk import Desk, messages
from assistant.desk.messages import Card
from assistant.errors import AssistantError
from assistant.moderation.feedback import Told
from assistant.schema.moderation import Category
from ui.catalog import t
from ui.parts.messages_card import category
from ui.plain import line
from ui.state import acting

#: The letter that says a category: of its English name, where that is free (C and R are Streamlit's own).
KEYS = {
    Category.AD: "A", Category.LINK: "L", Category.FRAUD: "F", Category.GAMBLING: "G", Category.PORN: "P",
    Category.ABUSE: "B", Category.MEDICAL: "M", Category.PRIVACY: "S", Category.FLOOD: "D", Category.OTHER: "O",
}  # fmt: skip
_MODES = ("both", "act", "teach")
AT, FAULT, DONE, NOTED = "messages.at", "messages.fault", "messages.done", "messages.noted"
#: Where the page of the list begins that is shown; which decision the buttons are about.
AFTER, _SHOWN = "messages.after", "messages.shown"


@dataclass(frozen=True)
class Beside:
    """The decisions beside one, empty where there is none; ``page`` is where the next page of the list begins."""

    before: str
    following: str
    page: str


def buttons(desk: Desk, card: Card, beside: Beside) -> None:
    """Show what one may say of a decision."""
    decision = card.stored.decision
    own = card.stored.should or decision.category
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("messages.right", label=category(decision.category)), type="primary", shortcut="1", key="messages.right",
            icon=":material/thumb_up:", on_click=_say, args=(decision.id, None, beside),
        )  # fmt: skip
        st.button(
            t("messages.fine"), shortcut="2", key="messages.fine", icon=":material/check_circle:",
            disabled=decision.category is Category.ALLOW, on_click=_say,
            args=(decision.id, Category.ALLOW, beside),
        )  # fmt: skip
    st.caption(t("messages.other"))
    with st.container(horizontal=True, gap="xsmall"):
        for each, key in KEYS.items():
            st.button(
                category(each), shortcut=key, key=f"messages.is.{each.value}", on_click=_say,
                args=(decision.id, each, beside), disabled=each in (decision.category, own),
            )  # fmt: skip
    _moving(desk, card, beside)
    st.session_state[_SHOWN] = decision.id


def undo() -> None:
    """Show the button that takes back what was said last; it is there also when nothing else is left."""
    done: list[str] = st.session_state.get(DONE, [])
    st.button(
        t("messages.undo"), shortcut="Z", key="messages.undo", disabled=not done, type="tertiary",
        icon=":material/undo:", help=None if done else t("messages.undo.none"), on_click=_undo,
        args=(done[-1] if done else "",),
    )  # fmt: skip


def noted() -> None:
    """Show what the last click did, or why it could not be done."""
    for said in st.session_state.pop(NOTED, []):
        st.toast(said)
    if (fault := st.session_state.pop(FAULT, None)) is not None:
        raise fault


def _moving(desk: Desk, card: Card, beside: Beside) -> None:
    done: list[str] = st.session_state.get(DONE, [])
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.button(
            t("messages.back"), shortcut="Left", key="messages.back", disabled=not beside.before,
            type="tertiary", on_click=_go, args=(beside.before,),
        )  # fmt: skip
        st.button(
            t("messages.next"), shortcut="Right", key="messages.next", type="tertiary",
            disabled=not (beside.following or beside.page), on_click=_on, args=(beside,),
        )  # fmt: skip
        undo()
        if card.said and (not done or done[-1] != card.stored.decision.id):
            st.button(
                t("messages.undo.this"), key="messages.undo.this", type="tertiary", icon=":material/undo:",
                on_click=_undo, args=(card.stored.decision.id,),
            )  # fmt: skip
        _phrase(desk, card)
    modes = {mode: t(f"messages.mode.{mode}") for mode in _MODES}
    st.segmented_control(
        t("messages.mode"), _MODES, default="both", required=True, key="messages.mode",
        format_func=modes.__getitem__, help=t("messages.mode.help"),
    )  # fmt: skip


def _phrase(desk: Desk, card: Card) -> None:
    may = desk.person.may("rules.write")
    with st.popover(
        t("messages.phrase"), icon=":material/playlist_add_check:", disabled=not may, type="tertiary",
        help=None if may else t("messages.phrase.may"),
    ):  # fmt: skip
        offered = messages.phrases_of(card.stored)
        key = f"messages.phrase {card.stored.decision.id}"
        phrase = st.text_input(
            t("messages.phrase.words"), value=offered[0] if offered else "", help=t("messages.phrase.help"), key=key,
            max_chars=40,
        )  # fmt: skip
        st.button(
            t("messages.phrase.do"), key="messages.phrase.do", type="primary", disabled=not phrase.strip(),
            on_click=_allow, args=(card.stored.decision.id, phrase),
        )  # fmt: skip


def _say(decision_id: str, should: Category | None, beside: Beside) -> None:
    # A key that is pressed again before the next message and its buttons are there is about nothing she has seen.
    if st.session_state.get(_SHOWN) != decision_id:
        return
    st.session_state.pop(_SHOWN)
    mode = st.session_state.get("messages.mode", "both")

    def deed(desk: Desk) -> Told:
        if mode == "teach":
            own = messages.card(desk, decision_id).stored.decision.category
            return messages.teach_only(desk, decision_id, should or own)
        return messages.judge(desk, decision_id, should=should, teach=mode == "both")

    said = t("messages.done.right") if should is None else t("messages.done.wrong", label=category(should))
    if _done(deed, said):
        st.session_state.setdefault(DONE, []).append(decision_id)
        _on(beside)


def _undo(decision_id: str) -> None:
    if _done(lambda desk: messages.undo(desk, decision_id), t("messages.done.undo")):
        st.session_state[DONE] = [each for each in st.session_state.get(DONE, []) if each != decision_id]
        _go(decision_id)


def _allow(decision_id: str, phrase: str) -> None:
    said = t("messages.phrase.done", phrase=line(phrase.strip()))
    _done(lambda desk: messages.allow_phrase(desk, decision_id, phrase), said)


def _done(deed: Callable[[Desk], Told | None], said: str) -> bool:
    # Who presses it, with the role of this moment: the button may have been drawn hours ago.
    if (desk := acting()) is None:
        return False
    try:
        told = deed(desk)
    except AssistantError as error:
        st.session_state[FAULT] = error
        return False
    changed = [
        t("messages.done.shadow" if rule.shadow else "messages.done.live", clause=line(rule.clause))
        for rule in (told.rules if told else ())
    ]
    st.session_state[NOTED] = [said, *changed]
    return True


def _go(decision_id: str) -> None:
    st.session_state[AT] = decision_id


def _on(beside: Beside) -> None:
    """Go on to the next decision, behind the last of a page to the next page, behind the last of all to the first."""
    st.session_state[AT] = beside.following
    if not beside.following:
        st.session_state[AFTER] = beside.page
