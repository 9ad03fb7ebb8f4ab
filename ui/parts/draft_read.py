"""One draft to read: findings marked in the text, one click each; sources beside it."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import in_parts, recheck, rewrite
from assistant.desk.rewriting import Rewrite, rewrite_of
from assistant.desk.studio import sources
from assistant.schema.contracts import Draft, Finding
from assistant.text.format import moment_text
from ui.catalog import t
from ui.parts.draft_names import finding_head, marked_body
from ui.parts.draft_reword import reword_button, reworded
from ui.parts.draft_rights import writes
from ui.plain import escaped, line
from ui.state import told

_SHOWN = 16


def read(desk: Desk, draft: Draft) -> None:
    """The text with its findings, and beside it what it rests on."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        with st.container(border=True):
            st.markdown(marked_body(draft))
        _parts(draft)
        findings(desk, draft)
        if draft.followups:
            st.markdown(f"**{t('draft.followups')}**")
            for said in draft.followups:
                st.markdown(f"- {line(said)}")
    with right:
        _sources(desk, draft)
        if draft.notes:
            with st.expander(t("draft.remarks"), icon=":material/info:", expanded=True):
                for said in draft.notes:
                    st.markdown(f"- {line(said)}")


def findings(desk: Desk, draft: Draft) -> None:
    """What the checks say, and what one click does about it."""
    if not draft.findings:
        st.markdown(f":green[:material/check_circle: {t('draft.no_findings')}]")
    else:
        st.markdown(f"**{t('draft.findings', count=len(draft.findings))}**")
    for number, finding in enumerate(draft.findings):
        with st.container(border=True, gap="xsmall"):
            st.markdown(finding_head(finding))
            if finding.suggestion:
                st.caption(t("draft.finding.suggestion", suggestion=line(finding.suggestion)))
            if finding.basis:
                st.caption(t("draft.finding.basis", basis=line(finding.basis)))
            with st.container(horizontal=True):
                _fix(desk, draft, finding, number)
                reword_button(desk, draft, finding, number)
            reworded(desk, draft, number)
    may = writes(desk)
    if st.button(t("draft.recheck"), key=f"recheck {draft.id}", type="tertiary", icon=":material/refresh:", **may):
        with told():
            recheck(desk, draft.id, draft.version)
            st.toast(t("draft.rechecked"))
            st.rerun()


def _fix(desk: Desk, draft: Draft, finding: Finding, number: int) -> None:
    what = rewrite_of(draft, finding)
    if what is None:
        return
    key = f"fix {draft.id} {draft.version} {number}"
    if st.button(_fix_label(draft, finding, what), key=key, icon=":material/auto_fix_high:", **writes(desk)):
        with told():
            rewrite(desk, draft.id, draft.version, finding)
            st.toast(t("draft.fixed"))
            st.rerun()


def _fix_label(draft: Draft, finding: Finding, what: Rewrite) -> str:
    field = draft.title if finding.field == "title" else draft.body
    text = what.text if what.deed == "replace" else field[what.start : what.end]
    return t(f"draft.fix.{what.deed}", text=line(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"))


def _parts(draft: Draft) -> None:
    if not draft.parts:
        return
    with st.expander(t("draft.parts", count=len(draft.parts)), expanded=not in_parts(draft)):
        for part in draft.parts:
            when = [moment_text(part.send_at)] if part.send_at else []
            seconds = [t("draft.copy.seconds", seconds=part.seconds)] if part.seconds else []
            st.markdown(f"**{line(' · '.join([part.name, *when, *seconds]))}**")
            st.markdown(escaped(part.text))


def _sources(desk: Desk, draft: Draft) -> None:
    st.markdown(f"**{t('draft.sources')}**")
    if not draft.citations:
        st.caption(t("draft.sources.none"))
    with told():
        for source in sources(desk, draft):
            cited = source.citation
            with st.container(border=True, gap="xsmall"):
                st.caption(line(f"{cited.source} · {cited.heading}" if cited.heading else cited.source))
                st.markdown(escaped(f"“{cited.quote}”"))
                if not source.passages:
                    st.caption(f":orange[{t('draft.sources.gone')}]")
                    continue
                with st.expander(t("draft.sources.more"), type="compact"):
                    for passage in source.passages:
                        st.markdown(escaped(passage.text))
