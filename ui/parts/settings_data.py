"""How long things are kept; the whole workspace out and in."""

from __future__ import annotations

import tempfile
from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.archive import export, take_in
from assistant.desk.knowledge import begin_sync
from assistant.desk.settings import save_settings, settings_form
from ui.catalog import t
from ui.parts.choice import not_allowed
from ui.parts.forms import done, show_done
from ui.plain import line
from ui.state import told

_DAYS = {"moderation.keep_days": (0, 3650), "history.days": (1, 730), "jobs.keep_days": (1, 3650)}
_PACKED = "settings.data.packed"


def show_data(here: Desk) -> None:
    """Show the periods, then export and import."""
    show_done()
    _periods(here)
    st.divider()
    _export(here)
    st.divider()
    _import(here)


def _periods(here: Desk) -> None:
    form = settings_form(here)
    may = here.person.may("settings.write")
    with st.form("settings.data.periods", border=False), told():
        st.subheader(t("settings.data.periods"))
        now: dict[str, str | int | None] = {}
        for field, (least, most) in _DAYS.items():
            value = form.values[field]
            assert isinstance(value, int)
            now[field] = st.number_input(
                t(f"settings.data.{field}"), least, most, value, help=t(f"settings.data.{field}_help"),
                disabled=field in form.fixed,
            )  # fmt: skip
        for field, variable in form.fixed.items():
            st.caption(t("settings.fixed", field=line(field), name=line(variable)))
        if st.form_submit_button(t("settings.save"), disabled=not may, help=not_allowed(may)):
            save_settings(here, {key: new for key, new in now.items() if new != form.values[key]}, form.digest)
            done("settings.saved")


def _export(here: Desk) -> None:
    st.subheader(t("settings.export"))
    st.write(t("settings.export.about"))
    may = here.person.may("workspace.move")
    if st.button(t("settings.export.make"), icon=":material/archive:", disabled=not may, help=not_allowed(may)):
        with told(), st.spinner(t("settings.export.making")), tempfile.TemporaryFile() as out:
            export(here, out)
            out.seek(0)
            st.session_state[_PACKED] = out.read()
    if may and (packed := st.session_state.get(_PACKED)):
        name = f"workspace-{date.today():%Y%m%d}.zip"
        st.download_button(
            t("settings.export.load"), packed, name, "application/zip", icon=":material/download:", type="primary",
            on_click=lambda: st.session_state.pop(_PACKED, None),
        )  # fmt: skip


def _import(here: Desk) -> None:
    st.subheader(t("settings.import"))
    st.write(t("settings.import.about"))
    may = here.person.may("workspace.move")
    with st.form("settings.import", border=False), told():
        packed = st.file_uploader(t("settings.import.file"), type=["zip"], disabled=not may)
        sure = st.checkbox(t("settings.import.sure"), disabled=not may)
        if st.form_submit_button(t("settings.import.do"), disabled=not may, help=not_allowed(may)):
            if packed is None or not sure:
                st.info(t("settings.import.first"))
                return
            with st.spinner(t("settings.import.doing")):
                came = take_in(here, packed)
            begin_sync(here)
            done("settings.import.done", files=came.files, rows=came.rows)
