"""False alarms over time, by what people said of decisions."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.quality import alarms
from ui.catalog import t

_PERIODS = (7, 30, 90)


def show_alarms(here: Desk) -> None:
    """Show the sums of the period and how they came day by day."""
    st.write(t("quality.alarms.about"))
    days = st.segmented_control(
        t("quality.period"), _PERIODS, default=30, format_func=lambda one: t("quality.days", days=one),
        key="quality.alarms.days",
    )  # fmt: skip
    found = alarms(here, days=days or 30)
    if not found:
        st.info(t("quality.alarms.none"), icon=":material/forum:")
        return
    stopped, false = sum(each.alarms for each in found), sum(each.false for each in found)
    first, second, third = st.columns(3)
    first.metric(t("quality.alarms.judged"), f"{sum(each.judged for each in found):,}")
    second.metric(t("quality.alarms.stopped"), f"{stopped:,}")
    share = f"{false / stopped:.1%}" if stopped else "–"
    third.metric(t("quality.alarms.false"), f"{false:,}", share, delta_color="off", delta_arrow="off")
    table = {
        t("quality.day"): [each.day for each in found],
        t("quality.alarms.stopped"): [each.alarms for each in found],
        t("quality.alarms.false"): [each.false for each in found],
    }
    st.bar_chart(
        table, x=t("quality.day"), y=[t("quality.alarms.stopped"), t("quality.alarms.false")], stack=False,
        color=["#2f7d6b", "#c2542d"],
    )  # fmt: skip
    # Whoever cannot see the chart reads it.
    with st.expander(t("quality.as_table")):
        st.dataframe(table, hide_index=True, width="stretch")
