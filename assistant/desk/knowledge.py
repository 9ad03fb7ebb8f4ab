"""What the brand knows: its documents and how they stand, search as the writers search, questions without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from assistant.desk import Desk
from assistant.errors import InputError
from assistant.jobs.model import Job, JobStatus
from assistant.knowledge.scan import CONFIG_FILES
from assistant.knowledge.status import SAMPLE, Status, status
from assistant.knowledge.unanswered import Unanswered, list_unanswered, note_unanswered
from assistant.schema.contracts import PassageKind
from assistant.storage import audit
from assistant.storage.tables import documents, passages, unanswered
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.knowledge.search import Hit, Search

_LONGEST = 500


@dataclass(frozen=True)
class DocumentLine:
    """A document as the list shows it. ``standing``: current, expired, upcoming, superseded."""

    source: str
    title: str
    kind: str
    passages: int
    standing: str
    valid_from: str
    valid_until: str
    superseded_by: str
    synced_at: str
    #: Whether it is a file that can be taken out, not one of the brand's own settings.
    own: bool


@dataclass(frozen=True)
class Found:
    """What a search found; ``nearest`` is what came nearest where nothing answers. ``limited``: words alone, why."""

    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...]
    limited: str


def documents_of(desk: Desk, on: date) -> list[DocumentLine]:
    """Return the documents as they stand on a day, by source."""
    day = on.isoformat()
    count = func.count(passages.c.pk).label("passages")
    query = (
        select(documents, count)
        .outerjoin(passages, passages.c.source == documents.c.source)
        .group_by(documents.c.source)
        .order_by(documents.c.source)
    )
    with desk.database.read() as connection:
        rows = connection.execute(query).mappings().all()
    found = []
    for row in rows:
        start, end = row["valid_from"] or "", row["valid_until"] or ""
        replaced = row["superseded_from"] is not None and row["superseded_from"] <= day
        standing = (
            "superseded" if replaced
            else "expired" if end and end < day
            else "upcoming" if start and start > day
            else "current"
        )  # fmt: skip
        found.append(
            DocumentLine(
                row["source"],
                row["title"],
                row["kind"],
                int(row["passages"]),
                standing,
                start,
                end,
                row["superseded_by"] or "",
                row["synced_at"],
                row["source"] not in CONFIG_FILES,
            )
        )
    return found


def state_of(desk: Desk, on: date, *, sample: int = 0) -> Status:
    """Return what is expired, in conflict, not taken in; with ``sample`` the index of meanings is tried as well."""
    return status(desk.workspace, on=on, sample=sample)


def tried(desk: Desk, on: date) -> Status:
    """Return the state with the index tried by :data:`~assistant.knowledge.status.SAMPLE` passages: takes a second."""
    return state_of(desk, on, sample=SAMPLE)


def begin_sync(desk: Desk, *, rebuild: bool = False) -> Job:
    """Have the files read anew, as a job; where one is under way already, that one."""
    desk.require("knowledge.upload")
    if rebuild:
        desk.require("knowledge.remove")
    return desk.jobs.enqueue("sync", {"rebuild": rebuild}, who=desk.person.name)


def last_sync(desk: Desk) -> Job | None:
    """Return the last job of reading files, under way or ended."""
    return next(iter(desk.jobs.list(kind="sync", limit=1)), None)


def rejections(desk: Desk) -> dict[str, str]:
    """Return which files the last reading did not take in, each with the reason."""
    job = last_sync(desk)
    return {each["source"]: each["reason"] for each in ((job.result if job else None) or {}).get("rejected", ())}


def sync_under_way(desk: Desk) -> bool:
    """Whether files are being read."""
    return bool(desk.jobs.list(kind="sync", status=(JobStatus.QUEUED, JobStatus.RUNNING), limit=1))


def search(
    desk: Desk, query: str, *, on: date, group: str = "", kinds: frozenset[PassageKind] = frozenset(), limit: int = 8
) -> Found:
    """Search as the writers do; what finds nothing is noted as a question to write about.

    Raises :class:`InputError` for a question that is too long, :class:`StorageError` where the store cannot be read.
    """
    from assistant.knowledge.search import Scope

    if len(query) > _LONGEST:
        raise InputError(f"问题最长 {_LONGEST} 个字，现在有 {len(query)} 个：请只留要查的那一句")
    searching = _searching(desk.workspace)
    scope = Scope(on, kinds, group)
    hits = tuple(searching.hits(query, scope=scope, limit=limit))
    nearest = () if hits else tuple(searching.hits(query, scope=scope, limit=3, threshold=0))
    # Asked of everything and of today: a narrower look that finds nothing leaves no gap in what the shop knows.
    if not hits and not kinds and on == date.today():
        note_unanswered(desk.database, query)
    return Found(hits, nearest, searching.limited)


def questions(desk: Desk, limit: int = 50) -> list[Unanswered]:
    """Return what was asked and found nothing, the most asked first."""
    return list_unanswered(desk.database, limit)


def settle_question(desk: Desk, question: str) -> None:
    """Take a question off the list: it has been written about, or needs no answer."""
    desk.require("knowledge.upload")
    with desk.database.write() as connection:
        connection.execute(delete(unanswered).where(unanswered.c.question == question))
        audit.note(connection, who=desk.person.name, what="question.settle", target="", about="")


@lru_cache(maxsize=4)
def _searching(workspace: Workspace) -> Search:
    """The search of a workspace, kept: it reads the state of the store anew with every question."""
    from assistant.knowledge.search import Search

    return Search(workspace)
