"""Today: what the day is and what to look out for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.desk.today import Warning, hints, warnings  # noqa: A004 - what to look out for
from ui.catalog import t
from ui.parts.days import day_name
from ui.plain import inline

#: As many stay unfolded.
_FEW = 3
_PAGES = Path(__file__).parents[1] / "app_pages"


def head(desk: Desk, day: date) -> None:
    """The day's name, its festivals and solar term, and what the groups' rhythm asks for."""
    found = hints(desk, day)
    its = found.calendar
    badges = [f":orange-badge[{t('today.festival', names='、'.join(its.festivals))}]"] if its.festivals else []
    if found.holiday:
        badges.append(f":orange-badge[{t('today.holiday')}]")
    if its.solar_term:
        badges.append(f":green-badge[{t('today.term', name=its.solar_term)}]")
    badges += [f":gray-badge[{t('today.soon', days=days, name=name)}]" for days, name in its.upcoming[:3]]
    st.markdown(" ".join([f"**{day_name(day)}** · {its.lunar} · {its.school}", *badges]))
    kinds = [t("today.rhythm.one", count=count, kind=t(f"today.kind.{kind}")) for kind, count in found.rhythm.items()]
    st.caption(t("today.rhythm", what=t("today.and").join(kinds)) if kinds else t("today.rhythm.none"))


def look_out(desk: Desk, day: date, when: str) -> None:
    """The warnings, the grave ones open."""
    found = warnings(desk, day)
    grave = [each for each in found if each.grave]
    for each in grave:
        _grave(each, when)
    rest = [each for each in found if not each.grave]
    if rest:
        few = len(rest) <= _FEW
        with st.expander(t("today.warnings", count=len(rest)), expanded=few, icon=":material/notifications:"):
            for each in rest:
                st.markdown(f"- {_said(each, when)}")


def _grave(warning: Warning, when: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(_said(warning, when), icon=":material/warning:", width="stretch")
        page = t(f"page.{warning.page}")
        st.page_link(_PAGES / f"{warning.page}.py", label=page, icon=":material/arrow_forward:")


def _said(warning: Warning, when: str) -> str:
    shown = {key: inline(line_) for key, line_ in warning.about.items()}
    return t(f"today.warn.{warning.code}", **shown, when=when)
