"""The studio: what is to be written."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import streamlit as st

from assistant.desk import Desk
from assistant.desk.studio import TONES, VARIANTS, Wish, campaigns_for, formats, writers
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic
from assistant.schema.group import Group
from ui.catalog import t, texts
from ui.plain import line

_KEPT: dict[str, Any] = {"persist_state": "session"}


def wish(desk: Desk) -> Wish:
    """Show the choices and return them."""
    asked_for()
    left, middle, right = st.columns([3, 2, 2])
    group = left.selectbox(
        t("studio.group"), list(desk.groups), format_func=lambda key: desk.groups[key].name, key="studio.group", **_KEPT
    )
    day = middle.date_input(t("studio.day"), value="today", key="studio.day", **_KEPT)
    at = right.time_input(t("studio.time"), value=None, key="studio.time", help=t("studio.time.help"), **_KEPT)
    here = desk.groups[group]
    kinds = list(here.kinds)
    if st.session_state.get("studio.kind") not in kinds:
        st.session_state["studio.kind"] = kinds[0]
    kind = st.segmented_control(
        t("studio.kind"), kinds, required=True, key="studio.kind", help=t("studio.kind.help"), **_KEPT,
        format_func=lambda each: t(f"studio.kind.{each.value}"),
    )  # fmt: skip
    chosen_day = day if isinstance(day, date) else date.today()
    campaign = _campaign(desk, here, chosen_day) if kind is DraftKind.PROMO else ""
    about = _about(here, kind or kinds[0])
    return _more(desk, kind or kinds[0], Wish(kind or kinds[0], group, chosen_day, at, about, campaign))


def asked_for() -> None:
    """Take over what another page asked for in the address."""
    asked = {
        key: st.query_params[key] for key in ("group", "kind", "date", "campaign", "about") if key in st.query_params
    }
    for key in asked:
        del st.query_params[key]
    state = st.session_state
    for key in ("group", "campaign", "about"):
        if key in asked:
            state[f"studio.{key}"] = asked[key]
    if "kind" in asked and asked["kind"] in list(DraftKind):
        state["studio.kind"] = DraftKind(asked["kind"])
    if "date" in asked:
        try:
            state["studio.day"] = date.fromisoformat(asked["date"])
        except ValueError:
            return


def _campaign(desk: Desk, group: Group, day: date) -> str:
    left, right = st.columns(2)
    mechanics = sorted({each.mechanic for each in campaigns_for(desk, group.id, day)})
    mechanic = left.selectbox(
        t("studio.mechanic"), [None, *mechanics], key="studio.mechanic", **_KEPT,
        format_func=lambda each: t(f"studio.mechanic.{each.value if isinstance(each, Mechanic) else 'all'}"),
    )  # fmt: skip
    found = {each.id: each.name for each in campaigns_for(desk, group.id, day, mechanic)}
    if not found:
        st.info(t("studio.campaign.none"), icon=":material/event_busy:")
        return ""
    if st.session_state.get("studio.campaign", "") not in found:
        st.session_state["studio.campaign"] = next(iter(found)) if mechanic else ""
    options = list(found) if mechanic else ["", *found]
    chosen = right.selectbox(
        t("studio.campaign"), options, key="studio.campaign", **_KEPT,
        format_func=lambda key: found[key] if key else t("studio.campaign.best"),
    )  # fmt: skip
    return str(chosen or "")


def _about(group: Group, kind: DraftKind) -> str:
    theme = None
    if kind is not DraftKind.PROMO and group.theme:
        theme = st.pills(
            t("studio.theme"), group.theme, key=f"studio.theme {group.id}", help=t("studio.theme.help"), **_KEPT,
            format_func=line,
        )  # fmt: skip
    about = st.text_input(
        t("studio.about"), key="studio.about", placeholder=t("studio.about.placeholder"), max_chars=500,
        help=t("studio.about.help"), **_KEPT,
    )  # fmt: skip
    return str(about or theme or "").strip()


def _more(desk: Desk, kind: DraftKind, so_far: Wish) -> Wish:
    which = {each: t(f"studio.format.{each}") for each in formats(kind)}
    # A kind of one format has nothing to choose there.
    left, middle, right, last = st.columns(4) if len(which) > 1 else (None, *st.columns(3))
    format_ = next(iter(which))
    if left is not None:
        key = f"studio.format {kind.value}"
        format_ = left.selectbox(t("studio.format"), list(which), key=key, format_func=which.__getitem__, **_KEPT)
    tones = {"": t("studio.tone.own")} | {tone: t(f"studio.tone.{tone}") for tone in TONES}
    tone = middle.selectbox(
        t("studio.tone"), list(tones), key="studio.tone", accept_new_options=True, help=t("studio.tone.help"), **_KEPT,
        format_func=lambda each: tones.get(each, each),
    )  # fmt: skip
    names = {each: t("studio.writer.offline") if each == "offline" else each for each in writers(desk)}
    writer = right.selectbox(
        t("studio.writer"), list(names), key="studio.writer", help=t("studio.writer.help"), **_KEPT,
        format_func=names.__getitem__,
    )  # fmt: skip
    count = last.segmented_control(
        t("studio.count"), [1, VARIANTS], default=1, required=True, key="studio.count", **_KEPT,
        format_func=lambda number: t(f"studio.count.{number}"),
    )  # fmt: skip
    return Wish(
        so_far.kind, so_far.group, so_far.day, so_far.time if isinstance(so_far.time, time) else None, so_far.about,
        so_far.campaign, str(format_), _plain_tone(str(tone or "")), str(writer or ""), int(count or 1),
    )  # fmt: skip


def _plain_tone(tone: str) -> str:
    """The tone itself: after the language was switched the box may hold what it is called in the other."""
    called = {text: each for each in ("", *TONES) for text in texts()[f"studio.tone.{each or 'own'}"].values()}
    return called.get(tone, tone)
