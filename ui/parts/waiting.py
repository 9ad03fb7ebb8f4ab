"""Work that waits and that nobody seems to do."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.unattended import unattended
from assistant.jobs.model import Job
from ui.catalog import t


def nobody_works(desk: Desk, job: Job) -> None:
    """Say so where a job waits and no worker seems to run."""
    if unattended(desk, job):
        st.warning(t("common.unattended"), icon=":material/hourglass_disabled:")
