"""One draft at the desk: read, edited, rewritten, approved, sent back. Every change is checked anew and noted.

Each function takes the version that was looked at; where somebody else has changed the draft meanwhile nothing is
stored, and :class:`~assistant.errors.InputError` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import InputError, Refused
from assistant.schema.contracts import Draft, DraftPart, DraftStatus, Finding
from assistant.storage import audit
from assistant.storage.draftnotes import add_note
from assistant.storage.drafts import DraftStore, save_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assistant.desk import Desk
    from assistant.drafting.recheck import Recheck

#: What waits for a reviewer.
WAITING = (DraftStatus.DRAFT, DraftStatus.NEEDS_EDIT)
#: Characters a reason or a note may have.
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Edit:
    """What somebody typed. ``parts`` are the texts of the draft's parts in their order."""

    title: str
    body: str
    parts: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()


def get(desk: Desk, draft_id: str) -> Draft:
    """Return a draft as it stands. Raises :class:`InputError` where there is none."""
    return DraftStore(desk.database).get(draft_id)


def edit_of(draft: Draft) -> Edit:
    """Return what there is to edit."""
    return Edit(draft.title, draft.body, tuple(part.text for part in draft.parts), tuple(draft.followups))


def in_parts(draft: Draft) -> bool:
    """Whether the body is made of the parts, so that these are what is edited."""
    return bool(draft.parts) and all(part.text and part.text in draft.body for part in draft.parts)


def save(desk: Desk, draft_id: str, version: int, edit: Edit) -> Draft:
    """Check and store what was typed; an approved draft waits for a reviewer again. Raises :class:`Refused` by role."""
    desk.require("draft.write")
    draft = at_version(desk, draft_id, version)
    changed = _edited(draft, edit)
    if not changed.title.strip() or not changed.body.strip():
        raise InputError("标题和正文都不能空着")
    if edit_of(changed) == edit_of(draft):
        return draft
    return put(desk, checked(desk, changed), "draft.edit")


def rewrite(desk: Desk, draft_id: str, version: int, finding: Finding) -> Draft:
    """Do what one click does about a finding, check and store. Raises :class:`InputError` where there is no such."""
    from assistant.desk.rewriting import rewritten

    desk.require("draft.write")
    changed = rewritten(at_version(desk, draft_id, version), finding)
    if changed is None:
        raise InputError("这一处没有现成的改法，请自己动手改一下")
    return put(desk, checked(desk, changed), "draft.edit", f"{finding.check}：{finding.text}"[:80])


def recheck(desk: Desk, draft_id: str, version: int) -> Draft:
    """Check a draft as things stand today; a new version only where something is found otherwise than before."""
    desk.require("draft.write")
    draft = at_version(desk, draft_id, version)
    found = checked(desk, draft)
    return draft if found.findings == draft.findings else put(desk, found, "draft.check")


def approve(desk: Desk, draft_id: str, version: int, *, despite: str = "", by: Recheck | None = None) -> Draft:
    """Release a draft once it has been checked as things stand now.

    One with errors takes a reason, ``despite`` which it goes out; without it :class:`Refused` names the first error.
    """
    desk.require("draft.release")
    draft = at_version(desk, draft_id, version)
    if draft.status is DraftStatus.APPROVED:
        return draft
    found = checked(desk, draft, by=by)
    wrong = errors_of(found)
    if wrong and not despite.strip():
        if draft.findings != found.findings:
            put(desk, found, "draft.check")
        raise Refused(f"还有 {len(wrong)} 处要先改：{wrong[0].message}", code="has_errors", basis=wrong[0].basis)
    approved = found.model_copy(update={"status": DraftStatus.APPROVED})
    return put(desk, approved, "draft.approve", despite.strip()[:LONGEST_NOTE])


def reject(desk: Desk, draft_id: str, version: int, reason: str) -> Draft:
    """Send a draft back: it is not sent and counts for nothing. The reason stands among the notes for colleagues."""
    desk.require("draft.release")
    told = reason.strip()[:LONGEST_NOTE]
    if not told:
        raise InputError("退回要写一句原因，写的人才知道怎么改")
    draft = at_version(desk, draft_id, version).model_copy(update={"status": DraftStatus.REJECTED})
    return put(desk, draft, "draft.reject", told, noted=f"退回：{told}")


