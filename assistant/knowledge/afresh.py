"""What the files say now, for who cannot wait for a sync: what changed since the last one is read and not stored.

A sync embeds, which takes seconds for a changed file and minutes for a new workspace; facts need no vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select

from assistant.errors import StorageError, WorkspaceError
from assistant.knowledge import store
from assistant.knowledge.age import Age, age_of, in_order_of_age
from assistant.knowledge.collect import Collected, Known, collect
from assistant.knowledge.documents import Document
from assistant.knowledge.shelf import newest
from assistant.schema.contracts import Passage
from assistant.schema.facts import Product
from assistant.storage.database import Database, open_database
from assistant.storage.tables import documents, passages
from assistant.workspace import Workspace


class Afresh:
    """The goods and passages of a workspace as its files stand. ``rejected`` are (source, reason) of unread files.

    ``database`` is None where the state cannot be opened; then everything is read from the files. Raises
    :class:`ConfigError` where ``sources.yaml`` is wrong.
    """

    def __init__(self, workspace: Workspace, *, today: date | None = None) -> None:
        self._today = today or date.today()
        self.database: Database | None
        try:
            self.database = open_database(workspace)
        except (StorageError, WorkspaceError):
            self.database = None
        self._collected = self._collect(workspace)
        self.rejected = self._collected.rejected
        documents_ = [change.document for change in self._collected.changes if change.document is not None]
        self._replaced = {old for document in documents_ for old in document.supersedes}
        # What is read again no longer counts as the store has it.
        self._read_again = {document.source for document in documents_}
        self._gone = set(self._collected.gone)

    def _collect(self, workspace: Workspace) -> Collected:
        known: Mapping[str, Known] = {}
        sold: Mapping[str, Sequence[Product]] = {}
        if self.database is not None:
            with self.database.read() as connection:
                known, sold = _known(connection), store.products_by_source(connection)
        return collect(
            workspace.knowledge,
            known,
            products=sold,
            today=self._today,
            max_bytes=int(workspace.settings.knowledge.max_file_mb * 1024 * 1024),
            progress=lambda _done, _total: None,
        )

    def products(self, on: date) -> list[Product]:
        """Return the goods as the price lists valid on the day state them."""
        by_source: dict[str, list[Product]] = {}
        ages: dict[str, Age] = {}
        if self.database is not None:
            with self.database.read() as connection:
                by_source, ages = store.products_by_source(connection, on=on), store.list_ages(connection, on=on)
        by_source = {source: found for source, found in by_source.items() if self._stands(source)}
        for change in self._collected.changes:
            document = change.document
            if document is None or not _within(document.valid_from, document.valid_until, on):
                continue
            if document.products and document.source not in self._replaced:
                by_source[document.source] = document.products
                ages[document.source] = _age(change, document, on)
        return newest(in_order_of_age(by_source, ages))

    def passages(self, on: date) -> list[Passage]:
        """Return the passages in force on the day."""
        found: list[Passage] = []
        if self.database is not None:
            with self.database.read() as connection:
                sources = connection.execute(select(passages.c.source).distinct()).scalars()
                wanted = [source for source in sources if self._stands(source)]
                found = store.by_source(connection, wanted, store.in_force(on)) if wanted else []
        for change in self._collected.changes:
            if change.source not in self._replaced:
                mine = [stored.passage for stored in change.passages or ()]
                found += [each for each in mine if _within(each.valid_from, each.valid_until, on)]
        return found

    def _stands(self, source: str) -> bool:
        return source not in self._read_again and source not in self._gone and source not in self._replaced


def _age(change: store.Change, document: Document, on: date) -> Age:
    heading = change.passages[0].passage.heading if change.passages else document.title
    valid_from = document.valid_from.isoformat() if document.valid_from else None
    return age_of(change.source, heading, modified_at=change.modified_at, valid_from=valid_from, on=on)


def _known(connection: Connection) -> dict[str, Known]:
    rows = connection.execute(
        select(documents.c.source, documents.c.fingerprint, documents.c.sha256, documents.c.reader)
    )
    return {row.source: Known(row.fingerprint, row.sha256, row.reader) for row in rows}


def _within(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
