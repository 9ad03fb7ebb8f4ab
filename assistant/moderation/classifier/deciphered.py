"""A text whose letters are replaced by pictures or look-alikes, as the classifier may read it (这👩🉐, 汝拳).

The rules' words in disguise are put right before (:mod:`assistant.text.disguise`); the classifier also knows what
stands in no list. So a sign that stands in none of its lines is read as the character that makes a known pair with a
neighbour; where none does, it stays.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from assistant.text.shapes import alike, pictures

_HAN = ("\u3400", "\u9fff")


@cache
def _stands_for() -> dict[str, str]:
    """Each picture and each look-alike with the characters that are meant by it."""
    table = {sign: meant for sign, meant in pictures().items() if not sign.isdigit()}
    for character, others in alike().items():
        for sign in others:
            if _HAN[0] <= sign <= _HAN[1]:
                table[sign] = table.get(sign, "") + character
    return table


_held: list[tuple[Collection[str], frozenset[str]]] = []


def _strange(known: Collection[str]) -> frozenset[str]:
    """The signs that are not ``known``; worked out once, for most texts are only asked whether they hold one."""
    for one, signs in _held:
        if one is known:
            return signs
    signs = frozenset(letter for letter in _stands_for() if letter not in known)
    _held[:] = [(known, signs)]
    return signs


def deciphered(line: str, known: Collection[str]) -> str | None:
    """Return ``line`` with the signs replaced that stand for a character, or None where there is no such.

    ``known`` are the letters and pairs of letters that the classifier's lines hold.
    """
    if _strange(known).isdisjoint(line):
        return None
    table = _stands_for()
    made: list[str] = []
    for place, letter in enumerate(line):
        before = made[-1] if made else "^"
        after = line[place + 1 : place + 2]
        following = after + table.get(after, "")
        best, most = letter, _pairs(before, letter, after, known)
        # A letter that is known stays where it makes a pair with a neighbour.
        for meant in table.get(letter, "") if letter not in known or not most else "":
            joined = _pairs(before, meant, following, known)
            if joined > most:
                best, most = meant, joined
        made.append(best)
    read = "".join(made)
    return read if read != line else None


def _pairs(before: str, letter: str, following: str, known: Collection[str]) -> int:
    """With how many neighbours a letter makes a pair that is known; of what may follow one is enough."""
    return (before + letter in known) + any(letter + each in known for each in following)
