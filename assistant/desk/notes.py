"""Notes to colleagues on a draft: they stand at the desk alone and are part of nothing that is copied or sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from assistant.desk.drafts import LONGEST_NOTE, get
from assistant.errors import InputError
from assistant.storage import audit
from assistant.storage.draftnotes import DraftNote, add_note, count_notes, notes_of

if TYPE_CHECKING:
    from assistant.desk import Desk


def notes(desk: Desk, draft_id: str) -> list[DraftNote]:
    """Return the notes on a draft, the oldest first."""
    return notes_of(desk.database, draft_id)


def counted(desk: Desk, draft_ids: Collection[str]) -> dict[str, int]:
    """Return how many notes there are on each of these drafts that has any."""
    return count_notes(desk.database, draft_ids)


def leave(desk: Desk, draft_id: str, text: str) -> None:
    """Leave a note. Raises :class:`InputError` for an empty or too long one, or an unknown draft."""
    desk.require("draft.note")
    told = text.strip()
    if not told or len(told) > LONGEST_NOTE:
        raise InputError(f"留言要有字，最多 {LONGEST_NOTE} 字")
    draft = get(desk, draft_id)
    with desk.database.write() as connection:
        add_note(connection, draft.id, who=desk.person.name, text=told)
        # What it says stays with the draft: the log keeps only that there is one.
        audit.note(connection, who=desk.person.name, what="draft.note", target=draft.id)
