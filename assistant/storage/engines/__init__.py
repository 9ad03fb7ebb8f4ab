"""The engines a workspace's database may run on: SQLite, in the workspace itself, and PostgreSQL.

Each module knows how its engine is opened, what a reading and a writing connection are there, and what to do about its
faults. Everything above them speaks SQL that both take, or asks :data:`Connection.dialect`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError

from assistant.errors import StorageError

if TYPE_CHECKING:
    from assistant.settings import DatabaseSettings

SQLITE, POSTGRES = "sqlite", "postgresql"


class Kind(Protocol):
    """What a module of this package offers. ``FAULTS`` are the driver's own errors, which reach nobody else."""

    FAULTS: tuple[type[Exception], ...]

    def opened(self, url: str, settings: DatabaseSettings) -> Engine:
        """The engine for an address."""

    def reading(self, engine: Engine) -> Engine:
        """The engine whose connections see one state for a whole transaction."""

    def writing(self, engine: Engine) -> Engine:
        """The engine whose connections write."""

    def remedy(self, fault: BaseException) -> str:
        """What the operator is to do about a fault, in one clause."""


def kind_of(url: str) -> Kind:
    """Return the engine that an address is for. Raises :class:`StorageError` where there is none."""
    try:
        name = make_url(url).drivername
    except ArgumentError as error:
        raise StorageError("database_url 不是数据库的地址：要写成 postgresql+psycopg://用户:密码@主机/库名") from error
    if name.partition("+")[0] == SQLITE:
        from assistant.storage.engines import sqlite

        return sqlite
    if name in (POSTGRES, f"{POSTGRES}+psycopg"):
        from assistant.storage.engines import postgres

        return postgres
    raise StorageError(f"database_url 只支持 sqlite:///… 和 postgresql+psycopg://…，现在是 {name}://…")


def unhurried(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they need, where statements are timed."""
    if connection.dialect.name == POSTGRES:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        driven: Any = connection.connection.driver_connection
        driven.limit = None  # until it is given back


def shown(url: str) -> str:
    """An address as it may be shown: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "（写错的地址）"
