"""The words' index in PostgreSQL: a tsvector of the same words as FTS5's, ranked by the same BM25.

None of PostgreSQL's own rankings knows how rare a word is. So the database finds the passages that hold a word (GIN)
and says how often it stands in each of their columns, and the score is worked out here, step by step as FTS5 does it
(https://www.sqlite.org/fts5.html#the_bm25_function), to the last bit: what ties there ties here.

How often: the places of a word in a tsvector are only numbered through, heading, question, text, single characters. Of
one word ``ts_rank_cd`` adds up the weights of its places, so with weights of 1, 2^-8 and 2^-16 its one number tells the
three counts apart, of which none can exceed 255.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, text

from assistant.storage.database import get_state, set_state

if TYPE_CHECKING:
    from assistant.knowledge.lexical import Indexed

#: Where the number of all words of all passages stands.
SIZE = "words.size"
# Places of one word that a tsvector keeps.
_PLACES = 255
# FTS5's constants.
_K1, _B, _LEAST = 1.2, 0.75, 1e-6

_INSERT = text(
    "INSERT INTO passages_fts (pk, heading, question, body, single, size, crowded, terms) "
    "VALUES (:pk, :h, :q, :b, :c, :size, CAST(:crowded AS json), CAST(:terms AS tsvector))"
)
_DELETE = text("DELETE FROM passages_fts WHERE pk IN :pks").bindparams(bindparam("pks", expanding=True))
_WORDS = text(
    "SELECT pk, ' ' || heading || ' ' || question || ' ' || body || ' ' FROM passages_fts "
    "WHERE pk IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:pks AS json)))"
)
# The weights of a tsvector are D, C, B, A: single characters, text, question, heading.
_MATCH = text(
    "SELECT pk, size, ts_rank_cd(CAST('{1, 1.52587890625e-05, 0.00390625, 1}' AS real[]), terms, asked.query), "
    "crowded -> :term FROM passages_fts, (SELECT CAST(:query AS tsquery) AS query) AS asked "
    "WHERE terms @@ asked.query ORDER BY pk"
)
_COUNTED = text("SELECT count(*), coalesce(sum(size), 0) FROM passages_fts")

RECOUNT = (
    "DROP TABLE IF EXISTS pg_temp.counted",
    'CREATE TEMP TABLE counted (term text COLLATE "C" PRIMARY KEY, doc integer NOT NULL) ON COMMIT DROP',
    "INSERT INTO counted SELECT word, ndoc FROM ts_stat('SELECT terms FROM passages_fts')",
)


def add(connection: Connection, rows: Sequence[Indexed]) -> None:
    """Put passages in."""
    connection.execute(_INSERT, [_values(row) for row in rows])


def _values(row: Indexed) -> dict[str, object]:
    columns = [part.split() for part in (row.heading, row.question, row.body, row.single)]
    counted = [Counter(part) for part in columns]
    crowded: dict[str, list[int]] = {}
    entries = []
    for term in dict.fromkeys(term for part in columns for term in part):
        counts = [each[term] for each in counted]
        if sum(counts) > _PLACES:
            crowded[term] = counts
            counts = [min(count, 1) for count in counts]
        marks = "".join(mark * count for mark, count in zip("ABCD", counts, strict=True))
        entries.append(f"{_quoted(term)}:{','.join(f'{place}{mark}' for place, mark in enumerate(marks, start=1))}")
    return {
        "pk": row.pk, "h": row.heading, "q": row.question, "b": row.body, "c": row.single,
        "size": sum(map(len, columns)), "crowded": json.dumps(crowded, ensure_ascii=False) if crowded else None,
        "terms": " ".join(entries),
    }  # fmt: skip


def _quoted(term: str) -> str:
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def remove(connection: Connection, pks: Sequence[int]) -> None:
    """Take passages out."""
    connection.execute(_DELETE, {"pks": list(pks)})


def settle(connection: Connection) -> None:
    """Note what every score needs, and what the planner needs; after the changes of a sync."""
    # Changes wait in a list, which makes them six times as quick; every query would read through what is left of it.
    connection.exec_driver_sql("SELECT gin_clean_pending_list('passages_fts_by_terms')")
    rows, size = connection.execute(_COUNTED).one()
    set_state(connection, SIZE, f"{rows} {size}")
    connection.exec_driver_sql("ANALYZE passages_fts, passages_df, passages, documents")


def words(connection: Connection, pks: str) -> dict[int, str]:
    """The words of passages, their keys given as a JSON list."""
    return {int(pk): str(held) for pk, held in connection.execute(_WORDS, {"pks": pks})}


def scored(connection: Connection, term: str, *, single: bool, weights: Sequence[float]) -> list[tuple[int, float]]:
    """The passages that hold a term among their single characters, or else among their words, as (key, score)."""
    query = f"{_quoted(term)}:{'D' if single else 'ABC'}"
    found = connection.execute(_MATCH, {"term": term, "query": query}).all()
    if not found:
        return []
    rows, size = map(int, get_state(connection, SIZE, "0 0").split())
    rarity = log((rows - len(found) + 0.5) / (len(found) + 0.5))
    if rarity <= 0:
        rarity = _LEAST
    average = size / rows
    scores = []
    for pk, length, packed, crowded in found:
        held = weighted(_counts(packed, single, crowded), single, tuple(weights))
        scores.append((pk, rarity * ((held * (_K1 + 1.0)) / (held + _K1 * (1 - _B + _B * length / average)))))
    return scores


def _counts(packed: float, single: bool, crowded: list[int] | None) -> tuple[int, ...]:
    """How often the term stands in heading, question and text; among the single characters where those are asked."""
    if crowded is not None:
        return tuple(crowded[3:] if single else crowded[:3])
    if single:
        return (round(packed),)
    whole = round(packed * 65536)
    return whole >> 16, whole >> 8 & 255, whole & 255


@lru_cache(maxsize=4096)
def weighted(counts: tuple[int, ...], single: bool, weights: tuple[float, ...]) -> float:
    """The sum of the weights of every place, added up in FTS5's order: multiplied it would differ in the last bit."""
    held = 0.0
    for count, weight in zip(counts, weights[3:] if single else weights[:3], strict=True):
        for _ in range(count):
            held += weight
    return held
