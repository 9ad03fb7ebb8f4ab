"""Which documents say nearly the same: two price lists, last year's delivery terms beside this year's.

Each document is reduced to a sketch, the smallest hashes of its character 5-grams (bottom-k sketch; Broder 1997, "On
the resemblance and containment of documents"), which estimates how much of their text two documents share.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.text.normalize import fold

SIZE = 64
GRAM = 5
# Below this many characters documents resemble one another by chance.
SHORTEST = 60
# Resemblance from which two documents are one text in two versions.
NEAR = 0.5


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
    if len(folded) < SHORTEST:
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
        if (
            count >= SIZE // 5
            and (alike := _resemblance(current, one, other)) >= NEAR
            and _overlap(current, one, other)
        ):
            older, newer = sorted((current[one], current[other]), key=lambda document: (document.age, document.source))
            pairs.append((older.source, newer.source, alike))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _resemblance(documents: Mapping[str, Aged], one: str, other: str) -> float:
    a, b = set(documents[one].sketch), set(documents[other].sketch)
    union = sorted(a | b)[:SIZE]
    return sum(value in a and value in b for value in union) / len(union)


def _overlap(documents: Mapping[str, Aged], one: str, other: str) -> bool:
    a, b = documents[one], documents[other]
    return (a.valid_from or "") <= (b.valid_until or "9999") and (b.valid_from or "") <= (a.valid_until or "9999")
