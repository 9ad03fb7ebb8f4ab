"""The lexical leg: an index of character bigrams and characters, ranked by BM25.

SQLite keeps it with FTS5 (:mod:`.fts5`), PostgreSQL as a tsvector (:mod:`.tsvector`); both rank alike.

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
from typing import Protocol

from sqlalchemy import Connection, Integer, column, select, table, text

from assistant.knowledge import fts5, tsvector
from assistant.knowledge.postings import Postings, best
from assistant.knowledge.terms import characters, is_han, sound, spelled_syllables, telling, words
from assistant.storage.database import set_state
from assistant.storage.engines import SQLITE
from assistant.storage.listed import listed
from assistant.text.normalize import fold

# Weights of the columns heading, question, body, single: titles and questions say what a passage is about; a single
# character says little.
WEIGHTS = (1.6, 1.8, 1.0, 0.1)
# Postings one query may read: past it the most frequent terms are left out. 2,000 take one or two milliseconds.
POSTINGS = 2_000
# A sound stands for this many words of the store at the most, the most frequent ones.
HOMOPHONES = 3

_DF = table("passages_df", column("term"), column("passages", Integer), column("sound"))
_FREQUENCIES = select(_DF.c.term, _DF.c.passages).where(_DF.c.term.in_(listed("terms")))
_HEARD = (
    select(_DF.c.sound, _DF.c.term, _DF.c.passages)
    .where(_DF.c.sound.in_(listed("sounds")))
    .order_by(_DF.c.passages.desc(), _DF.c.term)
)
# Where the state of the index is named: anew after every change.
STATE = "words"
# The term under which the number of all passages stands.
_ALL = ""
# What an earlier count has right stays as it is: the words of one changed file are few among all.
_RECOUNT = (
    # The empty term stands for all: counting the passages anew for every query would cost more than the query.
    "INSERT INTO counted SELECT '', count(*) FROM passages",
    "DELETE FROM passages_df WHERE term NOT IN (SELECT term FROM counted)",
    "UPDATE passages_df SET passages = counted.doc FROM counted "
    "WHERE counted.term = passages_df.term AND counted.doc <> passages_df.passages",
)
_NEW = "SELECT term, doc FROM counted WHERE term NOT IN (SELECT term FROM passages_df)"
_COUNT = text("INSERT INTO passages_df (term, passages, sound) VALUES (:term, :passages, :sound)")


@dataclass(frozen=True)
class LexicalRow:
    """What the index holds of one passage."""

    pk: int
    heading: str
    question: str
    body: str


@dataclass(frozen=True)
class Indexed:
    """The words of one passage, as the index is given them, a blank between two; ``single`` are characters."""

    pk: int
    heading: str
    question: str
    body: str
    single: str


class _Index(Protocol):
    """What :mod:`.fts5` and :mod:`.tsvector` both do. ``RECOUNT`` makes the table ``counted``: in how many passages."""

    RECOUNT: tuple[str, ...]

    def add(self, connection: Connection, rows: Sequence[Indexed]) -> None: ...

    def remove(self, connection: Connection, pks: Sequence[int]) -> None: ...

    def settle(self, connection: Connection) -> None: ...

    def words(self, connection: Connection, pks: str) -> dict[int, str]: ...

    def scored(
        self, connection: Connection, term: str, *, single: bool, weights: Sequence[float]
    ) -> list[tuple[int, float]]: ...


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
    indexed = [
        Indexed(
            row.pk,
            " ".join(words(heading := fold(row.heading))),
            " ".join(words(fold(row.question))),
            " ".join(words(body := fold(row.body))),
            " ".join(characters(heading + body)),
        )
        for row in rows
    ]
    if indexed:
        _index(connection).add(connection, indexed)


def remove_rows(connection: Connection, pks: Sequence[int]) -> None:
    """Take passages out of the index."""
    for start in range(0, len(pks), 500):
        _index(connection).remove(connection, pks[start : start + 500])


def count_terms(connection: Connection) -> None:
    """Bring frequencies and sounds in step with the index; call once after all changes of a sync."""
    for statement in (*_index(connection).RECOUNT, *_RECOUNT):
        connection.exec_driver_sql(statement)
    rows = [
        {"term": term, "passages": count, "sound": sound(term) if len(term) == 2 and is_han(term) else None}
        for term, count in connection.exec_driver_sql(_NEW)
    ]
    if rows:
        connection.execute(_COUNT, rows)
    connection.exec_driver_sql("DROP TABLE counted")
    _index(connection).settle(connection)
    set_state(connection, STATE, secrets.token_hex(8))


def _index(connection: Connection) -> _Index:
    return fts5 if connection.dialect.name == SQLITE else tsvector


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

    def read(term: str) -> list[tuple[int, float]]:
        single = len(term) == 1 and is_han(term)
        return _index(connection).scored(connection, term, single=single, weights=WEIGHTS)

    return best(kept.of(query.state, asked, read), count)


def words_of(connection: Connection, pks: Sequence[int]) -> dict[int, str]:
    """Return the words of passages as they were indexed, heading, question and text together, a blank around each."""
    return _index(connection).words(connection, json.dumps(list(pks))) if pks else {}


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
