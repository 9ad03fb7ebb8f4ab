"""The words' index as rows that are copied from one engine to another: what it holds, not how it holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from assistant.knowledge import tsvector
from assistant.knowledge.lexical import Indexed
from assistant.storage.engines import SQLITE

if TYPE_CHECKING:
    from assistant.storage.transfer import Row, Sheet

_COLUMNS = "heading, question, body, single"


class _Words:
    """The words of every passage."""

    name = "passages_fts"

    def read(self, connection: Connection) -> Iterator[Row]:
        key = "rowid" if connection.dialect.name == SQLITE else "pk"
        query = text(f"SELECT {key} AS pk, {_COLUMNS} FROM passages_fts ORDER BY {key}")  # noqa: S608 - ours
        for row in connection.execute(query):
            yield row._asdict()

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        tsvector.add(connection, [Indexed(**row) for row in rows])

    def finish(self, connection: Connection) -> None:
        """Note what every score needs."""
        tsvector.settle(connection)


class _Frequencies:
    """In how many passages a word stands, and how it sounds."""

    name = "passages_df"

    def read(self, connection: Connection) -> Iterator[Row]:
        query = text("SELECT term, passages, sound FROM passages_df ORDER BY term")
        for row in connection.execute(query):
            yield row._asdict()

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        values = text("INSERT INTO passages_df (term, passages, sound) VALUES (:term, :passages, :sound)")
        connection.execute(values, list(rows))

    def finish(self, connection: Connection) -> None:
        """Nothing is left to be done."""


#: What :func:`assistant.storage.transfer.transfer` copies beside the tables.
WORDS: tuple[Sheet, ...] = (_Words(), _Frequencies())
