"""Models: which are set up, whether they answer, what they may cost. A key is never shown, only whether it is there."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from assistant.desk import Desk
from assistant.desk.settings import ModelLine, begin_test, models, save_settings, settings_form, spent_today
from assistant.jobs.model import JobStatus
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.forms import done, show_done
from ui.parts.waiting import nobody_works
from ui.plain import line
from ui.state import desk, told

_TEST = "settings.models.test"


def show_models(here: Desk) -> None:
    """Show the models, the test and the budget."""
    show_done()
    st.write(t("settings.models.about"))
    found = models(here)
    if not found:
        st.info(t("settings.models.none"), icon=":material/smart_toy:")
        st.code('[models.draft]\nmodel = "deepseek/deepseek-chat"\napi_key_env = "DEEPSEEK_API_KEY"', language="toml")
    for each in found:
        _model(here, each)
    st.divider()
    _budget(here, [each.alias for each in found])


def _model(here: Desk, each: ModelLine) -> None:
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(f"**{line(each.alias)}**　{line(each.model)}" + (f"　{line(each.host)}" if each.host else ""))
        if each.key_env:
            state = "set" if each.key_set else "unset"
            left.caption(t(f"settings.models.key_{state}", name=line(each.key_env)))
        if each.fallbacks:
            left.caption(t("settings.models.fallbacks", names=line("、".join(each.fallbacks))))
        may = here.person.may("settings.write")
        if right.button(
            t("settings.models.test"), key=f"{_TEST}.{each.alias}", disabled=not may, help=not_allowed(may),
            width="stretch",
        ):  # fmt: skip
            with told():
                st.session_state[f"{_TEST}.job.{each.alias}"] = begin_test(here, each.alias).id
        if job_id := st.session_state.get(f"{_TEST}.job.{each.alias}"):
            _watch(str(job_id))


@st.fragment(run_every=1.0)
def _watch(job_id: str) -> None:
    with told():
        here = desk()
        job = here.jobs.get(job_id)
        if not job.status.ended:
            st.caption(t("settings.models.testing"))
            nobody_works(here, job)
        elif job.status is JobStatus.DONE and job.result:
            key = "settings.models.answers" if job.result["fits"] else "settings.models.answers_oddly"
            seconds, cost = f"{job.result['seconds']:.1f}", f"{Decimal(job.result['cost']):.4f}"
            st.success(t(key, seconds=seconds, cost=cost), icon=":material/check_circle:")
        elif job.fault:
            st.error(line(job.fault.said), icon=":material/error:")


def _budget(here: Desk, aliases: list[str]) -> None:
    form = settings_form(here)
    may = here.person.may("settings.write")
    st.caption(t("settings.models.spent", yuan=f"{spent_today(here):.2f}"))
    with st.form("settings.models.budget", border=False), told():
        known = ["offline", *(alias for alias in aliases if alias != "judge")]
        now = str(form.values["writer"])
        writers = known if now in known else [*known, now]
        writer = st.selectbox(
            t("settings.models.writer"), writers, writers.index(now), help=t("settings.models.writer_help"),
            format_func=lambda one: t("settings.models.offline") if one == "offline" else str(one),
            disabled="writer" in form.fixed,
        )  # fmt: skip
        budget = form.values["models.daily_budget"]
        given = st.number_input(
            t("settings.models.budget"), 0.0, 100_000.0, float(budget) if budget is not None else None,
            help=t("settings.models.budget_help"), placeholder=t("settings.models.unlimited"),
            disabled="models.daily_budget" in form.fixed,
        )  # fmt: skip
        for field, variable in form.fixed.items():
            st.caption(t("settings.fixed", field=line(field), name=line(variable)))
        if st.form_submit_button(t("settings.save"), disabled=not may, help=not_allowed(may)):
            budgeted = None if given is None else Decimal(str(given))
            changes = {"writer": writer, "models.daily_budget": budgeted}
            save_settings(here, {key: new for key, new in changes.items() if new != form.values[key]}, form.digest)
            done("settings.saved")
