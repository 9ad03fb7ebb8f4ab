"""How likely a passage is to answer a query, so that a question the store knows nothing about gets no answer.

A logistic model over three readings: the cosine similarity of the vectors, the share of the query's words that the
passage holds (weighted by how rare each is, so that the one telling word counts), and the passage's length, because
the vector of a long passage is never as close as that of a short one. ``evals/bench/calibrate.py`` fits the weights on
several corpora at once and prints how they hold on each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.knowledge.lexical import LexicalQuery
from assistant.knowledge.terms import is_han, sounds, words
from assistant.schema.contracts import Passage
from assistant.text.normalize import fold

# In a store of a few passages nearly every word is rare; this many are assumed at the least.
SMALLEST = 300
# Words that ask, count or connect: a passage need not repeat them to answer.
ASKING = frozenset(
    pair
    for line in (Path(__file__).parent / "data" / "asking.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for pair in line.split()
)
ONE = frozenset(
    "的了吗呢吧啊呀么嘛是在有和与我你他它这那就都也还要会能可怎什多少几哪谁何如为请问想得着过给把被从到对家个们卖买"
)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a passage: cosine similarity (None without an embedder), coverage 0 to 1, characters."""

    similarity: float | None
    coverage: float
    length: int


def likelihood(evidence: Evidence) -> float:
    """Return how likely the passage is to answer, 0 to 1."""
    if evidence.similarity is None:
        return _logistic(-3.0 + 7.0 * evidence.coverage)
    return _logistic(
        BIAS
        + SIMILARITY * (evidence.similarity - 0.9)
        + COVERAGE * evidence.coverage
        + LENGTH * math.log(max(evidence.length, 5) / 100)
    )


BIAS, SIMILARITY, COVERAGE, LENGTH = 0.0, 50.0, 5.0, 0.5


class Coverage:
    """The telling words of one query and how rare each is; measures passages against them."""

    def __init__(self, query: LexicalQuery, folded: str, same: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``same`` are words of the query with words that mean the same; either of them covers."""
        terms = [term for term in dict.fromkeys(words(folded)) if term not in ASKING and not _asks(term)]
        if not terms:
            terms = list(dict.fromkeys(words(folded))) or [char for char in folded if is_han(char)]
        total = max(query.total, SMALLEST)
        self._weights = {term: _rarity(query.frequency.get(term, 0), total) for term in terms}
        self._sum = sum(self._weights.values())
        self._same = [(set(words(said)), [set(words(word)) for word in others]) for said, others in same]
        self._heard = dict(zip(_pairs(folded), sounds(folded), strict=False)) if query.sounds else {}
        self._sounds = set(query.sounds)

    def of(self, passage: Passage) -> float:
        """Return the weighted share of the query's words that the passage holds, 0 to 1."""
        if not self._sum:
            return 0.0
        text = fold(f"{passage.heading} {passage.text} {' '.join(passage.tags)}")
        held = set(words(text))
        held.update(char for char in text if is_han(char))
        for said, others in self._same:
            if any(other <= held for other in others):
                held |= said
        covered = sum(weight for term, weight in self._weights.items() if term in held)
        if self._sounds and covered < self._sum:
            heard = set(sounds(text)) & self._sounds
            covered += sum(
                0.7 * weight
                for term, weight in self._weights.items()
                if term not in held and self._heard.get(term) in heard
            )
        return min(1.0, covered / self._sum)


def _asks(term: str) -> bool:
    return len(term) == 2 and term[0] in ONE and term[1] in ONE


def _pairs(folded: str) -> list[str]:
    return [term for term in words(folded) if is_han(term)]


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) if frequency <= total else 0.1


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
