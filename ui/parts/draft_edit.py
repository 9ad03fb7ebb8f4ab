"""Editing a draft. What somebody types stays where it is until it is stored or dropped, whatever happens meanwhile."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.desk.drafts import Edit, edit_of, get, in_parts, save
from assistant.desk.versions import difference, text_of, versions
from assistant.schema.contracts import Draft, DraftStatus
from ui.catalog import t
from ui.marked import changed
from ui.parts.draft_rights import writes
from ui.plain import line
from ui.state import told

_LONGEST = 20_000


def edit(desk: Desk, draft: Draft) -> None:
    """The fields, and what to do where somebody else was faster."""
    begun = int(st.session_state.setdefault(_key(draft, "begun"), draft.version))
    if begun != draft.version and _typed(draft) == _before(draft):
        _forget(draft)  # nothing was typed: the new version is simply shown
        begun = st.session_state[_key(draft, "begun")] = draft.version
    if begun == draft.version:
        st.session_state[_key(draft, "before")] = edit_of(draft)
    else:
        _newer(desk, draft, begun)
    if draft.status is DraftStatus.APPROVED:
        st.caption(f":orange[{t('draft.edit.approved')}]")
    typed = _fields(draft, st.session_state[_key(draft, "before")])
    with st.container(horizontal=True):
        # No key saves: Streamlit knows what stands in a field only once it is left, as by a click on the button.
        if st.button(
            t("draft.edit.save"), key=_key(draft, "save"), type="primary", icon=":material/save:", **writes(desk)
        ):
            _save(desk, draft, begun, typed)
        if typed != st.session_state[_key(draft, "before")] and st.button(
            t("draft.edit.drop"), key=_key(draft, "drop"), type="tertiary"
        ):
            _forget(draft)
            st.rerun()


def _fields(draft: Draft, before: Edit) -> Edit:
    title = _area(draft, "title", t("draft.edit.title"), before.title, one_line=True)
    parts = [
        _area(
            draft, f"part {number}", line(part.name), before.parts[number] if number < len(before.parts) else part.text
        )
        for number, part in enumerate(draft.parts)
    ]
    body = before.body if in_parts(draft) else _area(draft, "body", t("draft.edit.body"), before.body)
    lines = _area(draft, "followups", t("draft.edit.followups"), "\n".join(before.followups))
    return Edit(title, body, tuple(parts), tuple(each for each in lines.split("\n") if each.strip()))


def _area(draft: Draft, name: str, label: str, value: str, *, one_line: bool = False) -> str:
    key = _key(draft, name)
    if key not in st.session_state:
        st.session_state[key] = value
    if one_line:
        return st.text_input(label, key=key, max_chars=200, persist_state="session") or ""
    typed = st.text_area(label, key=key, height="content", max_chars=_LONGEST, persist_state="session") or ""
    st.caption(t("draft.edit.count", count=len(typed.strip())))
    return typed


def _save(desk: Desk, draft: Draft, begun: int, typed: Edit) -> None:
    with told():
        saved = save(desk, draft.id, begun, typed)
        _forget(draft)
        same = saved.version == begun
        st.toast(t("draft.edit.same") if same else t("draft.edit.saved", version=saved.version))
        st.rerun()


def _newer(desk: Desk, draft: Draft, begun: int) -> None:
    """Somebody has stored another version since these fields were filled."""
    found = {each.draft.version: each for each in versions(desk, draft.id)}
    newest = found[draft.version]
    st.warning(t("draft.edit.newer", who=line(newest.who), version=draft.version), icon=":material/group:")
    if begun in found:
        old, new = text_of(found[begun].draft), text_of(newest.draft)
        with st.container(border=True):
            st.markdown(changed((piece.change, piece.text) for piece in difference(old, new)))
    with st.container(horizontal=True):
        if st.button(t("draft.edit.take_newer"), key=_key(draft, "take")):
            _forget(draft)
            st.rerun()
        if st.button(t("draft.edit.keep_mine"), key=_key(draft, "keep"), **writes(desk)):
            _save(desk, draft, get(desk, draft.id).version, _typed(draft))


def _typed(draft: Draft) -> Edit:
    """What stands in the fields; what they were filled with where they were not shown yet."""
    before, state = _before(draft), st.session_state
    if _key(draft, "title") not in state:
        return before
    parts = tuple(state.get(_key(draft, f"part {number}"), text) for number, text in enumerate(before.parts))
    lines = str(state.get(_key(draft, "followups"), "")).split("\n")
    body = str(state.get(_key(draft, "body"), before.body))
    return Edit(str(state[_key(draft, "title")]), body, parts, tuple(each for each in lines if each.strip()))


def _before(draft: Draft) -> Edit:
    before = st.session_state.get(_key(draft, "before"))
    return before if isinstance(before, Edit) else edit_of(draft)


def _forget(draft: Draft) -> None:
    names = ["begun", "before", "title", "body", "followups", *(f"part {number}" for number in range(len(draft.parts)))]
    for name in names:
        st.session_state.pop(_key(draft, name), None)


def _key(draft: Draft, name: str) -> str:
    return f"edit {draft.id} {name}"
