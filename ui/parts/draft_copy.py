"""Copying a draft out: as one text, as messages for a phone, as a picture."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.cards import Card, card
from assistant.desk.copies import messages, plain
from assistant.schema.contracts import Draft, DraftStatus
from assistant.text.format import moment_text
from ui.catalog import t
from ui.plain import line
from ui.state import told


def copy(desk: Desk, draft: Draft) -> None:
    """The three ways; what should not go out yet is said first."""
    if draft.status is DraftStatus.NEEDS_EDIT:
        st.warning(t("draft.copy.wrong"), icon=":material/report:")
    elif draft.status is not DraftStatus.APPROVED:
        st.info(t("draft.copy.not_yet"), icon=":material/hourglass_empty:")
    left, right = st.columns(2, gap="large")
    with left:
        _plain(draft)
        _card(desk, draft)
    with right:
        _messages(draft)


def _plain(draft: Draft) -> None:
    st.markdown(f"**{t('draft.copy.plain')}**")
    title = st.toggle(t("draft.copy.with_title"), value=True, key=f"with title {draft.id}")
    st.caption(t("draft.copy.plain.help"))
    st.code(plain(draft, title=title), language=None, wrap_lines=True)


def _messages(draft: Draft) -> None:
    found = messages(draft)
    st.markdown(f"**{t('draft.copy.parts')}**")
    st.caption(t("draft.copy.parts.help", count=len(found)) if len(found) > 1 else t("draft.copy.parts.one"))
    for number, each in enumerate(found, start=1):
        told_ = [each.name or t("draft.copy.part", number=number)]
        told_ += [t("draft.copy.at", when=moment_text(each.send_at))] if each.send_at else []
        told_ += [t("draft.copy.seconds", seconds=each.seconds)] if each.seconds else []
        st.markdown(line(" · ".join(told_)))
        st.code(each.text, language=None, wrap_lines=True)


def _card(desk: Desk, draft: Draft) -> None:
    st.markdown(f"**{t('draft.copy.card')}**")
    key = f"card {draft.id}"
    if st.button(
        t("draft.copy.card.draw"), key=f"draw {draft.id}", icon=":material/image:", help=t("draft.copy.card.help")
    ):
        with told():
            group = desk.groups.get(draft.group)
            drawn = card(draft, desk.brand, traditional=group is not None and group.script == "traditional")
            st.session_state[key] = (draft.version, drawn)
    version, drawn = st.session_state.get(key, (0, None))
    if isinstance(drawn, Card) and version == draft.version:
        _shown(draft, drawn)


def _shown(draft: Draft, drawn: Card) -> None:
    st.image(drawn.png, width=360, alt=t("draft.copy.card.alt", title=draft.title))
    if drawn.left_out:
        st.caption(line(t("draft.copy.card.left_out", chars=" ".join(drawn.left_out))))
    st.download_button(
        t("draft.copy.card.save"), drawn.png, f"{draft.group}-{draft.date.isoformat()}-{draft.id}.png", "image/png",
        key=f"save card {draft.id}", icon=":material/download:",
    )  # fmt: skip
