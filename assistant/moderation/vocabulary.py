"""The words of the rules, which alone are recognised in disguise, and what of a text tells that one may stand in it.

Looking for every disguise takes longer than all else that is done with a message, and hardly any message holds one. But
each disguise leaves a mark in two neighbouring letters: one that looks or sounds like a letter of the word beside one
that is right, a pair in an order that no word has, a sign, a gap. A text without such a mark is read as it is written.
Which letters tell is worked out as they come and then known.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from assistant.moderation.hits import Detector
from assistant.moderation.splits import beginnings
from assistant.moderation.squeezed import GAPS
from assistant.text.disguise import SIGNS
from assistant.text.evasions import Evasions
from assistant.text.shapes import ordinary
from assistant.text.sounds import syllables
from assistant.text.standins import standin_signs

# So many letters and pairs are known to tell nothing; what comes after them is worked out each time.
_MOST = 60_000
_LONG = 4


def vocabulary_of(detectors: Iterable[Detector]) -> RuleWords | None:
    """Return the words that the detectors name, each recognised in every disguise; None where they name none.

    The same words give the same object: its tables are made once.
    """
    words: set[str] = set()
    loose: set[str] = set()
    for detector in detectors:
        words.update(getattr(detector, "words", ()))
        loose.update(getattr(detector, "loose", ()))
    return _vocabulary(frozenset(words), frozenset(loose)) if words or loose else None


@lru_cache(maxsize=8)
def _vocabulary(words: frozenset[str], loose: frozenset[str]) -> RuleWords:
    return RuleWords(words, loose)


class RuleWords(Evasions):
    """The words of the rules in every disguise."""

    def __init__(self, words: Iterable[str], loose: Iterable[str]) -> None:
        super().__init__(words, loose)
        self._silent: set[str] = set()

    def is_absent(self, letters: frozenset[str]) -> bool:
        """Whether no word can stand in disguise in a folded text with these letters and pairs of neighbours.

        Nor are there gaps inside words, nor characters put together from others.
        """
        for each in letters - self._silent:
            seconds = self._seconds.get(each)
            if seconds is not None:
                if not seconds.isdisjoint(letters):
                    return False
            elif self._tells(each):
                return False
            elif len(self._silent) < _MOST:
                self._silent.add(each)
        return True

    @cached_property
    def _seconds(self) -> dict[str, set[str]]:
        """The first letter of words inside which others may stand, and the second, which may be anywhere."""
        found: dict[str, set[str]] = {}
        for pair in self._parted:
            if not self._tells(pair[0]):
                found.setdefault(pair[0], set()).add(pair[1])
        return found

    def _tells(self, letters: str) -> bool:
        if letters in self._telling_signs:
            return True
        if len(letters) == 1:
            return GAPS.search(letters) is not None or bool(SIGNS.search(letters))
        first, second = letters[0], letters[1]
        return (
            letters in self._telling_pairs
            or self._is_listed(first, second)
            or self._is_misspelt(first, second)
            or self._is_heard(letters)
            or (second.isdigit() and self._is_pictured(second, first, before=True))
            or (first.isdigit() and self._is_pictured(first, second, before=False))
        )

    @cached_property
    def _telling_signs(self) -> set[str]:
        # Of the pictures figures are too common; they are looked at with their neighbours.
        return {sign[:2] for sign in standin_signs()} | {sign for sign in self._picture_signs if not sign.isdigit()}

    @cached_property
    def _telling_pairs(self) -> frozenset[str]:
        turned = {_new_pair(turned, word) for turned, word in self._turned_words.items()}
        return beginnings() | self._split_heads | self._disguise_pairs | turned

    def _is_listed(self, first: str, second: str) -> bool:
        """Whether one of the two may stand for a letter that makes a pair of a word with the other."""
        if first in self._listed and (second in self._listed or second.isdigit()):
            return True
        return any(each + second in self.pairs for each in self._for(first)) or any(
            first + each in self.pairs for each in self._for(second)
        )

    def _for(self, shown: str) -> set[str]:
        """All that a character may stand for, whatever stands beside it."""
        return {*self._reads(shown, "", "")} - {shown} if shown in self._odd else set()

    @cached_property
    def _neighbours(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """What follows each letter in the long words, and what precedes it."""
        after: dict[str, set[str]] = {}
        before: dict[str, set[str]] = {}
        for word in self.words:
            for at in range(len(word) - 1 if len(word) >= _LONG else 0):
                after.setdefault(word[at], set()).add(word[at + 1])
                before.setdefault(word[at + 1], set()).add(word[at])
        return after, before

    def _is_misspelt(self, first: str, second: str) -> bool:
        """Whether one letter of a long word stands beside one that sounds like its neighbour there."""
        after, before = self._neighbours
        return any(each != second and _same_sound(each, second) for each in after.get(first, ())) or any(
            each != first and _same_sound(each, first) for each in before.get(second, ())
        )

    @cached_property
    def _heard(self) -> dict[str, set[str]]:
        """How two neighbours of a loose word sound, and the neighbours; a word of two letters is empty here."""
        found: dict[str, set[str]] = {}
        for spoken in self._spoken.values():
            for said, word in spoken:
                for at in range(len(said) - 1):
                    found.setdefault(said[at : at + 2], set()).add(word[at : at + 2] if len(word) > 2 else "")
        return found

    def _is_heard(self, letters: str) -> bool:
        """Whether two letters sound like two of a loose word and are others."""
        written = self._heard.get(letters.translate(self._sound_table), ())
        if any(each and each != letters for each in written):
            return True
        return "" in written and letters not in self.words and letters not in ordinary()

    def _is_pictured(self, digit: str, other: str, *, before: bool) -> bool:
        if other.isdigit():
            return False
        return any((other + read if before else read + other) in self._near for read in self._pictures.get(digit, ""))


def _new_pair(turned: str, word: str) -> str:
    """A pair of a word in another order that it has not in its own."""
    pairs = [turned[at : at + 2] for at in range(len(turned) - 1)]
    return next((pair for pair in pairs if pair not in word), pairs[0])


@lru_cache(maxsize=4096)
def _same_sound(one: str, other: str) -> bool:
    return not set(syllables().get(one, ())).isdisjoint(syllables().get(other, ()))
