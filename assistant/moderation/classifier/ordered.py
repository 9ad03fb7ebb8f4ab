"""A text whose characters changed places with near ones, as it may have stood (池粪化: 化粪池, 钱有的: 有钱的).

Two characters that stand next to each other, or next but one, change back where more of the pairs of neighbours around
them are known then. In ordinary text nearly all are known, so that there is nothing to win; where much is won, somebody
has shuffled it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

_HAN = ("\u3400", "\u9fff")
# The begin of a text is read.
_READ = 160
#: So many more pairs must be known, and one to so many pairs, that it cannot be chance: many, or few in a short text.
_SIGNS = ((3, 12), (2, 6))


class Ordered(NamedTuple):
    """A text put in order, and how many more of its pairs are known then."""

    text: str
    won: int


def is_disguised(line: str, won: int) -> bool:
    """Whether so many pairs won over a text as written say that somebody hid it."""
    count = sum(map(_is_han, line[:_READ]))
    return any(won >= least and won * dense >= count for least, dense in _SIGNS)


def won_by(line: str, read: str, known: Collection[str]) -> int:
    """Return how many more pairs are known in ``read`` than in ``line``, of which it is a reading."""
    before, after = [*line[:_READ]], [*read[:_READ]]
    return _pairs(after, 0, len(after) - 1, known) - _pairs(before, 0, len(before) - 1, known)


def ordered(line: str, known: Collection[str]) -> Ordered | None:
    """Return ``line`` in the order that it may have had, or None where nothing is to be won.

    ``known`` holds pairs of letters that stand in words and ordinary text.
    """
    letters = [*line[:_READ]]
    joined = [_is_known(letters, at, known) for at in range(len(letters) - 1)]
    total = at = 0
    while at < len(letters) - 1:
        far, won = _best(letters, joined, at, known) if _is_han(letters[at]) else (0, 0)
        if won:
            letters[at], letters[at + far] = letters[at + far], letters[at]
            for place in range(max(0, at - 1), min(len(joined), at + far + 1)):
                joined[place] = _is_known(letters, place, known)
            total += won
            at += far
        at += 1
    return Ordered("".join(letters) + line[_READ:], total) if total else None


def _best(letters: list[str], joined: list[bool], at: int, known: Collection[str]) -> tuple[int, int]:
    """With which of the next two letters one changes places best: how far that is, how many pairs are won.

    ``joined`` says of each letter whether it makes a known pair with the next.
    """
    best, most = 0, 0
    for far in (1, 2):
        other = at + far
        if other >= len(letters) or not _is_han(letters[other]):
            break
        low, high = max(0, at - 1), min(len(joined), other + 1)
        before = sum(joined[low:high])
        if high - low - before > most:
            letters[at], letters[other] = letters[other], letters[at]
            won = _pairs(letters, low, high, known) - before
            letters[at], letters[other] = letters[other], letters[at]
            if won > most:
                best, most = far, won
    return best, most


def _is_known(letters: list[str], at: int, known: Collection[str]) -> bool:
    return letters[at] + letters[at + 1] in known


def _pairs(letters: list[str], low: int, high: int, known: Collection[str]) -> int:
    return sum([letters[at] + letters[at + 1] in known for at in range(low, high)])


def _is_han(letter: str) -> bool:
    return _HAN[0] <= letter <= _HAN[1]
