"""Rows that may be there already: who comes second adds nothing, on either engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from assistant.storage.engines import SQLITE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; what is there under one of the table's unique keys stays as it is.

    On PostgreSQL this waits for another transaction that is about to add the same.
    """
    if rows:
        dialect = sqlite if connection.dialect.name == SQLITE else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])
