"""How much two texts share in words, whatever their numbers, emoji, punctuation and script."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.emoji import without_emoji
from assistant.text.normalize import fold

_NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=2048)
def comparable(text: str, boilerplate: tuple[str, ...]) -> str:
    """Return the words of ``text`` alone, Simplified, with 0 for every number and without the ``boilerplate``."""
    words = _plain(text)
    for line in boilerplate:
        words = words.replace(_plain(line), "")
    return words


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    return _NO_WORD.sub("", _NUMBER.sub("0", fold(without_emoji(text))))


@lru_cache(maxsize=2048)
def pairs_of(words: str) -> frozenset[str]:
    """Return the character pairs of what :func:`comparable` gave."""
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def shared(one: str, other: str) -> float:
    """Return the shared pairs over all pairs of two comparable texts (Jaccard), 0 to 1."""
    a, b = pairs_of(one), pairs_of(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def covered(part: str, whole: str) -> float:
    """Return the share of the pairs of ``part`` that stand in ``whole``, 0 to 1."""
    own = pairs_of(part)
    return len(own & pairs_of(whole)) / len(own) if own else 0.0
