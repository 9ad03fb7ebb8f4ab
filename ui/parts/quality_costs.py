"""What models cost, by day and by draft."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from assistant.desk import Desk
from assistant.desk.quality import costs
from ui.catalog import t


def show_costs(here: Desk) -> None:
    """Show the sums of 30 days and each day by model."""
    found = costs(here)
    if not found:
        st.info(t("quality.costs.none"), icon=":material/savings:")
        return
    whole = sum((sum(each.yuan.values(), Decimal(0)) for each in found), Decimal(0))
    drafts = sum(each.drafts for each in found)
    first, second, third = st.columns(3)
    first.metric(t("quality.costs.whole"), t("quality.yuan", yuan=f"{whole:.2f}"))
    second.metric(t("quality.costs.drafts"), drafts)
    a_draft = t("quality.yuan", yuan=f"{whole / drafts:.3f}") if drafts else "–"
    third.metric(t("quality.costs.draft"), a_draft, help=t("quality.costs.draft_help"))
    names = sorted({model for each in found for model in each.yuan})
    table: dict[str, list[object]] = {t("quality.day"): [each.day for each in found]}
    # A model's name is data: it must not take the place of the column of days.
    shown = {name: name if name != t("quality.day") else f"{name} " for name in names}
    for name in names:
        table[shown[name]] = [float(each.yuan.get(name, 0)) for each in found]
    if names:
        st.bar_chart(table, x=t("quality.day"), y=list(shown.values()), y_label=t("quality.costs.yuan"))
    with st.expander(t("quality.as_table")):
        calls = {t("quality.costs.calls"): [each.calls for each in found]}
        st.dataframe(table | calls, hide_index=True, width="stretch")
