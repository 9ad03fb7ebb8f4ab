"""What people said of decisions, and texts they labelled: where each came from, and what was taken back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from assistant.errors import InputError
from assistant.schema.moderation import Category
from assistant.storage.database import Database, get_state
from assistant.storage.decisions import stamp, storable
from assistant.storage.tables import corrections

Origin = Literal["cli", "ui", "api"]
#: ``act``: the decision is put right; ``teach``: the classifier learns the text; ``both``. Learning takes seconds, so
#: it may be put off: ``later`` acts at once and becomes ``both``, ``wait`` becomes ``teach`` (:data:`PUT_OFF`).
Effect = Literal["both", "teach", "act", "later", "wait"]
PUT_OFF: dict[Effect, Effect] = {"later": "both", "wait": "teach"}


#: The key of the database's state that changes with every correction.
CHANGED = "moderation.changed"
#: The name under which changes of corrections, and of what rules do for them, are made one at a time.
CORRECTING = "corrections"


@dataclass(frozen=True)
class Correction:
    """A text and what it should be. ``decision_id`` is empty for a text that was labelled by itself.

    ``was`` is what had been decided; ``batch`` is the id that corrections given together share.
    """

    text: str
    label: Category
    group: str = ""
    was: Category | None = None
    effect: Effect = "both"
    origin: Origin = "cli"
    decision_id: str = ""
    batch: str = ""
    id: str = ""
    at: datetime | None = None
    undone_at: datetime | None = None

    @property
    def teaches(self) -> bool:
        """Whether the classifier learns from it."""
        return self.effect in ("both", "teach") and self.undone_at is None

    @property
    def acts(self) -> bool:
        """Whether the decision was put right by it."""
        return self.effect in ("both", "act", "later")


class CorrectionBook:
    """The corrections of a workspace; none is ever removed, one that is taken back no longer counts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self, connection: Connection, given: Sequence[Correction], *, now: datetime, batch: str = ""
    ) -> list[Correction]:
        """Store corrections given together, as ``batch`` where it has a name already; return them with their ids."""
        batch = batch or secrets.token_hex(6)
        rows = [
            {
                "id": secrets.token_hex(8),
                "batch": batch,
                "decision_id": each.decision_id,
                "at": stamp(now),
                "origin": each.origin,
                "group_id": each.group,
                "text": storable(each.text),
                "label": each.label.value,
                "was": each.was.value if each.was else "",
                "effect": each.effect,
                "undone_at": None,
            }
            for each in given
        ]
        if rows:
            connection.execute(insert(corrections), rows)
        return [_of(row) for row in rows]

    def changed(self) -> str:
        """Return what changes with every correction, in this process or another."""
        with self.database.read() as connection:
            return get_state(connection, CHANGED)

    def undo(self, connection: Connection, found: Sequence[Correction], *, now: datetime) -> None:
        """Take corrections back."""
        for each in found:
            connection.execute(update(corrections).where(corrections.c.id == each.id).values(undone_at=stamp(now)))

    def counted(self, connection: Connection | None = None) -> list[Correction]:
        """Return the corrections that count, the oldest first."""
        return self._all(select(corrections).where(corrections.c.undone_at.is_(None)), connection)

    def waiting(self, connection: Connection | None = None) -> list[Correction]:
        """Return what the classifier is still to learn, the oldest first."""
        query = select(corrections).where(corrections.c.effect.in_(list(PUT_OFF)), corrections.c.undone_at.is_(None))
        return self._all(query, connection)

    def of_decision(self, decision_id: str, connection: Connection | None = None) -> list[Correction]:
        """Return the corrections of a decision that count, the oldest first."""
        query = select(corrections).where(corrections.c.decision_id == decision_id, corrections.c.undone_at.is_(None))
        return self._all(query, connection)

    def has_batch(self, batch: str) -> int:
        """Return how many corrections were given as this batch, taken back or not."""
        with self.database.read() as connection:
            query = select(func.count()).select_from(corrections).where(corrections.c.batch == batch)
            return int(connection.execute(query).scalar_one())

    def of_batch(self, batch: str) -> list[Correction]:
        """Return the corrections given together that count. Raises :class:`InputError` where there are none."""
        found = self._all(
            select(corrections).where(corrections.c.batch == batch, corrections.c.undone_at.is_(None)), None
        )
        if not found:
            raise InputError(f"没有编号为 {batch!r} 的一批纠正，或者已经撤回过了")
        return found

    def _all(self, query: Select[Any], connection: Connection | None) -> list[Correction]:
        query = query.order_by(corrections.c.pk)
        if connection is not None:
            return [_read(row) for row in connection.execute(query)]
        with self.database.read() as reading:
            return [_read(row) for row in reading.execute(query)]


def _read(row: Row[Any]) -> Correction:
    return _of(row._mapping)


def _of(row: Any) -> Correction:
    return Correction(
        text=row["text"],
        label=Category(row["label"]),
        group=row["group_id"],
        was=Category(row["was"]) if row["was"] else None,
        effect=row["effect"],
        origin=row["origin"],
        decision_id=row["decision_id"],
        batch=row["batch"],
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        undone_at=datetime.fromisoformat(row["undone_at"]) if row["undone_at"] else None,
    )
