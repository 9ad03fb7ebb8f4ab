"""Texts are kept for a set number of days; then a decision is hashes and figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from assistant.storage.database import Database, get_state, set_state
from assistant.storage.decisions import stamp
from assistant.storage.tables import decisions

FORGOTTEN = "moderation.forgotten"
_CHUNK = 500


def forget_texts(database: Database, keep_days: int, *, now: datetime | None = None) -> int:
    """Remove the texts of decisions older than ``keep_days`` days and return of how many.

    What was decided, by which clause and detectors, how sure, when, and where in the text stays.
    """
    before = stamp((now or datetime.now()) - timedelta(days=keep_days))
    query = (
        select(decisions.c.pk, decisions.c.data)
        .where(decisions.c.decided_at < before, decisions.c.message.is_not(None))
        .limit(_CHUNK)
        # A late judgement that is being written down is not overwritten with what it was before.
        .with_for_update()
    )
    change = update(decisions).where(decisions.c.pk == bindparam("key")).values(data=bindparam("left"), message=None)
    forgotten = 0
    while True:
        # Short transactions: messages that come in meanwhile wait for none of this.
        with database.write() as connection:
            rows = connection.execute(query).all()
            if rows:
                connection.execute(change, [{"key": row.pk, "left": without_texts(row.data)} for row in rows])
        forgotten += len(rows)
        if len(rows) < _CHUNK:
            return forgotten


def forget_daily(database: Database, keep_days: int) -> int:
    """Do :func:`forget_texts` where that has not been done today; return of how many texts were removed."""
    today = date.today().isoformat()
    with database.read() as connection:
        if get_state(connection, FORGOTTEN) == today:
            return 0
    forgotten = forget_texts(database, keep_days)
    with database.write() as connection:
        set_state(connection, FORGOTTEN, today)
    return forgotten


def without_texts(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what is kept about a decision without any word of the message."""
    if not data:
        return data
    decision = {key: value for key, value in data.get("decision", {}).items() if key in _FIGURES}
    for key in ("evidence", "shadow"):
        if key in data.get("decision", {}):
            decision[key] = [_bare(each) for each in data["decision"][key]]
    trace = data.get("trace", {})
    hits = [{key: value for key, value in hit.items() if key != "notes"} for hit in trace.get("hits", ())]
    return {"decision": decision, "trace": {"hits": hits, **({"scores": trace["scores"]} if "scores" in trace else {})}}


_FIGURES = frozenset(
    {"id", "message_id", "group", "verdict", "category", "rule", "confidence", "stage", "elapsed_ms", "degraded"}
)


def _bare(each: dict[str, Any]) -> dict[str, Any]:
    """A span without its words, or a hit in shadow without those of its spans."""
    if "evidence" in each:
        return {**each, "evidence": [_bare(span) for span in each["evidence"]]}
    return {**each, "text": "", "why": ""} if "start" in each else each
