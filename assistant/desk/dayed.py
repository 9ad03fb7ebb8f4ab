"""Drafts as a list of days shows them: what each is, not its text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from assistant.schema.contracts import DraftKind, DraftStatus
from assistant.storage.database import Database
from assistant.storage.listed import listed
from assistant.storage.tables import drafts


@dataclass(frozen=True)
class DayedDraft:
    """One draft that was not rejected."""

    id: str
    version: int
    group: str
    kind: DraftKind
    day: date
    status: DraftStatus
    title: str
    campaign: str
    send_at: datetime | None

    @property
    def place(self) -> tuple[str, DraftKind, date]:
        """What it fills."""
        return self.group, self.kind, self.day


def drafts_between(database: Database, groups: Sequence[str], first: date, last: date) -> list[DayedDraft]:
    """Return the drafts of the groups for these days that were not rejected, the oldest first."""
    query = (
        select(drafts.c.id, drafts.c.version, drafts.c.group_id, drafts.c.kind, drafts.c.date, drafts.c.status,
               drafts.c.data)
        .where(
            drafts.c.group_id.in_(listed("groups")),
            drafts.c.date >= first.isoformat(),
            drafts.c.date <= last.isoformat(),
            drafts.c.status != DraftStatus.REJECTED.value,
        )
        .order_by(drafts.c.date, drafts.c.created_at, drafts.c.id)
    )  # fmt: skip
    with database.read() as connection:
        rows = connection.execute(query, {"groups": json.dumps(list(groups))}).all()
    return [
        DayedDraft(
            row.id,
            row.version,
            row.group_id,
            DraftKind(row.kind),
            date.fromisoformat(row.date),
            DraftStatus(row.status),
            row.data["title"],
            row.data.get("campaign") or "",
            datetime.fromisoformat(row.data["send_at"]) if row.data.get("send_at") else None,
        )
        for row in rows
    ]
