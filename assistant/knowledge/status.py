"""What is in the store, what no longer counts, and whether the index is sound."""

from __future__ import annotations

import random
from datetime import date

from pydantic import BaseModel, Field
from sqlalchemy import Connection, func, select

from assistant.errors import StorageError
from assistant.knowledge import store
from assistant.knowledge.embedding import open_embedder
from assistant.knowledge.index import IndexAway, VectorIndex, open_index
from assistant.knowledge.sync import EMBEDDER, GENERATION, Conflict, Order, Rejection
from assistant.knowledge.vectors import load_vectors
from assistant.storage.database import get_state, open_database
from assistant.storage.tables import documents, passages, products
from assistant.workspace import Workspace

# So many passages are looked up by their own vector; a broken index fails on most of them.
SAMPLE = 200
# Two texts can be so alike that the other one is found first, at the same distance.
SAME = 0.999


class Lapsed(BaseModel):
    """A document, or a section of one, that search leaves out, and why."""

    source: str
    heading: str = ""
    note: str


class Status(BaseModel):
    """The state of the store; ``healthy`` when every passage looked at finds itself."""

    documents: int
    passages: int
    products: int
    kinds: dict[str, int]
    search: str
    checked: int = 0
    found: int = 0
    healthy: bool = True
    expired: list[Lapsed] = Field(default_factory=list)
    upcoming: list[Lapsed] = Field(default_factory=list)
    superseded: list[Lapsed] = Field(default_factory=list)
    conflicts: list[Conflict] = Field(default_factory=list)
    rejected: list[Rejection] = Field(default_factory=list)
    orders: list[Order] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)


def status(workspace: Workspace, *, on: date | None = None, sample: int = SAMPLE) -> Status:
    """Return the state of the store as of the day ``on``. Raises :class:`StorageError`."""
    day = (on or date.today()).isoformat()
    database = open_database(workspace)
    wanted, limited = open_embedder(workspace.settings.embedding)
    with database.read() as connection:
        found = _counts(connection, limited)
        _lapsed(connection, found, day)
        found.conflicts = [
            Conflict(older=older, newer=newer, similarity=float(alike))
            for older, newer, alike in store.list_conflicts(connection)
        ]
        found.rejected = [Rejection(source=s, reason=reason) for s, reason in store.list_rejected(connection)]
        for source, orders, warnings in store.list_remarks(connection):
            found.orders.extend(Order(source=source, text=order) for order in orders)
            found.warnings.extend(warnings)
        embedder = get_state(connection, EMBEDDER)
        if wanted and wanted.name != embedder:
            found.search = f"只按字词：向量模型 {wanted.name} 还没有用上，请运行 assistant knowledge sync"
        if embedder:
            index = open_index(workspace)
            try:
                index.sound(get_state(connection, GENERATION))
                found.checked, found.found = self_hits(connection, index, embedder, sample)
            except IndexAway as error:
                found.search, found.healthy = str(error), False
            else:
                found.healthy = found.checked == found.found
            finally:
                index.close()
    return found


def self_hits(connection: Connection, index: VectorIndex, embedder: str, sample: int) -> tuple[int, int]:
    """Return how many texts were looked up by their own vector, and how many of them were found."""
    rows = connection.execute(select(passages.c.content, passages.c.question_content))
    contents = sorted({content for row in rows for content in row if content})
    if len(contents) > sample:
        contents = random.Random(len(contents)).sample(contents, sample)
    generation, hits = get_state(connection, GENERATION), 0
    for keys, matrix in load_vectors(connection, embedder, contents):
        for key, vector in zip(keys, matrix, strict=True):
            try:
                nearest = index.query(generation, vector, 3)
            except StorageError:
                return len(contents), hits
            hits += any(other == key or (similarity >= SAME) for other, similarity in nearest)
    return len(contents), hits


def _counts(connection: Connection, limited: str) -> Status:
    kinds = connection.execute(
        select(passages.c.kind, func.count()).group_by(passages.c.kind).order_by(passages.c.kind)
    )
    by_kind = {str(kind): int(count) for kind, count in kinds}
    return Status(
        documents=int(connection.execute(select(func.count()).select_from(documents)).scalar_one()),
        passages=sum(by_kind.values()),
        products=int(connection.execute(select(func.count()).select_from(products)).scalar_one()),
        kinds=by_kind,
        search=limited or "字词与语义两路",
    )


def _lapsed(connection: Connection, found: Status, day: str) -> None:
    titles = connection.execute(
        select(documents.c.source, documents.c.superseded_by, documents.c.superseded_from).where(
            documents.c.superseded_from <= day
        )
    )
    gone = {row.source for row in titles}
    found.superseded = [
        Lapsed(source=row.source, note=f"被 {row.superseded_by} 替代")
        for row in connection.execute(
            select(documents.c.source, documents.c.superseded_by)
            .where(documents.c.superseded_from <= day)
            .order_by(documents.c.source)
        )
    ]
    seen: set[tuple[str, str]] = set()
    rows = connection.execute(
        select(passages.c.source, passages.c.heading, passages.c.valid_from, passages.c.valid_until)
        .where((passages.c.valid_until < day) | (passages.c.valid_from > day))
        .order_by(passages.c.source, passages.c.position)
    )
    for row in rows:
        if row.source in gone or (row.source, row.heading) in seen:
            continue
        seen.add((row.source, row.heading))
        if row.valid_until and row.valid_until < day:
            found.expired.append(Lapsed(source=row.source, heading=row.heading, note=f"有效至 {row.valid_until}"))
        else:
            found.upcoming.append(Lapsed(source=row.source, heading=row.heading, note=f"{row.valid_from} 起生效"))
