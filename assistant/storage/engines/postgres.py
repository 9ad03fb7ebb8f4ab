"""PostgreSQL: a server that any number of processes share.

Reading transactions see one state (REPEATABLE READ). Writing ones see what others have committed by each statement
(READ COMMITTED): where SQLite's one lock of writing was relied on, a unique key decides, or a lock by name is taken
first (:mod:`assistant.storage.locks`), after which everything others did under the same name is seen.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assistant.storage.engines.pulse import Pulse, Watched

if TYPE_CHECKING:
    from assistant.settings import DatabaseSettings

#: Nearly all of them reach us through SQLAlchemy; giving back a connection that was cut may not.
FAULTS: tuple[type[Exception], ...] = (psycopg.Error,)
# Seconds between two looks whether the other end of a quiet connection is still there, and until it is given up.
_QUIET, _GONE = 30, 30
# Seconds after which a connection is asked whether it is still there before it is used again. Under load none rests so
# long, and asking every time is a quarter of what the service waits for the database.
_RESTED = 1.0
# Seconds beyond its own bound after which the server is not believed to keep it.
_BEYOND = 10

_AWAY = "请看看 PostgreSQL 是否在运行、地址和端口对不对；它回来以后会自动接上"
# By SQLSTATE, or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_REMEDIES = {
    "28": "用户名或密码不对，请检查 database_url 和 pg_hba.conf",
    "3D000": "请先建好这个库：createdb -E UTF8 库名",
    "42501": "这个用户没有权限：要能在库里建表和读写",
    "25006": "它只能读（可能是备机），请把 database_url 指到主机",
    "53100": "数据库所在的磁盘满了，腾出空间再试",
    "53200": "数据库的内存不够用了，请检查它的配置",
    "53300": "数据库的连接数用完了：调小 database.pool，或调大 max_connections",
    "55P03": "别的程序正占着这些行，等一会儿再试",
    "57014": "超过了 database.statement_seconds，等一会儿再试，或把它调大",
    "40": "和别的程序冲突了，再试一次",
    "57P": _AWAY,
    "08": _AWAY,
}
# What a failed attempt to connect says; it has no SQLSTATE.
_SAID = {
    "password": _REMEDIES["28"],
    "no pg_hba.conf entry": _REMEDIES["28"],
    "does not exist": "请检查用户名和库名；库要先建好：createdb -E UTF8 库名",
    "too many clients": _REMEDIES["53300"],
    "remaining connection slots": _REMEDIES["53300"],
}


def opened(url: str, settings: DatabaseSettings) -> Engine:
    """Return the engine for ``url``; a connection that was cut while it rested is found out before it is used."""
    address = make_url(url)
    bounds = (
        f"-c lock_timeout={int(settings.lock_seconds * 1000)} "
        f"-c statement_timeout={int(settings.statement_seconds * 1000)}"
    )
    given = address.query.get("options", "")
    connect: dict[str, Any] = {
        "connect_timeout": settings.connect_seconds,
        "application_name": "assistant",
        "client_encoding": "utf8",
        "options": f"{given if isinstance(given, str) else ' '.join(given)} {bounds}".strip(),
        "keepalives_idle": _QUIET,
        "tcp_user_timeout": _GONE * 1000,
    }
    engine = create_engine(
        address.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        connect_args=connect,
        pool_size=settings.pool,
        max_overflow=settings.pool,
        pool_timeout=settings.connect_seconds,
        # What was idle for long may have been cut by something between, without either end knowing.
        pool_recycle=1800,
        # What members write is in no log, also where a statement failed.
        hide_parameters=True,
    )
    _watch(engine, settings)
    _greet(engine)
    return engine


def _watch(engine: Engine, settings: DatabaseSettings) -> None:
    """Wait for the server only while it answers."""
    limit = settings.statement_seconds + _BEYOND
    arguments, known = engine.dialect.create_connect_args(engine.url)
    asked = {**known, "connect_timeout": settings.connect_seconds, "application_name": "assistant"}

    def probe() -> None:
        with Watched.connect(*arguments, **asked, autocommit=True) as connection:
            connection.limit = settings.connect_seconds
            connection.execute("SELECT 1")

    pulse = Pulse(probe, settings.answer_seconds)

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> Watched:
        pulse.expect()
        try:
            connection = Watched.connect(*given, **named)
        except ConnectionTimeout:
            pulse.lost()
            raise
        connection.pulse, connection.limit = pulse, limit
        return connection

    @event.listens_for(engine, "checkin")
    def _timed_again(connection: Watched | None, _record: Any) -> None:
        if connection is not None:
            connection.limit = limit


def _greet(engine: Engine) -> None:
    """Ask a connection that has rested whether it is still there; where it is not, all are made anew."""

    @event.listens_for(engine, "checkin")
    def _rests(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _used(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is None or monotonic() - since < _RESTED:  # without it, it was made just now
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as fault:
            raise InvalidatePoolError from fault


def reading(engine: Engine) -> Engine:
    """A transaction that sees one state, and writes nothing."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """A transaction whose every statement sees what others have committed."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def remedy(fault: BaseException) -> str:
    """What to do about a fault."""
    if isinstance(fault, PoolTimeout):
        return "连接都占着：等一会儿再试，或调大 database.pool"
    cause = getattr(fault, "orig", None)
    state = str(getattr(cause, "sqlstate", None) or "")
    if state:
        kinds = (state, state[:3], state[:2])
        return next((_REMEDIES[kind] for kind in kinds if kind in _REMEDIES), "请看看 PostgreSQL 的日志")
    said = str(cause or fault)
    return next((what for words, what in _SAID.items() if words in said), _AWAY)
