"""Locks by name, for what two writers of one database may not do at the same time.

SQLite has one lock of writing, which every write holds from its beginning: there is nothing to do. On PostgreSQL a name
is a lock of the transaction, gone with it; what others did under the name before is seen by every later statement.
Names are taken in one call at the beginning of a transaction, in one order for all, so that two never wait for each
other; a matter of the whole workspace (:func:`alone`) is taken before them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from assistant.errors import StorageError
from assistant.storage.engines import SQLITE

if TYPE_CHECKING:
    from assistant.storage.database import Database

#: So many different locks the names share: a transaction about thousands of messages must not exhaust the server's
#: table of locks, and two transactions about a few messages each rarely meet by chance.
BUCKETS = 512
# The first half of the key: ours among all advisory locks of the database.
_NAMES, _ALONE = 0x4153, 0x4154
_TAKE = text(
    "SELECT pg_advisory_xact_lock(:space, wanted.key) FROM (SELECT CAST(value AS integer) AS key "
    "FROM json_array_elements_text(CAST(:keys AS json)) ORDER BY 1) AS wanted"
)
_PAUSE = 0.2


def hold(connection: Connection, names: Iterable[str]) -> None:
    """Hold the locks of these names until the transaction ends; waits for who holds one."""
    if connection.dialect.name != SQLITE:
        keys = sorted({_number(name) % BUCKETS for name in names})
        connection.execute(_TAKE, {"space": _NAMES, "keys": json.dumps(keys)})


def alone(connection: Connection, matter: str) -> None:
    """Be the only transaction about a matter of the whole workspace until this one ends."""
    if connection.dialect.name != SQLITE:
        connection.execute(_TAKE, {"space": _ALONE, "keys": json.dumps([_number(matter)])})


@contextmanager
def turn(database: Database, matter: str, *, seconds: float) -> Iterator[None]:
    """Be the only one about a matter, on whatever machine, over many transactions; nothing on SQLite.

    Raises :class:`StorageError` where another has not ended within ``seconds``. Who dies gives the turn back.
    """
    if database.local:
        yield
        return
    key = {"space": _ALONE, "key": _number(matter)}
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.guard(), engine.connect() as connection:
        until = time.monotonic() + seconds
        while not connection.execute(text("SELECT pg_try_advisory_lock(:space, :key)"), key).scalar():
            if time.monotonic() > until:
                raise StorageError(f"另一个进程已经占着 {matter} 超过 {seconds:.0f} 秒：请确认它没有卡住")
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            # A connection that was lost has given the lock back by itself.
            if not connection.invalidated and not connection.closed:
                connection.execute(text("SELECT pg_advisory_unlock(:space, :key)"), key)


def _number(name: str) -> int:
    """A number of 31 bits for a name, the same in every process."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest()) >> 1
