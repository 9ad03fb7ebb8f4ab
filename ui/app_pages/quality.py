"""The page quality: evals, prompts, false alarms, costs."""

from __future__ import annotations

import streamlit as st

from ui.catalog import t
from ui.parts.choice import choose_part
from ui.parts.quality_alarms import show_alarms
from ui.parts.quality_costs import show_costs
from ui.parts.quality_evals import show_evals
from ui.parts.quality_prompts import show_prompts
from ui.state import desk, told

PARTS = {"alarms": show_alarms, "prompts": show_prompts, "costs": show_costs, "evals": show_evals}

st.title(t("page.quality"))
part = choose_part("quality", list(PARTS))
with told():
    PARTS[part](desk())
