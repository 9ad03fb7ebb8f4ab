"""Which documents say nearly the same: two price lists, last year's delivery terms beside this year's.

Each document is reduced to a sketch, the smallest hashes of its character 5-grams (bottom-k sketch; Broder 1997, "On
the resemblance and containment of documents"), which estimates how much of their text two documents share.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.text.normalize import fold

SIZE = 64
GRAM = 5
# Below this many characters documents resemble one another by chance, unless their names say they are versions.
SHORTEST = 60
SHORTEST_VERSION = 30
# Resemblance from which two documents are one text in two versions; less will do where only the year in their names
# differs (会员制度2025.txt, 会员制度2026.txt).
NEAR = 0.5
NEAR_VERSION = 0.15
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# The hashes in the sketch of a text of SHORTEST characters at least, where it repeats itself a little.
_LONG = (SHORTEST - GRAM + 1) * 3 // 4


@dataclass(frozen=True)
class Aged:
    """A document to be compared; ``age`` orders documents, the smaller the older."""

    source: str
    sketch: Sequence[int]
    age: str
    valid_from: str | None = None
    valid_until: str | None = None
    superseded: bool = False


def sketch_of(text: str) -> list[int]:
    """Return the sketch of a document's text; empty where it is too short to be compared."""
    folded = "".join(char for char in fold(text) if char.isalnum())
    if len(folded) < SHORTEST_VERSION:
        return []
    grams = {folded[i : i + GRAM] for i in range(len(folded) - GRAM + 1)}
    hashes = (int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=6).digest(), "big") for gram in grams)
    return sorted(hashes)[:SIZE]


def near_copies(found: Sequence[Aged]) -> list[tuple[str, str, float]]:
    """Return the pairs (older, newer, resemblance 0 to 1) of documents in force at the same time, most alike first."""
    current = {document.source: document for document in found if document.sketch and not document.superseded}
    holders: dict[int, list[str]] = defaultdict(list)
    for document in current.values():
        for value in document.sketch:
            holders[value].append(document.source)
    shared: Counter[tuple[str, str]] = Counter()
    for sources in holders.values():
        # A passage that a hundred files repeat is their letterhead, not their text.
        if len(sources) <= 20:
            for i, one in enumerate(sources):
                for other in sources[i + 1 :]:
                    shared[(one, other)] += 1
    pairs = []
    for (one, other), count in shared.items():
        versions = _name(one) == _name(other)
        if not versions and (count < SIZE // 5 or min(len(current[one].sketch), len(current[other].sketch)) < _LONG):
            continue
        alike = _resemblance(current, one, other)
        if alike >= (NEAR_VERSION if versions else NEAR) and _overlap(current, one, other):
            # A year in the name says more than the day the file was copied.
            older, newer = sorted((one, other), key=lambda source: ("" if versions else current[source].age, source))
            pairs.append((older, newer, alike))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _name(source: str) -> str:
    """The path without the years in it."""
    return _YEAR.sub("", source)


def _resemblance(documents: Mapping[str, Aged], one: str, other: str) -> float:
    a, b = set(documents[one].sketch), set(documents[other].sketch)
    union = sorted(a | b)[:SIZE]
    return sum(value in a and value in b for value in union) / len(union)


def _overlap(documents: Mapping[str, Aged], one: str, other: str) -> bool:
    a, b = documents[one], documents[other]
    return (a.valid_from or "") <= (b.valid_until or "9999") and (b.valid_from or "") <= (a.valid_until or "9999")
