"""One draft among those that wait: read it, tick it, release it, send it back, ask a colleague."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.desk.copies import plain
from assistant.schema.contracts import Draft, DraftStatus
from ui.catalog import t
from ui.parts.draft_actions import actions
from ui.parts.draft_more import talk
from ui.parts.draft_names import finding_head, heading, marked_body, marked_title
from ui.parts.folding import drawn

_STUDIO = Path(__file__).parents[1] / "app_pages" / "studio.py"


def box(draft: Draft) -> str:
    """The key of a draft's tick box: of this version, so that nobody releases what she has not read."""
    return f"tick {draft.id} {draft.version}"


def card(desk: Desk, draft: Draft, notes: int) -> None:
    """Show one draft."""
    with st.container(border=True, gap="small"):
        if draft.status is DraftStatus.DRAFT:
            st.checkbox(f"**{marked_title(draft)}**", key=box(draft), help=t("review.tick"))
        else:
            st.markdown(f"**{marked_title(draft)}**")
        said = [finding_head(finding) for finding in draft.findings]
        if draft.status is DraftStatus.APPROVED:  # from here twenty groups are served: one click a draft
            st.code(plain(draft), language=None, wrap_lines=True)
        else:
            said = [marked_body(draft), *said]
        # In one element: a browser takes longer to draw several.
        st.markdown("\n\n".join([heading(desk, draft), *said]))
        with st.container(horizontal=True, vertical_alignment="center"):
            actions(desk, draft)
            label = t("draft.view.notes.count", count=notes) if notes else t("draft.view.notes")
            # Most drafts of a page are released unasked: what is folded away is drawn when it is opened.
            key = f"talk {draft.id}"
            with st.popover(label, icon=":material/forum:", key=key, on_change="rerun") as folded:
                if drawn(folded, key):
                    talk(desk, draft, notes)
            st.page_link(
                _STUDIO, label=t("review.open"), icon=":material/arrow_forward:", query_params={"draft": draft.id}
            )
