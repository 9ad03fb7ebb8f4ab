"""Which passages speak of what a sentence speaks of? By the telling character pairs they share; nothing is embedded.

This finds what a figure of a text can be held against, for thousands of texts in seconds. What answers a question is
for :mod:`assistant.knowledge.search`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from assistant.schema.contracts import Passage, PassageKind
from assistant.text.pairs import pairs
from assistant.text.plain import plain

_KINDS = frozenset({PassageKind.POLICY, PassageKind.FAQ, PassageKind.ARTICLE, PassageKind.STORY})
_FIELD = re.compile(r"(?:^|；)[^：；。\n]{1,12}：")
# Two pairs that no other passage has, or more that a few have, make a passage and a sentence speak of one thing.
ENOUGH = 1.6
# Of a short sentence this part of what it says in words the store knows is enough.
MOST = 0.5


class Nearby:
    """An index of passages in memory.

    Rows of products and campaigns are left out: they are facts, with fields of their own. A note under a price list is
    no row.
    """

    def __init__(self, found: Iterable[Passage]) -> None:
        self._passages: Sequence[Passage] = [
            passage
            for passage in found
            if passage.kind in _KINDS or (passage.kind is PassageKind.PRODUCT and not _is_row(passage.text))
        ]
        self._holders: dict[str, list[int]] = {}
        for place, passage in enumerate(self._passages):
            for pair in pairs(plain(f"{passage.heading}{passage.question}{passage.text}")):
                self._holders.setdefault(pair, []).append(place)

    def __call__(self, sentence: str, limit: int = 4) -> list[Passage]:
        """Return up to ``limit`` passages that speak of the same, the nearest first; none where nothing does."""
        scores: dict[int, float] = {}
        total, said = len(self._passages), 0.0
        for pair in pairs(plain(sentence)):
            holders = self._holders.get(pair, ())
            weight = math.log((total + 1) / (len(holders) + 1)) if holders else 0.0
            said += weight
            for place in holders:
                scores[place] = scores.get(place, 0.0) + weight
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        least = min(ENOUGH * math.log(total + 1), MOST * said)
        return [self._passages[place] for place, score in best if score >= least]


def _is_row(text: str) -> bool:
    """Whether the text is a row of a table, written as 货号：T01；品名：白吐司；…"""
    return len(_FIELD.findall(text)) > 1
