"""The words' index in SQLite: an FTS5 table of the passages' words, ranked by its ``bm25``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, text

if TYPE_CHECKING:
    from assistant.knowledge.lexical import Indexed

_INSERT = text("INSERT INTO passages_fts (rowid, heading, question, body, single) VALUES (:pk, :h, :q, :b, :c)")
_DELETE = text("DELETE FROM passages_fts WHERE rowid IN :pks").bindparams(bindparam("pks", expanding=True))
_WORDS = text(
    "SELECT rowid, ' ' || heading || ' ' || question || ' ' || body || ' ' "
    "FROM passages_fts WHERE rowid IN (SELECT value FROM json_each(:pks))"
)
_MATCH = "SELECT rowid, -bm25(passages_fts, {}) FROM passages_fts WHERE passages_fts MATCH :match"

# What an earlier count has right stays as it is: the words of one changed file are few among all.
RECOUNT = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, passages_fts, row)",
    "DROP TABLE IF EXISTS temp.counted",
    "CREATE TEMP TABLE counted (term TEXT PRIMARY KEY, doc INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO temp.counted SELECT term, doc FROM temp.vocabulary",
)


def add(connection: Connection, rows: Sequence[Indexed]) -> None:
    """Put passages in."""
    values = [{"pk": row.pk, "h": row.heading, "q": row.question, "b": row.body, "c": row.single} for row in rows]
    connection.execute(_INSERT, values)


def remove(connection: Connection, pks: Sequence[int]) -> None:
    """Take passages out."""
    connection.execute(_DELETE, {"pks": list(pks)})


def settle(connection: Connection) -> None:
    """Nothing is left to be done after the changes of a sync."""


def words(connection: Connection, pks: str) -> dict[int, str]:
    """The words of passages, their keys given as a JSON list."""
    return {int(pk): str(held) for pk, held in connection.execute(_WORDS, {"pks": pks})}


def scored(connection: Connection, term: str, *, single: bool, weights: Sequence[float]) -> list[tuple[int, float]]:
    """The passages that hold a term among their single characters, or else among their words, as (key, score)."""
    columns = "single" if single else "heading question body"
    match = text(_MATCH.format(", ".join(map(str, weights))))
    rows = connection.execute(match, {"match": f'{{{columns}}} : "{term}"'})
    return [(int(pk), float(score)) for pk, score in rows]
