"""Messages: one decision with all that helps to judge it."""

from __future__ import annotations

import streamlit as st

from assistant.desk.messages import Card
from assistant.moderation.views import parts_of
from assistant.schema.moderation import CATEGORY_NAMES, Action, Category, Decision, Verdict
from assistant.storage.decisions import Stored
from ui.catalog import language, t
from ui.marked import Span, marked
from ui.plain import escaped, line

_COLOURS = {Verdict.REVIEW: "orange", Verdict.BLOCK: "red", Verdict.ALLOW: "green"}
_PARTS = frozenset({"title", "url", "ocr", "qr", "app", "file_name", "forwarded", "quote", "name", "joined"})


def words(shown: Card, group: str) -> None:
    """Show what was said, by whom and where, with the evidence marked."""
    _head(shown.stored, group)
    _said(shown.stored)
    if shown.said:
        given = shown.said[-1]
        st.info(
            t("messages.said", label=category(given.label), effect=t(f"messages.effect.{given.effect}")),
            icon=":material/how_to_reg:",
        )


def reasons(shown: Card) -> None:
    """Show why it was decided so and what the member did before."""
    with st.container(border=True):
        _why(shown.stored.decision)
        _further(shown)


def category(of: Category) -> str:
    """What a category is called in the language of who looks."""
    return CATEGORY_NAMES[of] if language() == "zh" else of.value


def short(stored: Stored, most: int = 20) -> str:
    """A decision on one line, as markdown."""
    said = " ".join(stored.message.text.split()) if stored.message else ""
    said = said or t("messages.gone") if stored.message is None else said or "…"
    colour = _COLOURS[stored.decision.verdict]
    mark = ":gray[:material/check:]" if stored.should else f":{colour}[●]"
    return f"{mark} {line(said[:most] + '…' * (len(said) > most))}"


def _head(stored: Stored, group: str) -> None:
    decision = stored.decision
    sender = stored.message.sender if stored.message else None
    who = (sender.name or sender.id if sender else "") or t("messages.nobody")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(t(f"messages.verdict.{decision.verdict.value}"), color=_COLOURS[decision.verdict])  # type: ignore[arg-type]
        if decision.category is not Category.ALLOW:
            st.badge(category(decision.category), color="gray")
        if decision.verdict is Verdict.REVIEW:
            st.caption(t("messages.sure", percent=round(decision.confidence * 100)))
        st.caption(f"{line(group or stored.group)} · {line(who)} · {stored.at:%m-%d %H:%M}")


def _said(stored: Stored) -> None:
    message = stored.message
    if message is None:
        st.caption(t("messages.gone"))
        return
    evidence = stored.decision.evidence
    if message.text:
        spans = [Span(each.start, each.end) for each in evidence if each.part == "text"]
        st.markdown(f"#### {marked(message.text, spans)}" if "\n" not in message.text else marked(message.text, spans))
    for part, text in parts_of(message.meta):
        spans = [Span(each.start, each.end) for each in evidence if each.part == part]
        st.caption(t(f"messages.part.{part}"))
        st.markdown(marked(text[:1000], spans))


def _why(decision: Decision) -> None:
    lines = []
    if decision.rule is not None and decision.rule.clause:
        lines.append(t("messages.clause", clause=line(decision.rule.clause)))
    else:
        lines.append(t("messages.no_clause"))
    lines.append(
        t(f"messages.stage.{decision.stage.value}") + (f"：{line(decision.reason)}" if decision.reason else "")
    )
    # A reason names the words already.
    for span in [] if decision.reason else decision.evidence[:4]:
        part = f"{t(f'messages.part.{span.part}')} " if span.part in _PARTS else ""
        lines.append(part + t("messages.why", words=line(span.text[:40]), why=line(span.why)))
    if decision.degraded:
        lines.append(t("messages.degraded"))
    if decision.actions:
        doing = "，".join(_action(each) for each in decision.actions)
        lines.append(t("messages.doing", actions=doing))
    st.markdown("\n".join(f"- {each}" for each in lines))


def _action(action: Action) -> str:
    said = t(f"messages.action.{action.kind}", minutes=action.minutes)
    return t("messages.action.operator", action=said) if action.by == "operator" else said


def _further(card: Card) -> None:
    decision = card.stored.decision
    if decision.neighbours:
        st.caption(t("messages.near"))
        st.markdown("\n".join(f"- {escaped(_neighbour(each))}" for each in decision.neighbours[:3]))
    count = sum(card.offences.values())
    if not count and not card.history:
        st.caption(t("messages.history.none"))
        return
    with st.expander(t("messages.history", count=count), icon=":material/history:"):
        for clause, times in card.offences.items():
            st.markdown(t("messages.history.of", clause=line(clause), count=times))
        for each in card.history:
            st.markdown(f"{each.at:%m-%d %H:%M} {short(each, 60)}")


def _neighbour(said: str) -> str:
    label, _, text = said.partition("：")
    known = label in {each.value for each in Category}
    return " ".join(f"{category(Category(label))}：{text}".split() if known else said.split())
