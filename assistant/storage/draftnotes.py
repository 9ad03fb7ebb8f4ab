"""Notes of colleagues on drafts: they never leave the desk."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from assistant.storage.database import Database
from assistant.storage.decisions import stamp, storable
from assistant.storage.listed import listed
from assistant.storage.tables import draft_notes


@dataclass(frozen=True)
class DraftNote:
    """``who`` noted ``text`` on a draft."""

    draft_id: str
    who: str
    at: datetime
    text: str


def add_note(connection: Connection, draft_id: str, *, who: str, text: str) -> None:
    """Store a note. Raises :class:`~assistant.errors.StorageError` where there is no such draft."""
    row = {"draft_id": draft_id, "who": storable(who)[:64], "at": stamp(datetime.now()), "text": storable(text)}
    connection.execute(insert(draft_notes).values(row))


def notes_of(database: Database, draft_id: str) -> list[DraftNote]:
    """Return the notes on a draft, the oldest first."""
    query = select(draft_notes).where(draft_notes.c.draft_id == draft_id).order_by(draft_notes.c.pk)
    with database.read() as connection:
        return [
            DraftNote(row["draft_id"], row["who"], datetime.fromisoformat(row["at"]), row["text"])
            for row in connection.execute(query).mappings()
        ]


def count_notes(database: Database, draft_ids: Collection[str]) -> dict[str, int]:
    """Return how many notes there are on each of these drafts that has any."""
    query = select(draft_notes.c.draft_id, func.count()).where(draft_notes.c.draft_id.in_(listed("drafts")))
    with database.read() as connection:
        rows = connection.execute(query.group_by(draft_notes.c.draft_id), {"drafts": json.dumps(list(draft_ids))})
        return {draft_id: int(number) for draft_id, number in rows}
