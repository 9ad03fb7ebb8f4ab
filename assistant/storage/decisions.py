"""Decisions in the database: what was decided about a message, why, and the message itself for a set number of days."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from assistant.errors import InputError
from assistant.schema.moderation import Category, Decision, Message, Stage, Verdict
from assistant.storage.columns import NUL_AS
from assistant.storage.database import Database, get_state
from assistant.storage.tables import decisions, state
from assistant.storage.upsert import insert_new

SALT = "moderation.salt"
_CHUNK = 500


@dataclass(frozen=True)
class Stored:
    """A decision as it was stored: with its message as long as that is kept, and ``should``, what a person said."""

    decision: Decision
    group: str
    member: str
    at: datetime
    decided_at: datetime
    rules: str
    classifier: str
    rule_digest: str
    message: Message | None
    should: Category | None
    trace: Mapping[str, Any]


class DecisionBook:
    """The decisions of a workspace. Writing is the caller's transaction, so that it lands with what belongs to it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def _salt(self) -> bytes:
        """What hashes are keyed with: without it, a short text or a telephone number is guessed from its hash."""
        with self.database.read() as connection:
            salt = get_state(connection, SALT)
        if not salt:
            with self.database.write() as connection:
                # Of two processes that start at once the first one's holds.
                insert_new(connection, state, [{"key": SALT, "value": secrets.token_hex(16)}])
                salt = get_state(connection, SALT)
        return bytes.fromhex(salt)

    def hashed(self, text: str) -> str:
        """Return the keyed hash of a text, 32 hexadecimal digits; of an empty text it is empty."""
        if not text:
            return ""
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._salt).hexdigest()

    def known(self, connection: Connection, contents: Sequence[str]) -> dict[tuple[str, str, str], Stored]:
        """Return the decisions about these contents by (content, rules, classifier), the oldest first."""
        found: dict[tuple[str, str, str], Stored] = {}
        query = select(decisions).where(decisions.c.content.in_(bindparam("contents", expanding=True)))
        query = query.order_by(decisions.c.pk)
        for start in range(0, len(contents), _CHUNK):
            chunk = {"contents": list(contents[start : start + _CHUNK])}
            for row in connection.execute(query, chunk).mappings():
                found.setdefault((row["content"], row["rules"], row["classifier"]), stored_of(row))
        return found

    def add(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Store rows made by :func:`row_of`, in order."""
        if rows:
            connection.execute(insert(decisions), rows)

    def replace(self, connection: Connection, decision: Decision, rule_digest: str, before: Decision) -> None:
        """Put a decision in the place of the one answered ``before``, which is kept in its trace."""
        data = {
            "decision": decision.model_dump(mode="json", exclude_defaults=True),
            "trace": {"answered": before.model_dump(mode="json", exclude_defaults=True)},
        }
        figures = {
            "verdict": decision.verdict.value, "category": decision.category.value, "stage": decision.stage.value,
            "rule": decision.rule.id if decision.rule else "", "rule_digest": rule_digest,
            "confidence": decision.confidence, "data": data,
        }  # fmt: skip
        connection.execute(update(decisions).where(decisions.c.id == decision.id).values(figures))

    def get(self, decision_id: str) -> Stored:
        """Return one decision. Raises :class:`InputError` where there is none."""
        with self.database.read() as connection:
            row = connection.execute(select(decisions).where(decisions.c.id == decision_id)).mappings().first()
        if row is None:
            raise InputError(f"没有编号为 {decision_id!r} 的判定；用 assistant moderate list 可以看到最近的")
        return stored_of(row)

    def recent(
        self,
        limit: int = 20,
        *,
        group: str = "",
        verdicts: Sequence[Verdict] = (),
        rule: str = "",
        stage: Stage | None = None,
        with_message: bool = False,
        before: str = "",
    ) -> list[Stored]:
        """Return the last decisions that fit, the newest first; those older than the one with the id ``before``."""
        query = select(decisions).order_by(decisions.c.pk.desc()).limit(limit)
        if before:
            reached = select(decisions.c.pk).where(decisions.c.id == before).scalar_subquery()
            query = query.where(decisions.c.pk < reached)
        if group:
            query = query.where(decisions.c.group_id == group)
        if verdicts:
            query = query.where(decisions.c.verdict.in_([verdict.value for verdict in verdicts]))
        if rule:
            query = query.where(decisions.c.rule == rule)
        if stage is not None:
            query = query.where(decisions.c.stage == stage.value)
        if with_message:
            query = query.where(decisions.c.message.is_not(None))
        with self.database.read() as connection:
            return [stored_of(row) for row in connection.execute(query).mappings()]

    def since(self, moment: datetime, *, group: str = "") -> Iterator[Stored]:
        """Yield the decisions since a moment whose messages are still kept, in the order they came."""
        query = (
            select(decisions)
            .where(
                decisions.c.decided_at >= stamp(moment),
                decisions.c.message.is_not(None),
                decisions.c.pk > bindparam("after"),
            )
            .order_by(decisions.c.pk)
            .limit(_CHUNK)
        )
        if group:
            query = query.where(decisions.c.group_id == group)
        after = 0
        while True:
            # One short read after another: a long one would keep the log of writes from being folded in.
            with self.database.read() as connection:
                rows = connection.execute(query, {"after": after}).mappings().all()
            yield from map(stored_of, rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1]["pk"]

    def say(self, connection: Connection, decision_id: str, should: Category | None) -> None:
        """Note what a person says a message should have been; None takes that back."""
        value = should.value if should else None
        connection.execute(update(decisions).where(decisions.c.id == decision_id).values(should=value))


def storable(text: str) -> str:
    """A text that either engine takes: half a character (a lone surrogate) is written out, a NUL is replaced."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", NUL_AS)


