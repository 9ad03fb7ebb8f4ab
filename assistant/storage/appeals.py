"""What members say against a decision about them: it waits for a person, beside the decision."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select, update

from assistant.errors import InputError
from assistant.storage.audit import note
from assistant.storage.database import Database
from assistant.storage.decisions import stamp, storable
from assistant.storage.tables import appeals
from assistant.storage.upsert import insert_new


@dataclass(frozen=True)
class Appeal:
    """``member`` is the keyed hash of who appeals; ``settled_at`` None while nobody has looked at it."""

    id: str
    decision_id: str
    member: str
    text: str
    at: datetime
    settled_at: datetime | None


class AppealBook:
    """The appeals of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, decision_id: str, member: str, text: str) -> tuple[Appeal, bool]:
        """Keep an appeal; return it and whether it is new. Of one decision a member appeals once."""
        mine = (appeals.c.decision_id == decision_id) & (appeals.c.member == member)
        with self._database.write() as connection:
            new = {
                "id": secrets.token_hex(8), "decision_id": decision_id, "member": member, "text": storable(text),
                "at": stamp(datetime.now()), "settled_at": None,
            }  # fmt: skip
            insert_new(connection, appeals, [new])
            row = connection.execute(select(appeals).where(mine)).mappings().one()
            if row["id"] != new["id"]:
                return _appeal(row), False
            note(connection, who="member", what="appeal", target=decision_id, about=row["id"])
            return _appeal(row), True

    def waiting(self, limit: int = 100) -> list[Appeal]:
        """Return what nobody has looked at, the oldest first."""
        query = select(appeals).where(appeals.c.settled_at.is_(None)).order_by(appeals.c.pk).limit(limit)
        with self._database.read() as connection:
            return [_appeal(row) for row in connection.execute(query).mappings()]

    def settle(self, appeal_id: str, *, who: str) -> None:
        """Note that a person has looked at it. Raises :class:`InputError` where there is none waiting."""
        query = update(appeals).where(appeals.c.id == appeal_id, appeals.c.settled_at.is_(None))
        with self._database.write() as connection:
            if not connection.execute(query.values(settled_at=stamp(datetime.now()))).rowcount:
                raise InputError(f"没有编号为 {appeal_id!r}、还没处理的申诉")
            note(connection, who=who, what="appeal.settled", target=appeal_id)


def _appeal(row: RowMapping) -> Appeal:
    return Appeal(
        row["id"],
        row["decision_id"],
        row["member"],
        row["text"],
        datetime.fromisoformat(row["at"]),
        datetime.fromisoformat(row["settled_at"]) if row["settled_at"] else None,
    )
