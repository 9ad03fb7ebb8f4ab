"""Rules: how often each clause was right, day by day."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from assistant.desk import Desk, rules
from assistant.desk.rules import Day, Standing
from ui.catalog import t

_WORDS = 14


def precision(desk: Desk, before: Standing) -> None:
    """Plot each clause by day, and beside the line how much it stopped and how much of that was wrong."""
    found = rules.trend(desk)
    if not found:
        st.info(t("rules.precision.none"), icon=":material/show_chart:")
        return
    st.caption(t("rules.precision.help"))
    names = _names(before)
    days: dict[str, list[Day]] = defaultdict(list)
    for each in found:
        days[each.clause].append(each)
    worst = sorted(days, key=lambda id_: (_right(days[id_]), -len(days[id_])))
    called = [names.get(id_, id_) for id_ in worst]
    acted, wrong, share = (t(f"rules.precision.{name}") for name in ("acted", "wrong", "share"))
    day, clause = t("rules.precision.day"), t("rules.precision.clause")
    chosen = st.pills(
        t("rules.precision.which"), worst, selection_mode="multi", default=worst[:3], key="rules.precision.which",
        format_func=lambda id_: names.get(id_, id_),
    )  # fmt: skip
    rows = [
        {day: each.day, clause: names.get(id_, id_), share: round(each.precision * 100, 1)}
        for id_ in chosen
        for each in days[id_]
    ]
    if rows:
        st.line_chart(rows, x=day, y=share, color=clause, height=300)
    table = {
        clause: called,
        acted: [sum(each.acted for each in days[id_]) for id_ in worst],
        wrong: [sum(each.wrong for each in days[id_]) for id_ in worst],
        share: [round(_right(days[id_]) * 100) for id_ in worst],
        t("rules.precision.trend"): [[each.precision * 100 for each in days[id_]] for id_ in worst],
    }
    columns = {t("rules.precision.trend"): st.column_config.LineChartColumn(y_min=0, y_max=100)}
    st.dataframe(table, hide_index=True, column_config=columns)


def _right(days: list[Day]) -> float:
    acted = sum(each.acted for each in days)
    return (acted - sum(each.wrong for each in days)) / acted if acted else 1.0


def _names(before: Standing) -> dict[str, str]:
    """What clauses are called: the beginning of their words."""
    every = [clause for each in before.book.sets.values() for clause in each.clauses]
    return {
        clause.id: clause.clause if len(clause.clause) <= _WORDS else f"{clause.clause[:_WORDS]}…" for clause in every
    }
