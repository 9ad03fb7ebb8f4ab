"""The page settings: brand, groups, models, keys, members, data, looks."""

from __future__ import annotations

import streamlit as st

from ui.catalog import t
from ui.parts.choice import choose_part
from ui.parts.settings_brand import show_brand
from ui.parts.settings_data import show_data
from ui.parts.settings_groups import show_groups
from ui.parts.settings_keys import show_keys
from ui.parts.settings_looks import show_looks
from ui.parts.settings_members import show_members
from ui.parts.settings_models import show_models
from ui.state import desk, told

PARTS = {
    "brand": show_brand,
    "groups": show_groups,
    "models": show_models,
    "keys": show_keys,
    "members": show_members,
    "data": show_data,
    "looks": show_looks,
}

st.title(t("page.settings"))
part = choose_part("settings", list(PARTS))
with told():
    PARTS[part](desk())
