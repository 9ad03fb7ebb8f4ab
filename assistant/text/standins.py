"""Signs that stand for one character: letters long out of use (笫一), pictures (稳💰不赔), its own halves (氵台愈)."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from assistant.text.patterns import Pattern

_DATA = Path(__file__).parent / "data" / "standins.txt"


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """What is read so everywhere, one for one; and each picture, or pair of parts, with what it may be read as."""
    always: dict[str, str] = {}
    pictures: dict[str, str] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            how, character, *signs = line.split()
            for sign in signs if how in ("whole", "parts") else signs[0]:
                if how in ("always", "whole"):
                    always[sign] = character
                else:
                    pictures[sign] = pictures.get(sign, "") + character
    return always, pictures


@cache
def _signs() -> tuple[frozenset[str], Pattern]:
    always, pictures = _table()
    signs = frozenset({*always, *pictures})
    return signs, Pattern("|".join(map(re.escape, sorted(signs, key=lambda sign: (-len(sign), sign)))))


def standin_signs() -> frozenset[str]:
    """Return the signs without one of which nothing stands for a character."""
    return _signs()[0]


def standins(view: str, letters: AbstractSet[str], pairs: AbstractSet[str]) -> list[tuple[int, int, str]]:
    """Return the places of a folded text that stand for a character, with it.

    ``letters`` holds the letters of ``view`` and its pairs of letters; a picture or two halves count where what
    they are read as makes one of ``pairs``, the pairs of characters in the words looked for, with a neighbour.
    """
    signs, anywhere = _signs()
    if signs.isdisjoint(letters):
        return []
    always, pictures = _table()
    found: list[tuple[int, int, str]] = []
    for match in anywhere.finditer(view):
        at = match.start()
        if match[0] in always:
            found.append((at, match.end(), always[match[0]]))
            continue
        before, after = view[at - 1 : at] if at else "", view[match.end() : match.end() + 1]
        for character in pictures[match[0]]:
            if before + character in pairs or character + after in pairs:
                found.append((at, match.end(), character))
                break
    return found
