"""The lexical leg: SQLite FTS5 over characters, character bigrams and their sounds, ranked by BM25.

The frequencies of all terms stand in a table of their own, so that a query asks for its rare terms only: a term that
half of the passages hold costs the most and tells the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from assistant.knowledge.terms import characters, is_han, lexical_terms, sounds, spelled_sounds, words
from assistant.text.normalize import fold

# Weights of the columns heading, question, body, single, sound: titles and questions say what a passage is about; a
# single character says little, a sound is a guess.
WEIGHTS = "1.6, 1.8, 1.0, 0.1, 0.4"
# Postings one query may read: past it the most frequent terms are left out. 30,000 take a few milliseconds.
POSTINGS = 30_000

_INSERT = text(
    "INSERT INTO passages_fts (rowid, heading, question, body, single, sound) VALUES (:pk, :h, :q, :b, :c, :s)"
)
_DELETE = text("DELETE FROM passages_fts WHERE rowid IN :pks").bindparams(bindparam("pks", expanding=True))
_FREQUENCIES = text("SELECT term, passages FROM passages_df WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)


@dataclass(frozen=True)
class LexicalRow:
    """What the index holds of one passage. ``names`` are words to be found by sound, such as a product's name."""

    pk: int
    heading: str
    question: str
    body: str
    names: str = ""


@dataclass(frozen=True)
class LexicalQuery:
    """A folded query as terms, with how many passages hold each; ``total`` is the number of passages."""

    terms: tuple[str, ...]
    sounds: tuple[str, ...]
    frequency: dict[str, int]
    total: int


def add_rows(connection: Connection, rows: Iterable[LexicalRow]) -> None:
    """Index passages."""
    values = [
        {
            "pk": row.pk,
            "h": " ".join(words(fold(row.heading))),
            "q": " ".join(words(fold(row.question))),
            "b": " ".join(words(fold(row.body))),
            "c": " ".join(characters(fold(f"{row.heading} {row.body}"))),
            "s": " ".join(sounds(fold(f"{row.heading} {row.question} {row.names}"))),
        }
        for row in rows
    ]
    if values:
        connection.execute(_INSERT, values)


def remove_rows(connection: Connection, pks: Sequence[int]) -> None:
    """Take passages out of the index."""
    for start in range(0, len(pks), 500):
        connection.execute(_DELETE, {"pks": list(pks[start : start + 500])})


def count_terms(connection: Connection) -> None:
    """Write the frequencies anew; call once after all changes of a sync."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, passages_fts, row)"
    )
    connection.exec_driver_sql("DELETE FROM passages_df")
    connection.exec_driver_sql("INSERT INTO passages_df (term, passages) SELECT term, doc FROM temp.vocabulary")


def parse_query(connection: Connection, folded: str, *, extra: Sequence[str] = ()) -> LexicalQuery:
    """Turn a folded query, and words that mean the same, into terms with their frequencies.

    The sound of a Chinese query is asked for only when it holds a pair of characters the store has never seen: then it
    may be a slip of the input method.
    """
    own = list(dict.fromkeys(lexical_terms(folded)))
    terms = list(dict.fromkeys([*own, *(term for word in extra for term in lexical_terms(word))]))
    spelled = spelled_sounds(folded)
    total = int(connection.execute(text("SELECT count(*) FROM passages")).scalar_one())
    frequency = _frequencies(connection, terms)
    if not spelled and any(len(term) == 2 and term not in frequency for term in own):
        spelled = sounds(folded)
    if spelled:
        frequency.update(_frequencies(connection, spelled))
    heard = tuple(dict.fromkeys(sound for sound in spelled if sound in frequency))
    return LexicalQuery(tuple(terms), heard, frequency, total)


def match(connection: Connection, query: LexicalQuery, count: int) -> list[tuple[int, float]]:
    """Return the ``count`` best passages as (pk, BM25 score), best first."""
    clauses: list[str] = []
    budget = POSTINGS
    asked = [
        (query.frequency[term], f'{{{_columns(term)}}} : "{term}"') for term in query.terms if term in query.frequency
    ]
    asked += [(query.frequency[sound], f'sound : "{sound}"') for sound in query.sounds]
    for frequency, clause in sorted(asked):
        if clauses and frequency > budget:
            break
        budget -= frequency
        clauses.append(clause)
    if not clauses:
        return []
    rows = connection.execute(
        text(
            f"SELECT rowid, -bm25(passages_fts, {WEIGHTS}) FROM passages_fts "  # noqa: S608 - WEIGHTS is ours
            "WHERE passages_fts MATCH :match ORDER BY bm25(passages_fts, " + WEIGHTS + ") LIMIT :count"
        ),
        {"match": " OR ".join(clauses), "count": count},
    )
    return [(int(pk), float(score)) for pk, score in rows]


def _columns(term: str) -> str:
    return "single" if len(term) == 1 and is_han(term) else "heading question body"


def _frequencies(connection: Connection, terms: Sequence[str]) -> dict[str, int]:
    return {term: int(count) for term, count in connection.execute(_FREQUENCIES, {"terms": list(terms)})}
