"""How likely the store is to answer a query, so that a question it knows nothing about gets no answer.

Two readings of the query as a whole and three of the passages found go into a logistic model:

- ``unknown``: the share of the query's telling characters that stand in no word of the store, and the longest run of
  them: a subject the shop has never written about;
- ``gap``: how far the nearest passage stands out from the field in cosine similarity;
- the best similarity, the best share of the query's words held by one passage (each word weighted by how rare it is),
  and whether both legs agree on a passage.

``evals/bench/calibrate.py`` fits the weights on five brands of different trades and two public corpora.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.knowledge.lexical import LexicalQuery
from assistant.knowledge.terms import is_asking, is_connecting, is_han, words

# In a store of a few passages nearly every word is rare; this many are assumed at the least.
SMALLEST = 300
# A word that only sounds the same covers a little less.
HEARD = 0.8
# The gap of a store too small to have a field.
TYPICAL_GAP = 0.035

_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Unknown:
    """What of a query the store has no word for: ``share`` of its telling characters, ``run`` in thirds, 0 to 1."""

    share: float
    run: float


@dataclass(frozen=True)
class Evidence:
    """What speaks for a passage.

    Cosine similarity (None without an embedder), coverage 0 to 1, and agreement: 1 over the sum of its ranks in both
    legs, 0 where only one found it.
    """

    similarity: float | None
    coverage: float
    agreement: float


def likelihood(found: Sequence[Evidence], unknown: Unknown, gap: float) -> float:
    """Return how likely one of the passages is to answer, 0 to 1; 0.5 is the calibrated boundary."""
    if not found:
        return 0.0
    coverage = max(evidence.coverage for evidence in found)
    similarities = [evidence.similarity for evidence in found if evidence.similarity is not None]
    if not similarities:
        return _logistic(LEXICAL_BIAS + 3.9 * coverage - 2.2 * unknown.share - 0.3 * unknown.run)
    return _logistic(
        BIAS
        + 31.5 * (max(similarities) - 0.9)
        + 2.9 * coverage
        + 3.26 * max(evidence.agreement for evidence in found)
        + 56.6 * gap
        - 1.5 * unknown.share
        - 0.37 * unknown.run
    )


BIAS = -1.1
LEXICAL_BIAS = 0.2


def gap_of(similarities: Sequence[float]) -> float:
    """Return how far the nearest stands out from the field; ``similarities`` in falling order."""
    field = similarities[5:35]
    return similarities[0] - sum(field) / len(field) if len(field) >= 5 else TYPICAL_GAP


class Coverage:
    """The telling words of one query and how rare each is; measures passages against them."""

    def __init__(self, query: LexicalQuery, same: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``same`` are words of the query with words that mean the same; either of them covers."""
        total = max(query.total, SMALLEST)
        self._weights = {term: _rarity(query.frequency.get(term, 0), total) for term in query.own}
        self._sum = sum(self._weights.values())
        self._same = [(set(words(said)), [set(words(word)) for word in others]) for said, others in same]
        self._heard = query.heard

    def of(self, held: set[str]) -> float:
        """Return the weighted share of the query's words among the words a passage holds, 0 to 1."""
        if not self._sum:
            return 0.0
        held = set(held)
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


def unknown_of(folded: str, query: LexicalQuery, same: Sequence[tuple[str, Sequence[str]]]) -> Unknown:
    """Return what of a folded query the store has no word for, by its own words or by others that mean the same."""
    known = [False] * len(folded)
    for i in range(len(folded) - 1):
        pair = folded[i : i + 2]
        if is_han(pair[0]) and is_han(pair[1]) and (pair in query.frequency or pair in query.heard or is_asking(pair)):
            known[i] = known[i + 1] = True
    for match in _LATIN.finditer(folded):
        if match.group() in query.frequency or match.group().isdigit() or query.respelled:
            known[match.start() : match.end()] = [True] * len(match.group())
    for said, others in same:
        if any(all(word in query.frequency for word in words(other)) for other in others):
            start = folded.find(said)
            known[start : start + len(said)] = [True] * len(said)
    telling = [char.isalnum() and not is_connecting(char) for char in folded]
    unknown = [tells and not knows for tells, knows in zip(telling, known, strict=True)]
    longest = max((len(run) for run in "".join("x" if one else " " for one in unknown).split()), default=0)
    return Unknown(sum(unknown) / max(1, sum(telling)), min(longest, 3) / 3)


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) if frequency <= total else 0.1


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
