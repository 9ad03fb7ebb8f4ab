"""How often a member broke a clause: counted and noted in one transaction, so that two messages never count as one.

A message counts once a clause, however often it is sent to be judged; what a person calls wrong counts no more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, text, update

from assistant.schema.rules import Clause
from assistant.storage.decisions import stamp, storable
from assistant.storage.tables import offences

_BEFORE = text(
    "SELECT COUNT(*) FROM offences WHERE group_id = :group_id AND member = :member AND clause = :clause "
    "AND message_id != :message_id AND void = 0 AND at > :since AND at <= :at"
)
_NOTE = text(
    "INSERT INTO offences (group_id, member, clause, message_id, at, decision_id, void) "
    "VALUES (:group_id, :member, :clause, :message_id, :at, :decision_id, 0) "
    "ON CONFLICT (group_id, member, clause, message_id) DO UPDATE SET decision_id = excluded.decision_id, void = 0"
)


def offences_before(
    connection: Connection, clause: Clause, *, group: str, member: str, message: str, at: datetime, timed: bool = True
) -> int:
    """Return how often the sender broke ``clause`` before a message, within the clause's window up to its time.

    ``timed`` not: it is of now, and all that is noted came before it, also where the clock has been set back since.
    A sender who is not known has no earlier ones. The caller's transaction must hold the lock of writing and note the
    offence (:func:`note_offence`) before it ends.
    """
    if not member:
        return 0
    values = {"group_id": storable(group), "member": member, "clause": clause.id, "message_id": storable(message)}
    values |= {"since": stamp(_before(at, clause.window_days)), "at": stamp(at if timed else datetime.max)}
    return int(connection.execute(_BEFORE, values).scalar_one())


def note_offence(
    connection: Connection, clause: Clause, *, group: str, member: str, message: str, at: datetime, decision: str
) -> None:
    """Note that a message broke a clause; noted twice, it counts once."""
    if member:
        values = {"group_id": storable(group), "member": member, "clause": clause.id, "message_id": storable(message)}
        connection.execute(_NOTE, {**values, "at": stamp(at), "decision_id": decision})


def void_offences(connection: Connection, decision: str, *, void: bool) -> None:
    """Let the offences of a decision count no more, or again."""
    connection.execute(update(offences).where(offences.c.decision_id == decision).values(void=int(void)))


def _before(at: datetime, days: int) -> datetime:
    try:
        return at - timedelta(days=days)
    except OverflowError:
        return datetime.min
