"""SQLite: one file of the workspace, one writer at a time."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event

if TYPE_CHECKING:
    from assistant.settings import DatabaseSettings

#: They come from the settings of a new connection: a file that is no database.
FAULTS: tuple[type[Exception], ...] = (sqlite3.Error,)
# Seconds that a writer waits for another.
_WAIT = 30

_DAMAGED = "文件坏了：有备份就换回备份，没有就把它改个名、再同步一次（资料会重新收，草稿和审过的消息找不回来）"
# What to do about a fault, by the words of SQLite's result codes: https://www.sqlite.org/rescode.html
_REMEDIES = {
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "locked": "别的程序正占着它，等一会儿再试",
    "is full": "磁盘满了，腾出空间再试",
    "readonly": "没有写的权限，请检查它和它所在的文件夹",
}


def opened(url: str, settings: DatabaseSettings) -> Engine:  # noqa: ARG001 - nothing is pooled here
    """Return the engine for ``url``."""
    # What members write is in no log, also where a statement failed.
    engine = create_engine(url, connect_args={"timeout": _WAIT}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling would commit behind our back: we say BEGIN ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16384")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # SQLite's default is to take the write lock at the first change, which can fail after a read.
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def reading(engine: Engine) -> Engine:
    """A transaction of SQLite sees one state as it is."""
    return engine


def writing(engine: Engine) -> Engine:
    """A transaction takes the one lock of writing before it reads anything."""
    return engine.execution_options(writes=True)


def remedy(fault: BaseException) -> str:
    """What to do about a fault."""
    said = str(fault)
    return next((what for words, what in _REMEDIES.items() if words in said), "请检查它的路径、权限和磁盘空间")
