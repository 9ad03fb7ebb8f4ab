"""How much two texts have in common, told by the pairs of neighbouring characters: no dictionary, any language."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")


def shared(text: str, source: str) -> float:
    """Return the part of the character pairs of ``text`` that also stand in ``source``, 0 to 1."""
    own = pairs(text)
    return len(own & pairs(source)) / len(own) if own else 1.0


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters, without punctuation and spaces; numbers tell nothing here."""
    bare = re.sub(r"[^\w]", "", text)
    return {pair for pair in (bare[index : index + 2] for index in range(len(bare) - 1)) if not _DIGIT.search(pair)}
