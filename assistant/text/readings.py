"""Readings of a text: what it says as written, and what it says to somebody who sees through an evasion.

A reading is folded (:mod:`assistant.text.folding`) and knows where each of its characters stands in the original. The
first reading is always the text as written, without the characters that nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.folding import fold_each

# Zero width and direction marks, joiners, fillers, variation selectors, combining marks, the keycap's frame, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A folded text with the place of each character in the original.

    ``starts`` and ``ends`` hold the original span of each character; None where the offsets are the same. ``twisted``
    are the spans of this reading that stand for something written otherwise; empty for the text as written.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    twisted: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a non-empty span of this reading."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def is_twisted(self, start: int, end: int) -> bool:
        """Whether the span holds something that is written otherwise."""
        return any(low < end and start < high for low, high in self.twisted)


def as_written(text: str) -> Reading:
    """The text folded, without the characters that nobody sees."""
    folded = fold_each(text)
    if folded.isascii() or not _UNSEEN.search(folded):
        return Reading(folded)
    kept: list[int] = []
    last = 0
    for match in _UNSEEN.finditer(folded):
        kept += range(last, match.start())
        last = match.end()
    kept += range(last, len(folded))
    return Reading("".join([folded[index] for index in kept]), tuple(kept), tuple(index + 1 for index in kept))


def readings(text: str) -> Iterator[Reading]:
    """Yield the readings of ``text``, the one as written first."""
    yield as_written(text)
