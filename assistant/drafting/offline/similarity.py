"""How alike two texts are, by the character pairs they share: cheap, and good enough to keep a group from rereading."""

from __future__ import annotations

import re
from functools import lru_cache

_IGNORED = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """The character pairs of ``text`` without punctuation and white space; a single character stands for itself."""
    plain = _IGNORED.sub("", text.lower())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset({plain} if plain else ())


def jaccard(first: str, second: str) -> float:
    """Shared pairs over all pairs, 0 to 1."""
    a, b = bigrams(first), bigrams(second)
    return len(a & b) / len(a | b) if a and b else 0.0


def coverage(query: str, text: str) -> float:
    """The share of the pairs of ``query`` that stand in ``text``, 0 to 1."""
    wanted = bigrams(query)
    return len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0
