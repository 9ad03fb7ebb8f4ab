"""Prompt versions and how often what they wrote was approved."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.quality import PromptLine, prompts
from ui.catalog import t


def show_prompts(here: Desk) -> None:
    """Show who wrote what and what became of it."""
    st.write(t("quality.prompts.about"))
    found = prompts(here)
    if not found:
        st.info(t("quality.prompts.none"), icon=":material/edit_note:")
        return
    st.dataframe(
        [_row(each) for each in found],
        hide_index=True,
        width="stretch",
        column_config={
            t("quality.prompts.rate"): st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
        },
    )


def _row(each: PromptLine) -> dict[str, object]:
    name = t("quality.prompts.version", name=each.name, version=each.version) if each.name else t("quality.offline")
    return {
        t("quality.prompts.who"): name,
        t("quality.prompts.sha"): each.sha,
        t("quality.prompts.drafts"): each.drafts,
        t("quality.prompts.approved"): each.approved,
        t("quality.prompts.rejected"): each.rejected,
        t("quality.prompts.edited"): each.edited,
        t("quality.prompts.rate"): each.rate,
        t("quality.prompts.last"): each.last,
    }