def stamp(moment: datetime) -> str:
    """Return a moment as the tables have it, local time, so that text and time sort alike."""
    return local(moment).isoformat(timespec="microseconds")


def local(moment: datetime) -> datetime:
    """Return a moment in local time without a zone, as everything here counts it."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone().replace(tzinfo=None)
    except (OverflowError, OSError, ValueError):  # at the ends of the calendar there is no local time
        return moment.replace(tzinfo=None)


def row_of(
    decision: Decision,
    message: Message,
    *,
    member: str,
    content: str,
    at: datetime,
    now: datetime,
    rules: str,
    classifier: str,
    rule_digest: str = "",
    trace: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of one decision. Of a clear message only the figures and the message are kept."""
    data: dict[str, Any] | None = None
    told = decision.shadow or decision.reason or decision.evidence or decision.degraded or trace
    if told or decision.verdict is not Verdict.ALLOW:
        data = {"decision": decision.model_dump(mode="json", exclude_defaults=True), "trace": dict(trace or {})}
    return {
        "id": decision.id,
        "message_id": storable(decision.message_id),
        "group_id": storable(decision.group),
        "member": member,
        "at": stamp(at),
        "decided_at": stamp(now),
        "verdict": decision.verdict.value,
        "category": decision.category.value,
        "rule": decision.rule.id if decision.rule else "",
        "rule_digest": rule_digest,
        "stage": decision.stage.value,
        "confidence": decision.confidence,
        "rules": rules,
        "classifier": classifier,
        "content": content,
        "should": None,
        "data": data,
        "message": message.model_dump(mode="json", exclude_defaults=True),
    }


def stored_of(row: RowMapping) -> Stored:
    """Return a row of the table as it was stored."""
    data = row["data"] or {}
    figures = {
        "id": row["id"],
        "message_id": row["message_id"],
        "group": row["group_id"],
        "verdict": row["verdict"],
        "category": row["category"],
        "stage": row["stage"],
        "confidence": row["confidence"],
    }
    return Stored(
        decision=Decision.model_validate(figures | data.get("decision", {})),
        group=row["group_id"],
        member=row["member"],
        at=datetime.fromisoformat(row["at"]),
        decided_at=datetime.fromisoformat(row["decided_at"]),
        rules=row["rules"],
        classifier=row["classifier"],
        rule_digest=row["rule_digest"],
        message=Message.model_validate(row["message"]) if row["message"] is not None else None,
        should=Category(row["should"]) if row["should"] else None,
        trace=data.get("trace", {}),
    )
