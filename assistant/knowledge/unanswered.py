"""Questions for which search found nothing: what the shop might write next.

Kept without personal data and in a bounded number: of more the ones that nobody asked for longest are forgotten.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text

from assistant.errors import StorageError
from assistant.llm.masking import mask
from assistant.storage.database import Database
from assistant.storage.decisions import stamp, storable
from assistant.storage.tables import unanswered

#: So many questions are kept.
MOST = 500
#: Characters of a question; what is longer is no question that one answers with an entry of a FAQ.
LONGEST = 200
_SHORTEST = 2
_PUT = text(
    "INSERT INTO unanswered (question, times, last_at) VALUES (:question, 1, :at) "
    "ON CONFLICT (question) DO UPDATE SET times = unanswered.times + 1, last_at = excluded.last_at"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unanswered:
    """A question, how often it was asked and when last."""

    question: str
    times: int
    last_at: datetime


def note_unanswered(database: Database, question: str, *, now: datetime | None = None) -> None:
    """Count a question that search found nothing for. Nothing is raised: an answer must not fail for this."""
    said = " ".join(mask(storable(question)).split())
    if not _SHORTEST <= len(said) <= LONGEST:
        return
    kept = select(unanswered.c.question).order_by(unanswered.c.last_at.desc(), unanswered.c.question).limit(MOST)
    try:
        with database.write() as connection:
            connection.execute(_PUT, {"question": said, "at": stamp(now or datetime.now())})
            connection.execute(delete(unanswered).where(unanswered.c.question.not_in(kept.scalar_subquery())))
    except StorageError as error:
        log.warning("a question without an answer was not noted: %s", error)


def list_unanswered(database: Database, limit: int = 50) -> list[Unanswered]:
    """Return the questions, the most asked first and of those the newest."""
    query = select(unanswered).order_by(unanswered.c.times.desc(), unanswered.c.last_at.desc()).limit(limit)
    with database.read() as connection:
        return [
            Unanswered(row.question, row.times, datetime.fromisoformat(row.last_at))
            for row in connection.execute(query)
        ]
