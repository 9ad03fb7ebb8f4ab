"""The tables of the service, made where the database is of a version without them."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import inspect

from assistant.storage.database import Database
from assistant.storage.tables import api_keys, appeals, audit_log, metadata, outbox

_MINE = (api_keys, appeals, audit_log, outbox)


@lru_cache(maxsize=32)
def service_tables(database: Database) -> Database:
    """Return the database with the tables; asked once a database."""
    with database.read() as connection:
        known = inspect(connection)
        missing = any(not known.has_table(table.name) for table in _MINE)
    if missing:
        with database.write() as connection:
            metadata.create_all(connection, tables=list(_MINE), checkfirst=True)
    return database
