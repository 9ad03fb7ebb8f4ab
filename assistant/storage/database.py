"""Opening the database of a workspace."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import StorageError
from assistant.storage import tables

if TYPE_CHECKING:
    from assistant.workspace import Workspace

SCHEMA = "1"
LEXICAL = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS passages_fts "
    'USING fts5(heading, question, body, single, tokenize = "unicode61 remove_diacritics 0")',
    "CREATE TABLE IF NOT EXISTS passages_df "
    "(term TEXT PRIMARY KEY, passages INTEGER NOT NULL, sound TEXT) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS passages_df_by_sound ON passages_df (sound)",
)


class Database:
    """One SQL database. ``read`` and ``write`` give connections; a write is one transaction that takes the lock early.

    Any fault of the engine is raised as :class:`StorageError`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state for its whole life."""
        with self._guard(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: everything inside lands at once, or nothing does."""
        with self._guard(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        # The driver's own errors come from the settings of a new connection: a file that is no database.
        except (SQLAlchemyError, sqlite3.Error) as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StorageError(f"数据库 {self.url} 出错：{cause}，{_remedy(cause)}") from error

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


_DAMAGED = "文件坏了：有备份就换回备份，没有就把它改个名、再同步一次（资料会重新收，草稿和审过的消息找不回来）"
# What to do about a fault, by the words of SQLite's result codes: https://www.sqlite.org/rescode.html
_REMEDIES = {
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "locked": "别的程序正占着它，等一会儿再试",
    "is full": "磁盘满了，腾出空间再试",
    "readonly": "没有写的权限，请检查它和它所在的文件夹",
}


def _remedy(cause: str) -> str:
    return next((what for words, what in _REMEDIES.items() if words in cause), "请检查它的路径、权限和磁盘空间")


# Put together once: every search asks.
_STATE = select(tables.state.c.value).where(tables.state.c.key == bindparam("key"))
_STATES = select(tables.state.c.key, tables.state.c.value).where(
    tables.state.c.key.in_(select(func.json_each(bindparam("keys")).table_valued("value").c.value))
)


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
def _opened(url: str) -> Database:
    database = Database(url)
    # Asked first: who only reads must not wait for the write lock of a sync that is landing.
    with database.read() as connection:
        found = get_state(connection, "schema") if inspect(connection).has_table("state") else ""
    if not found:
        with database.write() as connection:
            tables.metadata.create_all(connection)
            for statement in LEXICAL:
                connection.exec_driver_sql(statement)
            set_state(connection, "schema", SCHEMA)
    elif found != SCHEMA:
        database.close()
        raise StorageError(f"数据库 {url} 的结构版本是 {found}，本程序只认 {SCHEMA}：请升级程序")
    return database


def open_database(workspace: Workspace) -> Database:
    """Return the database of ``workspace``, created on first use. Raises :class:`StorageError`."""
    url = workspace.settings.database_url
    if not url:
        url = f"sqlite:///{workspace.make_state() / 'state.db'}"
    if not url.startswith("sqlite:"):
        raise StorageError(f"database_url 目前只支持 sqlite:///…，现在是 {url.split('://', maxsplit=1)[0]}://…")
    return _opened(url)


def _engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling would commit behind our back: we say BEGIN ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # SQLite's default is to take the write lock at the first change, which can fail after a read.
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
