"""The version of a database's tables: one look tells whether it is ours; only where it is not, Alembic is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect

from assistant.errors import StorageError

if TYPE_CHECKING:
    from assistant.storage.database import Database

#: The last of :mod:`assistant.storage.migrations`.
HEAD = "0005"
#: Where the version stands in the table ``state``.
KEY = "schema"
#: What stood there before there were migrations.
BEFORE = "1"


def version_of(database: Database) -> str:
    """Return the version of a database, empty for one without tables. Raises :class:`StorageError`."""
    from assistant.storage.database import get_state

    try:
        with database.read() as connection:
            return get_state(connection, KEY)
    except StorageError:
        with database.read() as connection:
            if inspect(connection).has_table("state"):
                raise
        return ""


def bring_up(database: Database) -> None:
    """Make the tables, or bring them up to what this program knows; nothing in them is lost.

    Raises :class:`StorageError`, also for a database of a later program.
    """
    if version_of(database) != HEAD:
        from assistant.storage.migrating import migrate

        migrate(database)
