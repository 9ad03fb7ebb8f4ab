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

from assistant.knowledge.lexical import LexicalQuery
from assistant.knowledge.terms import words
from assistant.schema.contracts import Passage
from assistant.text.normalize import fold

# In a store of a few passages nearly every word is rare; this many are assumed at the least.
SMALLEST = 300
# A word that only sounds the same covers a little less.
HEARD = 0.8


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

    def __init__(self, query: LexicalQuery, same: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``same`` are words of the query with words that mean the same; either of them covers."""
        total = max(query.total, SMALLEST)
        self._weights = {term: _rarity(query.frequency.get(term, 0), total) for term in query.own}
        self._sum = sum(self._weights.values())
        self._same = [(set(words(said)), [set(words(word)) for word in others]) for said, others in same]
        self._heard = query.heard

    def of(self, passage: Passage) -> float:
        """Return the weighted share of the query's words that the passage holds, 0 to 1."""
        if not self._sum:
            return 0.0
        held = set(words(fold(f"{passage.heading} {passage.text} {' '.join(passage.tags)}")))
        for said, others in self._same:
            if any(other <= held for other in others):
                held |= said
        covered = 0.0
        for term, weight in self._weights.items():
            if term in held:
                covered += weight
            elif any(heard in held for heard in self._heard.get(term, ())):
                covered += HEARD * weight
        return min(1.0, covered / self._sum)


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) if frequency <= total else 0.1


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
