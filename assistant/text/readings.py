"""Readings of a text: what it says as written, and what it says to somebody who sees through an evasion.

A reading is folded (:mod:`assistant.text.folding`) and knows where each of its characters stands in the original. The
first reading is always the text as written, without the characters that nobody sees. A second one is made where words
of a vocabulary are written otherwise: pulled apart (最·好), by sound (zui好, 全网蕞低), by look (兔疫, 保夲), in
pictures (降🩸糖). Only words of the vocabulary are read so, and only where the spelling is not that of another word
(:mod:`assistant.text.disguise`).
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from assistant.text.disguise import APART, SPREAD, Disguised, Vocabulary
from assistant.text.folding import fold_each

__all__ = ["Reading", "Vocabulary", "as_written", "readings", "replaced", "seen_through"]

# Zero width and direction marks, joiners, fillers, variation selectors, combining marks, the keycap's frame, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True)
class Reading:
    """A folded text with the place of each character in the original.

    ``starts`` and ``ends`` hold the original span of each character; None where the offsets are the same. ``twisted``
    are the spans of this reading that stand for something written otherwise; empty for the text as written.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    twisted: tuple[tuple[int, int], ...] = ()

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every letter, and every two letters that stand beside each other."""
        return frozenset(chain(self.text, map(operator.add, self.text, self.text[1:])))

    @cached_property
    def closed(self) -> Reading:
        """The reading with text that is set letter by letter (全 国 最 好) drawn together; itself without such."""
        if not APART.search(self.text):
            return self
        spread = [match.span() for match in SPREAD.finditer(self.text)]
        if not spread:
            return self
        words = [(start, end, "".join(filter(str.isalnum, self.text[start:end]))) for start, end in spread]
        return replaced(self, words, by_letter=True)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a non-empty span of this reading."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def is_twisted(self, start: int, end: int) -> bool:
        """Whether the span holds something that is written otherwise."""
        return any(low < end and start < high for low, high in self.twisted)


@lru_cache(maxsize=32)
def as_written(text: str) -> Reading:
    """The text folded, without the characters that nobody sees; kept, for several checks read one text."""
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


def readings(text: str, vocabulary: Vocabulary | None = None) -> list[Reading]:
    """Return the readings of ``text``: the one as written, and one with the vocabulary's disguised words put right."""
    written = as_written(text)
    if vocabulary is None:
        return [written]
    seen = seen_through(written, vocabulary)
    return [written] if seen is None else [written, seen]


def seen_through(written: Reading, vocabulary: Vocabulary) -> Reading | None:
    """``written`` with the vocabulary's disguised words put right; None where there are none."""
    closed = _restored(written, vocabulary).closed
    disguised = vocabulary.find(closed.text, closed.letters)
    if disguised:
        return _put_right(closed, disguised)
    return closed if closed.twisted else None


def _restored(written: Reading, vocabulary: Vocabulary) -> Reading:
    """The reading with the characters that a sign stands for."""
    found = vocabulary.stand_ins(written.text, written.letters)
    return replaced(written, found, by_letter=False) if found else written


def _put_right(written: Reading, disguised: list[Disguised]) -> Reading:
    return replaced(written, [(each.start, each.end, each.word) for each in disguised], by_letter=False)


def replaced(base: Reading, spans: list[tuple[int, int, str]], *, by_letter: bool) -> Reading:
    """Return ``base`` with each span, in order, replaced.

    ``by_letter``: each letter of a word keeps its own place in the original; else all have the place of the span.
    """
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    twisted: list[tuple[int, int]] = []
    moved: list[int] = []
    last = 0
    for start, end, word in [*spans, (len(base.text), len(base.text), "")]:
        moved += range(len(places), len(places) + start - last)
        places += [base.span(index, index + 1) for index in range(last, start)]
        moved += [len(places)] * (end - start)
        parts += [base.text[last:start], word]
        if word:
            twisted.append((len(places), len(places) + len(word)))
        if by_letter:
            places += [base.span(index, index + 1) for index in range(start, end) if base.text[index].isalnum()]
        elif word:
            places += [base.span(start, end)] * len(word)
        last = end
    twisted += [(moved[low], moved[high - 1] + 1) for low, high in base.twisted]
    return Reading("".join(parts), tuple(low for low, _ in places), tuple(high for _, high in places), tuple(twisted))
