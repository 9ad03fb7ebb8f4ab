"""How likely the store is to answer a query, so that a question it knows nothing about gets no answer.

What a logistic model sees of the query as a whole:

- ``unknown``: the share of its telling words and characters that stand nowhere in the store, and the longest run of
  them: a subject the shop has never written about;
- ``gap``: how far the nearest passage stands out from the field in cosine similarity;
- how near it is to questions that shops' files hardly ever answer, and to those they usually do (:mod:`.anchors`);

and of the passages found: the best similarity, the best share of the query's words (each weighted by how rare it is),
of its characters and of its longest run that one passage holds, and whether both legs agree on a passage.

``evals/bench/calibrate.py`` fits the weights on five brands of different trades and two public corpora.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.knowledge.anchors import Nearness
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
    """What of a query the store has no word for.

    ``share`` of its telling characters, their longest ``run`` in thirds, ``words`` the share of its telling words; all
    0 to 1.
    """

    share: float
    run: float
    words: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """What speaks for a passage.

    Cosine similarity (None without an embedder); agreement: 1 over the sum of its ranks in both legs, 0 where only one
    found it; and what it holds of the query, each 0 to 1: ``coverage`` of its words, ``characters`` of its telling
    characters, ``run`` the longest run of its words as a share of all.
    """

    similarity: float | None
    coverage: float
    agreement: float
    characters: float = 0.0
    run: float = 0.0


@dataclass(frozen=True)
class Asked:
    """What is seen of the query as a whole; ``near`` by the name of a list of anchors, empty without their vectors."""

    unknown: Unknown
    gap: float
    near: Mapping[str, Nearness] = field(default_factory=dict)


def likelihood(found: Sequence[Evidence], asked: Asked) -> float:
    """Return how likely one of the passages is to answer, 0 to 1; 0.5 is the calibrated boundary."""
    if not found:
        return 0.0
    seen = features(found, asked)
    weights = LEXICAL if "similarity" not in seen else ANCHORED if asked.near else UNANCHORED
    return _logistic(weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in seen.items()))


def features(found: Sequence[Evidence], asked: Asked) -> dict[str, float]:
    """Return what the model sees, by name."""
    seen = {
        "coverage": max(evidence.coverage for evidence in found),
        "characters": max(evidence.characters for evidence in found),
        "run": max(evidence.run for evidence in found),
        "agreement": max(evidence.agreement for evidence in found),
        "unknown share": asked.unknown.share,
        "unknown run": asked.unknown.run,
        "unknown words": asked.unknown.words,
        "gap": asked.gap,
    }
    similarities = [evidence.similarity for evidence in found if evidence.similarity is not None]
    if similarities:
        seen["similarity"] = max(similarities) - 0.9
    for name, nearness in asked.near.items():
        seen[name] = nearness.best - 0.9
        seen[f"{name} gap"] = nearness.gap
    return seen


#: Weights with anchors, without (another embedder), and for words alone.
ANCHORED = {
    "bias": 1.28,
    "similarity": 24.5,
    "coverage": 2.54,
    "characters": 3.77,
    "run": -4.85,
    "agreement": 3.16,
    "gap": 96.6,
    "unknown share": -1.89,
    "unknown run": -0.61,
    "unknown words": -1.48,
    "elsewhere": -81.7,
    "usual": 97.0,
    "usual gap": -103.6,
}
UNANCHORED = {
    "bias": -0.9,
    "similarity": 34.6,
    "coverage": 1.69,
    "characters": 2.44,
    "run": -5.81,
    "agreement": 4.28,
    "gap": 58.9,
    "unknown share": -2.88,
    "unknown run": 0.11,
    "unknown words": -1.8,
}
LEXICAL = {"bias": 0.2, "coverage": 3.9, "unknown share": -2.2, "unknown run": -0.3}


def gap_of(similarities: Sequence[float]) -> float:
    """Return how far the nearest stands out from the field; ``similarities`` in falling order."""
    field = similarities[5:35]
    return similarities[0] - sum(field) / len(field) if len(field) >= 5 else TYPICAL_GAP


class Coverage:
    """The telling words of one query and how rare each is; measures passages against them.

    What a passage holds is a text of its words with a blank around each, as :func:`.lexical.words_of` returns it.
    """

    def __init__(self, folded: str, query: LexicalQuery, same: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``same`` are words of the folded query with words that mean the same; either of them covers."""
        self._words = _blanked(words(folded))
        self._characters = {char for char in folded if char.isalnum() and not is_connecting(char)}
        total = max(query.total, SMALLEST)
        self._weights = {term: _rarity(query.frequency.get(term, 0), total) for term in query.own}
        self._sum = sum(self._weights.values())
        self._asked = [
            (f" {term} ", weight, _blanked(query.heard.get(term, ()))) for term, weight in self._weights.items()
        ]
        self._same = [(words(said), [_blanked(words(word)) or [word] for word in others]) for said, others in same]

    def of(self, held: str) -> float:
        """Return the weighted share of the query's words among the words a passage holds, 0 to 1."""
        if not self._sum:
            return 0.0
        said_so = [
            term
            for said, others in self._same
            if any(all(word in held for word in other) for other in others)
            for term in said
        ]
        if said_so:
            held = f"{held}{' '.join(said_so)} "
        covered = 0.0
        for term, weight, heard in self._asked:
            if term in held:
                covered += weight
            elif heard and any(word in held for word in heard):
                covered += HEARD * weight
        return min(1.0, covered / self._sum)

    def characters(self, held: str) -> float:
        """Return the share of the query's telling characters among those of the words a passage holds."""
        return len(self._characters & set(held)) / len(self._characters) if self._characters else 0.0

    def run(self, held: str) -> float:
        """Return the longest run of words the passage holds as well, as a share of the query's words."""
        longest = now = 0
        for word in self._words:
            now = now + 1 if word in held else 0
            longest = max(longest, now)
        return longest / len(self._words) if self._words else 0.0


def _blanked(terms: Sequence[str]) -> list[str]:
    return [f" {term} " for term in terms]


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
    absent = sum(term not in query.frequency for term in query.own) / max(1, len(query.own))
    return Unknown(sum(unknown) / max(1, sum(telling)), min(longest, 3) / 3, absent)


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) if frequency <= total else 0.1


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
