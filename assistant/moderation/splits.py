"""Characters that are written as their parts (氵州 is 洲, 亻言 is 信, 力口 is 加), put together again.

A part that is no character of its own (氵, 亻, 讠) is always put together with what it stands beside. Parts that are
characters (女 子, 马 奇) are only where the whole makes a known word with a neighbour.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from assistant.text.disguise import Vocabulary
from assistant.text.readings import Reading, replaced

_DATA = Path(__file__).parent / "data" / "splits.txt"


@cache
def _table() -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """Parts to the character they make; the parts that never stand alone; pairs always read; how parts begin."""
    whole: dict[str, str] = {}
    bound: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        head, *rest = line.split()
        if head == "bound":
            bound = frozenset("".join(rest))
        elif head == "words":
            words = frozenset(word[at : at + 2] for word in rest for at in range(len(word) - 1))
        else:
            for each in rest:
                character, other = each[0], each[1:]
                whole.setdefault(other if head == "as" else head + other, character)
    return whole, bound, words, frozenset(parts[:2] for parts in whole)


def beginnings() -> frozenset[str]:
    """Return the first two parts of every character, without which nothing is put together."""
    return _table()[3]


def put_together(base: Reading, vocabulary: Vocabulary | None = None) -> Reading | None:
    """Return ``base`` with characters put together that are written as their parts; None where there are none."""
    whole, bound, words, first = _table()
    text = base.text
    if first.isdisjoint(base.letters):
        return None
    pairs: AbstractSet[str] = vocabulary.pairs if vocabulary is not None else frozenset()
    found: list[tuple[int, int, str]] = []
    index = 0
    while index < len(text) - 1:
        if text[index : index + 2] in first and (made := _made(text, index, whole)) is not None:
            end, character = made
            before = found[-1][2] if found and found[-1][1] == index else text[index - 1 : index]
            if (
                not bound.isdisjoint(text[index:end])
                or _joins(before, character, text[end : end + 1], words)
                or _joins(before, character, text[end : end + 1], pairs)
                or ((after := _made(text, end, whole)) is not None and _joins("", character, after[1], pairs | words))
            ):
                found.append((index, end, character))
                index = end
                continue
        index += 1
    return replaced(base, found, by_letter=False) if found else None


def _made(text: str, index: int, whole: dict[str, str]) -> tuple[int, str] | None:
    """The end of the parts at ``index`` and the character they make, of three parts before two."""
    for length in (3, 2):
        character = whole.get(text[index : index + length])
        if character is not None and index + length <= len(text):
            return index + length, character
    return None


def _joins(before: str, character: str, after: str, pairs: AbstractSet[str]) -> bool:
    return bool((before and before + character in pairs) or (after and character + after in pairs))
