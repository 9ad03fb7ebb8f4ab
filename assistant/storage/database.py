"""Opening the database of a workspace."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import StorageError
from assistant.storage import schema, tables
from assistant.storage.engines import SQLITE, kind_of, shown
from assistant.storage.listed import listed

if TYPE_CHECKING:
    from assistant.settings import DatabaseSettings
    from assistant.workspace import Workspace


class Database:
    """One SQL database. ``read`` and ``write`` give connections; each is one transaction.

    On SQLite a write takes the one lock of writing at once. On PostgreSQL writers go side by side: what two of them may
    not do at once takes a lock by name first (:mod:`assistant.storage.locks`).
    Any fault of the engine is raised as :class:`StorageError`.
    """

    def __init__(self, url: str, settings: DatabaseSettings | None = None) -> None:
        if settings is None:
            from assistant.settings import DatabaseSettings

            settings = DatabaseSettings()
        self.url = url
        self._kind = kind_of(url)
        self._faults: tuple[type[Exception], ...] = (SQLAlchemyError, *self._kind.FAULTS)
        self.engine = self._kind.opened(url, settings)
        self._reading, self._writing = self._kind.reading(self.engine), self._kind.writing(self.engine)
        # Connections to a server end with the object; at the end of the process they end by themselves.
        weakref.finalize(self, self.engine.dispose).atexit = False

    @property
    def local(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == SQLITE

    @property
    def shown(self) -> str:
        """Its address without a password."""
        return shown(self.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state for its whole life."""
        with self.guard(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: everything inside lands at once, or nothing does."""
        with self.guard(), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Make the engine's faults ours."""
        try:
            yield
        except self._faults as error:
            lines = str(getattr(error, "orig", None) or error).strip().splitlines()
            cause = lines[0] if lines else type(error).__name__
            raise StorageError(f"数据库 {self.shown} 出错：{cause}，{self._kind.remedy(error)}") from error

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


# Put together once: every search asks.
_STATE = select(tables.state.c.value).where(tables.state.c.key == bindparam("key"))
_STATES = select(tables.state.c.key, tables.state.c.value).where(tables.state.c.key.in_(listed("keys")))


def get_state(connection: Connection, key: str, default: str = "") -> str:
    """Return the value kept under ``key``."""
    found = connection.execute(_STATE, {"key": key}).scalar()
    return default if found is None else str(found)


def get_states(connection: Connection, *keys: str) -> tuple[str, ...]:
    """Return the values kept under ``keys``, empty where there is none."""
    found = {key: str(value) for key, value in connection.execute(_STATES, {"keys": json.dumps(keys)})}
    return tuple(found.get(key, "") for key in keys)


def set_state(connection: Connection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``."""
    connection.execute(
        text("INSERT INTO state (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
        {"k": key, "v": value},
    )


@lru_cache(maxsize=32)
def opened_at(url: str, settings: DatabaseSettings | None = None) -> Database:
    """Return the database at an address, made or brought up to date; once a process. Raises :class:`StorageError`."""
    database = Database(url, settings)
    try:
        schema.bring_up(database)
    except StorageError:
        database.close()
        raise
    return database


def open_database(workspace: Workspace) -> Database:
    """Return the database of ``workspace``, made or brought up to date on first use. Raises :class:`StorageError`."""
    url = workspace.settings.database_url
    if not url:
        url = f"sqlite:///{workspace.make_state() / 'state.db'}"
    return opened_at(url, workspace.settings.database)


def has_database(workspace: Workspace) -> bool:
    """Whether there is a database already; asking makes none."""
    return bool(workspace.settings.database_url) or (workspace.state / "state.db").exists()
