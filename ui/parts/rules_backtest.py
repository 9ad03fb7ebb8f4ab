"""Rules: who would be hit and who freed, of the messages of the last days. A job; the page polls."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant.desk import Desk, rules
from assistant.jobs.model import Job, JobStatus
from ui import state
from ui.catalog import t
from ui.parts.messages_card import short
from ui.plain import line
from ui.state import told

_JOB = "rules.job"
_POLLED = 1.5
_CHANGES = ("hit", "freed", "other")


def backtest(desk: Desk, text: str) -> None:
    """Offer to try the rules of ``text`` and show what came of it."""
    may = desk.person.may("rules.write")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        days = st.number_input(t("rules.backtest.days"), 1, 90, 7, key="rules.backtest.days", width=140)
        if st.button(
            t("rules.backtest"), key="rules.backtest", icon=":material/replay:", disabled=not may,
            help=t("rules.backtest.help") if may else t("rules.may"),
        ):  # fmt: skip
            with told():
                st.session_state[_JOB] = rules.backtest(desk, text, int(days)).id
    if _JOB in st.session_state:
        with told():
            job = desk.jobs.get(st.session_state[_JOB])
            if job.status.ended:
                _ended(desk, job)
            else:
                _running(job.id)


@st.fragment(run_every=_POLLED)
def _running(job_id: str) -> None:
    desk = state.desk()
    with told():
        job = desk.jobs.get(job_id)
        if job.status.ended:
            st.rerun()
        done, total = job.progress.done, job.progress.total
        said = t("rules.backtest.running", done=done, total=total or "…")
        st.progress(done / total if total else 0.0, text=said)
        if st.button(t("rules.backtest.stop"), key="rules.backtest.stop", type="tertiary"):
            rules.call_off(desk, job_id)
            st.session_state.pop(_JOB, None)
            st.rerun()


def _ended(desk: Desk, job: Job) -> None:
    found = job.result
    if job.status is not JobStatus.DONE or found is None:
        st.warning(t("rules.backtest.failed", said=line(job.fault.said if job.fault else job.status.value)))
        return
    if not found["messages"]:
        st.info(t("rules.backtest.none"), icon=":material/inbox:")
        return
    stopped = found["stopped"]
    st.markdown(
        t("rules.backtest.total", days=found["days"], messages=found["messages"], before=stopped["before"],
          after=stopped["after"])
    )  # fmt: skip
    if not any(found["changed"].values()):
        st.success(t("rules.backtest.same"), icon=":material/drag_handle:")
        return
    _changes(desk, found)


def _changes(desk: Desk, found: dict[str, Any]) -> None:
    shown = rules.samples(desk, found)
    for change in _CHANGES:
        if not found["changed"][change]:
            continue
        st.markdown(f"**{t(f'rules.change.{change}', count=found['changed'][change])}**")
        with st.expander(t("rules.backtest.who")):
            for id_, clause in found["clauses"].items():
                for each in clause["samples"]:
                    stored = shown.get(each["id"])
                    if each["change"] == change and stored is not None:
                        sender = stored.message.sender.name if stored.message else ""
                        st.markdown(f"{short(stored, 60)} :gray[{line(sender)} · {line(id_)}]")
