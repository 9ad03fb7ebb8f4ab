"""The page quality."""

from __future__ import annotations

import streamlit as st

from ui.catalog import t

st.title(t("page.quality"))
