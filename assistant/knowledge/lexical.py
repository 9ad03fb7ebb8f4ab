"""The lexical leg: SQLite FTS5 over character bigrams and characters, ranked by BM25.

The frequencies of all terms stand in a table of their own, with their sounds. So a query asks for its rare terms only,
for a term that half of the passages hold costs the most and tells the least; and a word that no passage holds is
looked up by its sound, for it may be a slip of the input method, or pinyin.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, bindparam, text

from assistant.knowledge.postings import Postings, best
from assistant.knowledge.terms import characters, is_han, sound, spelled_syllables, telling, words
from assistant.storage.database import set_state
from assistant.text.normalize import fold

# Weights of the columns heading, question, body, single: titles and questions say what a passage is about; a single
# character says little.
WEIGHTS = "1.6, 1.8, 1.0, 0.1"
# Postings one query may read: past it the most frequent terms are left out. 2,000 take one or two milliseconds.
POSTINGS = 2_000
# A sound stands for this many words of the store at the most, the most frequent ones.
HOMOPHONES = 3

_INSERT = text("INSERT INTO passages_fts (rowid, heading, question, body, single) VALUES (:pk, :h, :q, :b, :c)")
_DELETE = text("DELETE FROM passages_fts WHERE rowid IN :pks").bindparams(bindparam("pks", expanding=True))
# Lists go in as one JSON text: the statement stays the same for every query, and nothing is compiled anew.
_FREQUENCIES = text("SELECT term, passages FROM passages_df WHERE term IN (SELECT value FROM json_each(:terms))")
_HEARD = text(
    "SELECT sound, term, passages FROM passages_df "
    "WHERE sound IN (SELECT value FROM json_each(:sounds)) ORDER BY passages DESC"
)
# Where the state of the index is named: anew after every change.
STATE = "words"
# The term under which the number of all passages stands.
_ALL = ""
_WORDS = text(
    "SELECT rowid, ' ' || heading || ' ' || question || ' ' || body || ' ' "
    "FROM passages_fts WHERE rowid IN (SELECT value FROM json_each(:pks))"
)
_MATCH = text(
    f"SELECT rowid, -bm25(passages_fts, {WEIGHTS}) FROM passages_fts "  # noqa: S608 - WEIGHTS is ours
    "WHERE passages_fts MATCH :match"
)

# What an earlier count has right stays as it is: the words of one changed file are few among all.
_RECOUNT = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, passages_fts, row)",
    "DROP TABLE IF EXISTS temp.counted",
    "CREATE TEMP TABLE counted (term TEXT PRIMARY KEY, doc INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO temp.counted SELECT term, doc FROM temp.vocabulary",
    # The empty term stands for all: counting the passages anew for every query would cost more than the query.
    "INSERT INTO temp.counted SELECT '', count(*) FROM passages",
    "DELETE FROM passages_df WHERE term NOT IN (SELECT term FROM temp.counted)",
    "UPDATE passages_df SET passages = counted.doc FROM temp.counted "
    "WHERE counted.term = passages_df.term AND counted.doc <> passages_df.passages",
)


@dataclass(frozen=True)
class LexicalRow:
    """What the index holds of one passage."""

    pk: int
    heading: str
    question: str
    body: str


@dataclass(frozen=True)
class LexicalQuery:
    """A folded query as the index is asked for it.

    ``own`` are its telling words and what it spells by sound; ``heard`` maps those the store does not hold to words of
    the store that sound the same; ``terms`` is everything to ask for; ``frequency`` says how many of the ``total``
    passages hold a term; ``respelled`` maps the runs of pinyin in the query to what they most likely mean; ``state``
    names the state of the index.
    """

    own: tuple[str, ...]
    terms: tuple[str, ...]
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)
    frequency: dict[str, int] = field(default_factory=dict)
    total: int = 0
    respelled: dict[str, str] = field(default_factory=dict)
    state: str = ""


def add_rows(connection: Connection, rows: Iterable[LexicalRow]) -> None:
    """Index passages."""
    values = [
        {
            "pk": row.pk,
            "h": " ".join(words(heading := fold(row.heading))),
            "q": " ".join(words(fold(row.question))),
            "b": " ".join(words(body := fold(row.body))),
            "c": " ".join(characters(heading + body)),
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
    """Bring frequencies and sounds in step with the index; call once after all changes of a sync."""
    for statement in _RECOUNT:
        connection.exec_driver_sql(statement)
    new = connection.exec_driver_sql(
        "SELECT term, doc FROM temp.counted WHERE term NOT IN (SELECT term FROM passages_df)"
    )
    rows = [
        {"term": term, "passages": count, "sound": sound(term) if len(term) == 2 and is_han(term) else None}
        for term, count in new
    ]
    if rows:
        connection.execute(
            text("INSERT INTO passages_df (term, passages, sound) VALUES (:term, :passages, :sound)"), rows
        )
    connection.exec_driver_sql("DROP TABLE temp.counted")
    set_state(connection, STATE, secrets.token_hex(8))


def parse_query(connection: Connection, folded: str, *, same: Sequence[str] = (), state: str = "") -> LexicalQuery:
    """Turn a folded query, and words that mean the ``same``, into what the index is asked for.

    ``state`` names the state of the index, as kept under :data:`STATE`; empty: nothing is kept for the next query.
    """
    spoken = words(folded)
    single = telling(characters(folded))
    others = [term for word in same for term in words(word)]
    frequency = _frequencies(connection, [*spoken, *single, *others, _ALL])
    total = frequency.pop(_ALL, 0)
    own = telling(list(dict.fromkeys(spoken)))
    spelled, respelled, heard = _spelled(connection, folded, frequency)
    if spelled:
        latin = {part for run in spelled for part in words(run)}
        own = [term for term in own if term not in latin] + [term for pairs in spelled.values() for term in pairs]
    unknown = {term: sound(term) for term in own if len(term) == 2 and is_han(term) and term not in frequency}
    for term, known in _by_sound(connection, unknown).items():
        heard[term] = tuple(known)
        frequency.update(known)
    terms = dict.fromkeys([*own, *(term for known in heard.values() for term in known), *single, *others])
    return LexicalQuery(tuple(own), tuple(terms), heard, frequency, total, respelled, state)


def match(connection: Connection, query: LexicalQuery, count: int, kept: Postings) -> list[tuple[int, float]]:
    """Return the ``count`` best passages as (pk, BM25 score), best first; ``kept``: scores of earlier queries."""
    asked: list[str] = []
    budget = POSTINGS
    for frequency, term in sorted((query.frequency[term], term) for term in query.terms if term in query.frequency):
        if asked and frequency > budget:
            break
        budget -= frequency
        asked.append(term)

    def read(term: str) -> list[Any]:
        return list(connection.execute(_MATCH, {"match": f'{{{_columns(term)}}} : "{term}"'}).all())

    return best(kept.of(query.state, asked, read), count)


def words_of(connection: Connection, pks: Sequence[int]) -> dict[int, str]:
    """Return the words of passages as they were indexed, heading, question and text together, a blank around each."""
    if not pks:
        return {}
    return {int(pk): str(held) for pk, held in connection.execute(_WORDS, {"pks": json.dumps(list(pks))}).all()}


def _columns(term: str) -> str:
    return "single" if len(term) == 1 and is_han(term) else "heading question body"


def _frequencies(connection: Connection, terms: Sequence[str]) -> dict[str, int]:
    wanted = list(dict.fromkeys(terms))
    return {term: int(count) for term, count in connection.execute(_FREQUENCIES, {"terms": json.dumps(wanted)}).all()}


def _by_sound(connection: Connection, sounds: dict[str, str]) -> dict[str, dict[str, int]]:
    """For each key of ``sounds`` the words of the store that sound so, with their frequencies, most frequent first."""
    if not sounds:
        return {}
    known: dict[str, dict[str, int]] = {}
    for heard, term, count in connection.execute(_HEARD, {"sounds": json.dumps(sorted(set(sounds.values())))}):
        if len(known.setdefault(heard, {})) < HOMOPHONES:
            known[heard][term] = int(count)
    return {key: known[heard] for key, heard in sounds.items() if heard in known}


def _spelled(
    connection: Connection, folded: str, frequency: dict[str, int]
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, tuple[str, ...]]]:
    """Read pinyin: the runs with the words to look for, what each most likely means, and what sounds like it."""
    spelled: dict[str, list[str]] = {}
    heard: dict[str, tuple[str, ...]] = {}
    respelled: dict[str, str] = {}
    for run, syllables in spelled_syllables(folded):
        if all(part in frequency for part in words(run)):
            continue
        pairs = {first + second: first + second for first, second in pairwise(syllables)}
        known = _by_sound(connection, pairs)
        if not known:
            continue
        spelled[run] = list(known)
        for pair, found in known.items():
            heard[pair] = tuple(found)
            frequency.update(found)
        respelled[run] = _joined([max(found, key=lambda term: found[term]) for found in known.values()])
    return spelled, respelled, heard


def _joined(pairs: Sequence[str]) -> str:
    """Join bigrams that overlap: 会员, 员日 give 会员日."""
    joined = ""
    for pair in pairs:
        joined += pair[1:] if joined.endswith(pair[0]) else pair
    return joined
