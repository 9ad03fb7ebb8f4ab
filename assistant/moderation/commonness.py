"""How often letters and pairs of letters stand in what people write in groups: what tells a rare trigger from another.

``python -m assistant.moderation.commonness`` counts anew in the harmless lines that the classifier learns from.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.moderation.classifier.examples import packaged_examples
from assistant.schema.moderation import Category
from assistant.text.readings import as_written

FILE = Path(__file__).parent / "data" / "commonness.txt"
# Firms' notices and bulk messages are of another manner than talk.
_TALK = frozenset({"allow", "own_talk", "own_questions"})
# What stands in fewer lines of a thousand is not listed.
_LEAST = 2
# What is not listed, in lines of a thousand.
_LETTER, _PAIR = 0.5, 0.05


def commonness(words: Iterable[str]) -> float:
    """Return in about how many messages of a thousand one of these letters or pairs of letters stands."""
    listed = _listed()
    # Exact: the order of a set must not tell.
    return math.fsum(listed.get(word) or (_PAIR if len(word) > 1 else _LETTER) for word in words)


@cache
def _listed() -> dict[str, float]:
    found: dict[str, float] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        number, *words = line.split("\t")
        found.update(dict.fromkeys(words, float(number)))
    return found


def count() -> str:
    """Return the file: in how many lines of a thousand, then all that stands in so many."""
    texts = [
        as_written(each.text).text
        for each in packaged_examples()
        if each.label is Category.ALLOW and each.origin in _TALK
    ]
    counts = Counter(word for text in texts for word in {*text, *map(operator.add, text, text[1:])})
    rows: dict[int, list[str]] = {}
    for word, number in counts.items():
        share = round(1000 * number / len(texts))
        if share >= _LEAST and not any(letter.isspace() for letter in word):
            rows.setdefault(share, []).append(word)
    return "".join("\t".join([str(share), *sorted(rows[share])]) + "\n" for share in sorted(rows, reverse=True))


if __name__ == "__main__":
    FILE.write_text(count(), encoding="utf-8")
