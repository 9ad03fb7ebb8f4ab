"""Labelled texts that are all but the same: said again they teach nothing, labelled otherwise they contradict.

Texts are compared by their pairs of letters. Of two sets that have four fifths in common at least one of the rarest
pairs is in both, so only texts that share one of those are compared at all (prefix filtering; Chaudhuri and others,
2006).
"""

from __future__ import annotations

import math
import operator
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.schema.moderation import Category
from assistant.text.readings import as_written

#: Share of the pairs of letters (Jaccard) from which two texts count as one.
SAME = 0.8


@dataclass(frozen=True)
class Labelled:
    """A text, what it is labelled, and where that comes from."""

    text: str
    label: Category
    source: str = ""


@dataclass(frozen=True)
class Alike:
    """A new text and one that is known or stands before it in the same file; ``share`` is what they have in common."""

    new: Labelled
    known: Labelled
    share: float

    @property
    def conflicting(self) -> bool:
        """Whether the two are labelled differently."""
        return self.new.label is not self.known.label


def alike(given: Sequence[Labelled], known: Iterable[Labelled]) -> list[Alike]:
    """Return, for each new text, the known one most like it, where there is one that is all but the same."""
    texts = [*known, *given]
    sets = [_pairs(each.text) for each in texts]
    counts = Counter(pair for pairs in sets for pair in pairs)
    by_pair: dict[str, list[int]] = defaultdict(list)
    first = len(texts) - len(given)
    found = []
    for number, pairs in enumerate(sets):
        rarest = sorted(pairs, key=lambda pair: (counts[pair], pair))[: len(pairs) - math.ceil(SAME * len(pairs)) + 1]
        if number >= first:
            others = {other for pair in rarest for other in by_pair[pair]}
            ranked = sorted(((_share(pairs, sets[other]), -other) for other in others), reverse=True)
            # Of equally alike ones a contradiction is what must be seen.
            near = [(share, -place) for share, place in ranked if share >= SAME]
            if near:
                share, other = max(near, key=lambda each: (each[0], texts[each[1]].label is not texts[number].label))
                found.append(Alike(texts[number], texts[other], share))
        for pair in rarest:
            by_pair[pair].append(number)
    return found


def _pairs(text: str) -> frozenset[str]:
    letters = "".join(letter for letter in as_written(text).text if letter.isalnum()) or text
    return frozenset(map(operator.add, f"^{letters}", f"{letters}$"))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