def reopen(desk: Desk, draft_id: str, version: int) -> Draft:
    """Take back that a draft was approved or sent back: it is checked and waits again."""
    desk.require("draft.release")
    return put(desk, checked(desk, at_version(desk, draft_id, version)), "draft.reopen")


def choose(desk: Desk, draft_id: str, others: Sequence[str]) -> None:
    """Keep one of several variants and drop the others that still wait, in one go."""
    desk.require("draft.write")
    store = DraftStore(desk.database)
    dropped = [draft for draft in map(store.get, others) if draft.status in WAITING and draft.id != draft_id]
    with desk.database.write() as connection:
        for draft in dropped:
            saved = save_in(connection, draft.model_copy(update={"status": DraftStatus.REJECTED}))
            _note(connection, desk, saved, "draft.drop", draft_id)


def restore(desk: Desk, draft_id: str, version: int, to: int) -> Draft:
    """Make the text of an earlier version the newest one."""
    desk.require("draft.write")
    draft = at_version(desk, draft_id, version)
    older = next((each for each in DraftStore(desk.database).versions(draft_id) if each.version == to), None)
    if older is None:
        raise InputError(f"没有第 {to} 版")
    taken = ("title", "body", "parts", "followups", "citations")
    back = draft.model_copy(update={name: getattr(older, name) for name in taken})
    return put(desk, checked(desk, back), "draft.restore", f"回到第 {to} 版")


def at_version(desk: Desk, draft_id: str, version: int) -> Draft:
    """Return a draft where it still stands at ``version``. Raises :class:`InputError` where it does not."""
    draft = get(desk, draft_id)
    if draft.version != version:
        raise InputError(
            f"这条草稿刚被别人改过，现在是第 {draft.version} 版，您看的是第 {version} 版：没有保存，请先看看新的一版"
        )
    return draft


def checked(desk: Desk, draft: Draft, *, by: Recheck | None = None) -> Draft:
    """Return a draft with today's findings and the status they give."""
    from assistant.drafting.recheck import Recheck

    found = draft.model_copy(update={"findings": (by or Recheck(desk.workspace)).findings(draft)})
    status = DraftStatus.NEEDS_EDIT if errors_of(found) else DraftStatus.DRAFT
    return found.model_copy(update={"status": status})


def errors_of(draft: Draft) -> list[Finding]:
    """The findings with which it must not be sent."""
    return [finding for finding in draft.findings if finding.severity == "error"]


def put(desk: Desk, draft: Draft, what: str, about: str = "", *, noted: str = "") -> Draft:
    """Store a draft as its next version, with who did it and a note for colleagues, in one go."""
    with desk.database.write() as connection:
        saved = save_in(connection, draft)
        _note(connection, desk, saved, what, about)
        if noted:
            add_note(connection, draft.id, who=desk.person.name, text=noted)
    return saved


def _note(connection: Connection, desk: Desk, draft: Draft, what: str, about: str) -> None:
    told = f"第 {draft.version} 版 {about}".strip()
    audit.note(connection, who=desk.person.name, what=what, target=draft.id, about=told)


def _edited(draft: Draft, edit: Edit) -> Draft:
    # A body that is made of the parts follows them.
    body = draft.body if in_parts(draft) else edit.body.strip()
    texts = [text.strip() for text in edit.parts]
    if len(texts) != len(draft.parts):
        raise InputError(f"这条草稿有 {len(draft.parts)} 条消息，收到的是 {len(texts)} 条：请刷新再改")
    parts: list[DraftPart] = []
    for part, text in zip(draft.parts, texts, strict=True):
        if in_parts(draft) and text != part.text:
            body = body.replace(part.text, text, 1)
        parts.append(part.model_copy(update={"text": text}))
    lines = [line.strip() for line in edit.followups if line.strip()]
    return draft.model_copy(update={"title": edit.title.strip(), "body": body, "parts": parts, "followups": lines})
