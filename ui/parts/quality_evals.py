"""The last run of the evals: what passed, what changed, what fails."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.quality import LastRun, SuiteLine, last_run
from ui.catalog import t
from ui.plain import line

_SHOWN = 100


def show_evals(here: Desk) -> None:
    """Show the last run, or how to make one."""
    st.write(t("quality.evals.about"))
    found = last_run(here)
    if found is None:
        st.info(t("quality.evals.none"), icon=":material/insights:")
        st.code("assistant eval", language="shell")
        return
    run = found.run
    said = t("quality.evals.run", at=f"{run.at:%Y-%m-%d %H:%M}", writer=line(run.writer))
    if run.passed:
        st.success(said, icon=":material/check_circle:")
    else:
        st.warning(said, icon=":material/rule:")
    st.dataframe([_row(each) for each in found.suites], hide_index=True, width="stretch")
    _failing(found)


def _row(each: SuiteLine) -> dict[str, object]:
    return {
        t("quality.evals.suite"): each.suite,
        t("quality.evals.passed"): "–" if each.passed is None else f"{each.passed:.1%}",
        t("quality.evals.to_baseline"): _points(each.to_baseline),
        t("quality.evals.to_before"): _points(each.to_before),
        t("quality.evals.not_run"): each.not_run,
    }


def _points(change: float | None) -> str:
    if change is None:
        return "–"
    return "0" if abs(change) < 5e-4 else f"{change * 100:+.1f}"


def _failing(found: LastRun) -> None:
    for name, cases in (("new", found.newly_failing), ("all", found.failing)):
        if not cases:
            continue
        with st.expander(t(f"quality.evals.failing_{name}", count=len(cases)), expanded=name == "new"):
            st.markdown("\n".join(f"- {line(case)}" for case in cases[:_SHOWN]))
            if len(cases) > _SHOWN:
                st.caption(t("quality.evals.more", count=len(cases) - _SHOWN))
    if found.hidden:
        st.caption(t("quality.evals.hidden", count=found.hidden))
