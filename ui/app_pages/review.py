"""Review: what waits, by filter and page by page; many released at once; who did what."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.desk.notes import counted
from assistant.desk.review import PAGE, Filter, Page, approve_many, counts, deeds, found, titles
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from ui.catalog import t
from ui.parts.draft_names import STATUS_COLOURS, deed_name
from ui.parts.draft_rights import releases
from ui.parts.review_card import box, card
from ui.plain import line
from ui.state import desk, told

_OUTCOMES, _RELEASED, _GONE = "review.outcomes", "review.released", "review.gone"
_LOG = 60


def show(here: Desk) -> None:
    """Show the page."""
    st.title(t("page.review"))
    with told():
        view = st.segmented_control(
            t("review.view"), ["waiting", "log"], default="waiting", required=True, key="review.view",
            format_func=lambda name: t(f"review.view.{name}"), label_visibility="collapsed",
        )  # fmt: skip
        if view == "log":
            _log(here)
        else:
            _waiting(here)


def _waiting(here: Desk) -> None:
    if chosen := st.session_state.pop(_RELEASED, []):
        _approve(here, chosen)
    wanted = _filter(here)
    with st.container():  # in one place, whatever is told: what is drawn anew is found again by where it stands
        _outcomes()
    _listed(wanted)


@st.fragment  # a page turned, a box ticked, a form unfolded: nothing else is drawn anew
def _listed(wanted: Filter) -> None:
    if _RELEASED in st.session_state:
        st.rerun()  # what becomes of them is told above
    with told():
        _cards(desk(), wanted)


def _cards(here: Desk, wanted: Filter) -> None:
    first = found(here, wanted)
    if not first.total:
        empty = "review.none" if wanted == Filter(since=wanted.since) else "review.none_such"
        st.info(t(empty), icon=":material/task_alt:")
        return
    pages = -(-first.total // PAGE)
    number = st.pagination(pages, key="review.page") if pages > 1 else 1
    page = found(here, wanted, number - 1) if number > 1 else first
    st.caption(t("review.total", count=page.total))
    _many(here, page)
    notes = counted(here, [draft.id for draft in page.drafts])
    for draft in page.drafts:
        card(here, draft, notes.get(draft.id, 0))


def _filter(here: Desk) -> Filter:
    number = counts(here, date.today())
    # What is chosen seldom is folded away: on a phone it would fill the window.
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    status = left.pills(
        t("review.status"), list(DraftStatus), selection_mode="multi", key="review.status",
        default=[DraftStatus.DRAFT, DraftStatus.NEEDS_EDIT],
        format_func=lambda each: f":{STATUS_COLOURS[each]}[●] {t(f'draft.status.{each.value}')} {number[each]}",
        on_change=_from_the_first,
    )  # fmt: skip
    with right.popover(t("review.filter"), icon=":material/filter_alt:", type="tertiary"):
        groups = st.multiselect(
            t("review.groups"), list(here.groups), format_func=lambda key: here.groups[key].name,
            key="review.groups", placeholder=t("review.all"), on_change=_from_the_first,
        )  # fmt: skip
        kinds = st.multiselect(
            t("review.kinds"), list(DraftKind), format_func=lambda kind: t(f"studio.kind.{kind.value}"),
            key="review.kinds", placeholder=t("review.all"), on_change=_from_the_first,
        )  # fmt: skip
        past = st.toggle(t("review.past"), key="review.past", help=t("review.past.help"), on_change=_from_the_first)
    usual = Filter().status
    return Filter(tuple(groups), tuple(kinds), tuple(status) or usual, None if past else date.today())


def _many(here: Desk, page: Page) -> None:
    ready = [draft for draft in page.drafts if draft.status is DraftStatus.DRAFT]
    if not ready:
        return
    chosen = [draft for draft in ready if st.session_state.get(box(draft))]
    with st.container(horizontal=True, vertical_alignment="center"):
        everything = len(chosen) == len(ready)
        name = "review.select_none" if everything else "review.select_all"
        st.button(
            t(name, count=len(ready)), key="review.select", on_click=_tick, args=(ready, not everything),
            icon=":material/select_all:", help=t("review.select.help"),
        )  # fmt: skip
        may = releases(here, t("draft.approve.help"))
        may["disabled"] = may["disabled"] or not chosen
        label = t("review.approve_many", count=len(chosen))
        # Those the label counts, also where the button is pressed before the boxes below have been drawn.
        st.button(
            label, key="review.approve_many", type="primary", icon=":material/done_all:", on_click=_release,
            args=(chosen,), **may,
        )  # fmt: skip


def _tick(drafts: list[Draft], on: bool) -> None:
    for draft in drafts:
        st.session_state[box(draft)] = on


def _release(drafts: list[Draft]) -> None:
    st.session_state[_RELEASED] = drafts


def _approve(here: Desk, chosen: list[Draft]) -> None:
    # Taken before, so that what became of them is kept also where she goes elsewhere meanwhile.
    outcomes = st.session_state.setdefault(_OUTCOMES, [])
    gone = st.session_state.setdefault(_GONE, set())
    # The second click of two is of a button that is gone: what the first has released is not asked for again.
    wanted = [each for draft in chosen if (each := (draft.id, draft.version)) not in gone]
    with told(), st.spinner(t("review.approving", count=len(wanted))):
        outcomes += approve_many(here, wanted)
        gone.update(wanted)


def _outcomes() -> None:
    """What became of the drafts that were released together; said once."""
    outcomes = st.session_state.pop(_OUTCOMES, [])
    good = [each for each in outcomes if not each.fault]
    if good:
        st.success(t("review.approved", count=len(good)), icon=":material/done_all:")
        st.button(t("review.to_copy"), key="review.to_copy", icon=":material/content_copy:", on_click=_to_copy)
    for each in outcomes:
        if each.fault:
            st.warning(f"**{line(each.title)}** {line(each.fault)}", icon=":material/report:")


def _from_the_first() -> None:
    st.session_state["review.page"] = 1


def _to_copy() -> None:
    st.session_state["review.status"] = [DraftStatus.APPROVED]
    _from_the_first()


def _log(here: Desk) -> None:
    entries = deeds(here, _LOG)
    named = titles(here, [entry.target for entry in entries])
    st.caption(t("review.log.help"))
    if not entries:
        st.info(t("review.log.none"), icon=":material/history:")
        return
    rows = {
        t("review.log.at"): [entry.at for entry in entries],
        t("review.log.who"): [entry.who for entry in entries],
        t("review.log.what"): [deed_name(entry.what) for entry in entries],
        t("review.log.draft"): [named.get(entry.target, entry.target) for entry in entries],
        t("review.open"): [f"studio?draft={entry.target}" for entry in entries],
        t("review.log.about"): [entry.about for entry in entries],
    }
    columns = {
        t("review.log.at"): st.column_config.DatetimeColumn(format="MM-DD HH:mm"),
        t("review.open"): st.column_config.LinkColumn(display_text=t("studio.open")),
    }
    st.dataframe(rows, hide_index=True, column_config=columns)


show(desk())
