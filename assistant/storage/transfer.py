"""From one database to another: every row, or none; counted and compared before it holds.

The source is locked against writers meanwhile, so that nothing is decided that is not copied. All is one transaction of
the target: whatever goes wrong, or is killed, leaves it as empty as it was, and the source as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Table, func, select

from assistant.errors import InputError, StorageError
from assistant.storage import tables
from assistant.storage.columns import NUL_AS
from assistant.storage.engines import unhurried
from assistant.storage.locks import alone
from assistant.storage.schema import KEY

if TYPE_CHECKING:
    from assistant.storage.database import Database

Row = dict[str, Any]
_TOGETHER = 500


class Sheet(Protocol):
    """Rows that are copied, in an order that both engines share."""

    name: str

    def read(self, connection: Connection) -> Iterable[Row]:
        """The rows that are there."""

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Add rows."""

    def finish(self, connection: Connection) -> None:
        """Do what is left once all are there."""


@dataclass(frozen=True)
class Copied:
    """A table that was copied: how many rows, and the SHA-256 of what stands in them, the same on both sides."""

    table: str
    rows: int
    checksum: str


class _OfTable:
    """The rows of a table in the order of its key; what tells the version of the tables is each database's own."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self._table = table

    def read(self, connection: Connection) -> Iterator[Row]:
        query = select(self._table).order_by(*self._table.primary_key.columns)
        if self._table is tables.state:
            query = query.where(tables.state.c.key != KEY)
        with connection.execute(query.execution_options(yield_per=_TOGETHER)) as rows:
            for row in rows:
                yield row._asdict()

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        connection.execute(self._table.insert(), list(rows))

    def finish(self, connection: Connection) -> None:
        """Let the keys that the database counts up go on after the last one copied."""
        key = self._table.autoincrement_column
        if key is not None and key.name == "pk":
            last = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(self.name, key.name), last, False)))


def transfer(
    source: Database, target: Database, further: Sequence[Sheet] = (), *, progress: Callable[[str], None] | None = None
) -> list[Copied]:
    """Copy everything, and what is ``further`` beside the tables; return what was copied, table by table.

    ``progress`` is told the table that is under way. Raises :class:`InputError` where the target is not empty,
    :class:`StorageError` where either database fails or the target does not hold what the source does.
    """
    sheets: list[Sheet] = [*map(_OfTable, tables.metadata.sorted_tables), *further]
    with source.write() as reading, target.write() as writing:
        unhurried(writing)
        alone(writing, "transfer")
        _empty(writing, sheets, target)
        copied = []
        for sheet in sheets:
            if progress is not None:
                progress(sheet.name)
            digest = _Digest()
            rows = iter(digest.seeing(sheet.read(reading)))
            while some := list(islice(rows, _TOGETHER)):
                sheet.write(writing, some)
            copied.append(_verified(writing, sheet, digest))
        for sheet in sheets:
            sheet.finish(writing)
    return copied


def _empty(connection: Connection, sheets: Sequence[Sheet], target: Database) -> None:
    for sheet in sheets:
        if next(iter(sheet.read(connection)), None) is not None:
            raise InputError(f"目标数据库 {target.shown} 不是空的（{sheet.name} 里已有内容）：请换一个空库，或先清空它")


def _verified(connection: Connection, sheet: Sheet, expected: _Digest) -> Copied:
    found = _Digest()
    for _ in found.seeing(sheet.read(connection)):
        pass
    if (found.rows, found.value) != (expected.rows, expected.value):
        raise StorageError(
            f"{sheet.name} 抄过去以后对不上：原来 {expected.rows} 行，现在 {found.rows} 行，内容校验"
            f"{'相同' if found.value == expected.value else '不同'}；目标库已恢复成空的，请再试一次"
        )
    return Copied(sheet.name, found.rows, found.value)


class _Digest:
    """The number of rows that were seen and a checksum of all of them, alike on both engines."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = sha256()

    @property
    def value(self) -> str:
        return self._hash.hexdigest()

    def seeing(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            # What no text of PostgreSQL can hold is replaced on the way.
            said = {
                name: value.replace("\0", NUL_AS) if isinstance(value, str) else value for name, value in row.items()
            }
            self._hash.update(json.dumps(said, sort_keys=True, default=_plain).encode())
            self._hash.update(b"\n")
            yield row


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} stands in no table")
