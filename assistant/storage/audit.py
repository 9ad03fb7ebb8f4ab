"""Who changed what: an entry a change, in the transaction of the change itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.tables import audit_log


@dataclass(frozen=True)
class Entry:
    """``who`` did ``what`` (key.add, feedback, appeal) to ``target``; ``about`` says more, never a member's words."""

    at: datetime
    who: str
    what: str
    target: str
    about: str


def note(connection: Connection, *, who: str, what: str, target: str, about: str = "") -> None:
    """Write one entry."""
    row = {"at": stamp(datetime.now()), "who": who, "what": what, "target": target, "about": about}
    connection.execute(insert(audit_log).values(row))


def entries(database: Database, limit: int = 100, *, kind: str = "", target: str = "") -> list[Entry]:
    """Return the last entries, the newest first: all, those whose deed begins with ``kind`` (draft), of a target."""
    query = select(audit_log).order_by(audit_log.c.pk.desc()).limit(limit)
    if kind:
        query = query.where(audit_log.c.what.startswith(f"{kind}.", autoescape=True))
    if target:
        query = query.where(audit_log.c.target == target)
    with database.read() as connection:
        return [
            Entry(datetime.fromisoformat(row["at"]), row["who"], row["what"], row["target"], row["about"])
            for row in connection.execute(query).mappings()
        ]
