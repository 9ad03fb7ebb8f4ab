"""Words of a vocabulary that are written otherwise: pulled apart, by their sound, or with look-alikes.

The words are kept in a tree of their characters. Each place of the text stands for the characters it may be read as,
and the tree is walked from every place where something unusual stands. What keeps ordinary text out of it:

- a character of the same sound counts where it is rare or in ``data/substitutes.txt``, and there not after or before a
  character with which it is a word of its own (喝醉, 奶嘴); one that is merely of the same sound counts in words of
  four characters and more whose others stand as they should;
- letters count as the whole syllable of a character, one letter alone only in words of three characters and more;
- a gap counts where a character stands alone beside it or is one that no word ends with: 最 好, but not 环保 本店; in
  words of three characters one that is no blank, in words of four any: 国家/级, 无人 能及.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from assistant.text.folding import fold_each
from assistant.text.patterns import Pattern
from assistant.text.sounds import is_rare, rare_by_sound, substitutes, syllables
from assistant.text.standins import standins
from assistant.text.syllables import (
    FILL,
    GAP,
    GAP_AFTER,
    GAP_BEFORE,
    HAN,
    LETTERS,
    STOPS,
    Token,
    spell,
    syllables_of,
    tokens_of,
    without_tones,
)  # fmt: skip

#: Text that is set letter by letter: three characters and more, each with a gap before the next. With one sign
#: throughout (治/痛/经) it may stand within a sentence; pinyin takes the blank after it along (d i y i 品牌).
SPREAD = Pattern(
    rf"(?<![{HAN}a-z0-9])(?:[{HAN}](?:{FILL}{{1,3}}[{HAN}]){{2,}}(?![{HAN}])"
    rf"|[a-z](?: [a-z]){{1,7}}(?![a-z0-9])(?: (?=[{HAN}]))?)"
    rf"|[{HAN}]([/.*·|_~^#+-])[{HAN}](?:\1[{HAN}])+"
)
#: Without one of these nothing is :data:`SPREAD`: a character between two signs, or letters apart.
APART = Pattern(rf"[^{HAN}0-9a-z{STOPS}][{HAN}][^{HAN}0-9a-z{STOPS}]|[a-z] [a-z]")
#: Without one of these nothing is set letter by letter, pulled apart or spelt in letters.
SIGNS = re.compile(rf"{FILL}|[_a-z\u00e0-\u017f\u01cd-\u01dc]")
_NEVER_LAST = frozenset("最第史蕞")
_LONG = 4
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


@dataclass(frozen=True, slots=True)
class Disguised:
    """A word of the vocabulary and the span of the folded text that stands for it."""

    word: str
    start: int
    end: int


class Vocabulary:
    """Words that are recognised in disguise. Words of one character and words without Chinese characters are not."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = {fold_each(word.strip()) for word in words}
        self._standing: dict[str, str] = {}
        self.words = frozenset(word for word in folded if len(word) > 1 and re.fullmatch(rf"[{HAN}]+", word))

    def stand_ins(self, view: str, letters: AbstractSet[str]) -> list[tuple[int, int, str]]:
        """Return the signs of a folded text that stand for a character of the words, in order: span and character."""
        return standins(view, letters, self.pairs)

    def find(self, view: str, letters: AbstractSet[str] | None = None) -> list[Disguised]:
        """Return the disguised words in a folded text, in order, none overlapping another.

        ``letters`` are the letters of ``view`` and the pairs of them, where the caller has them.
        """
        if not self.words or len(view) < 2:
            return []
        if letters is None:
            letters = {*view, *map(operator.add, view, view[1:])}
        found = self._misspelt(view, letters)
        if self._is_unusual(view, letters):
            found += self._walked(tokens_of(view, self._reads))
        found.sort(key=lambda each: (each.start, -len(each.word), each.end))
        kept: list[Disguised] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return kept

    def _is_unusual(self, view: str, letters: AbstractSet[str]) -> bool:
        """Whether something stands in the text that together with a neighbour may be part of a word."""
        if any(self._is_strange(view, shown) for shown in self._odd & letters):
            return True
        beside, spelt = _gaps_and_letters(view)
        return not self.pairs.isdisjoint(beside) or any(self._may_sound(view, match) for match in spelt)

    def _is_strange(self, view: str, shown: str) -> bool:
        """Whether a character stands somewhere so that it may be another one."""
        at = view.find(shown)
        while at >= 0:
            # A figure is written 1 杯; in place of a character it stands close to the next one.
            close = shown in self._listed or (_is_han(view[at - 1 : at]) and _is_han(view[at + 1 : at + 2]))
            if close and self._is_strange_at(view, shown, at):
                return True
            at = view.find(shown, at + 1)
        return False

    def _is_strange_at(self, view: str, shown: str, at: int) -> bool:
        before, after = view[at - 1 : at], view[at + 1 : at + 2]
        # Most stand between two letters: only beside a sign a gap is looked for.
        if before and not before.isalnum():
            before = _before(view, at)
        if after and not after.isalnum():
            after = _after(view, at + 1)
        if (
            after in self._listed
            or after.isdigit()
            or (before.isascii() and before.isalpha())
            or (after.isascii() and after.isalpha())
        ):
            return True
        if any(self._joins(before, character, after) for character in self._may_be(shown)):
            reads = self._reads(shown, view[at - 1 : at], view[at + 1 : at + 2])
            return any(self._joins(before, each, after) for each in reads if each != shown)
        return False

    def _may_be(self, shown: str) -> str:
        """All that a character may stand for, whatever is beside it; kept."""
        known = self._standing.get(shown)
        if known is None:
            reads = {read for read, *_ in substitutes().get(shown, ()) if read in self._characters}
            if is_rare(shown):
                reads.update(*(self._sounds.get(sound, "") for sound in syllables().get(shown, ())))
            reads.add(_DIGITS.get(shown, shown))
            known = self._standing[shown] = "".join(sorted(reads - {shown}))
        return known

    def _joins(self, before: str, character: str, after: str) -> bool:
        return before + character in self.pairs or character + after in self.pairs

    def _may_sound(self, view: str, letters: re.Match[str]) -> bool:
        plain = without_tones(letters[0])
        if len(plain) == 1:
            first = last = self._initials.get(plain, "")
        else:
            pieces = syllables_of(plain, self._sounds)
            if len(pieces) > 1:
                return True
            first = last = self._sounds[pieces[0]] if pieces else ""
        before, after = _before(view, letters.start()), _after(view, letters.end())
        if last and after.isascii() and after.isalpha():
            return True  # la ji: the next syllable stands behind a gap
        return any(before + each in self.pairs for each in first) or any(each + after in self.pairs for each in last)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two characters that stand beside each other in a word."""
        return frozenset(word[at : at + 2] for word in self.words for at in range(len(word) - 1))

    @cached_property
    def _tree(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for word in self.words:
            node = tree
            for character in word:
                node = node.setdefault(character, {})
            node[""] = word
        return tree

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset("".join(self.words))

    @cached_property
    def _sounds(self) -> dict[str, str]:
        """Syllable to the characters of the vocabulary that sound so."""
        table: dict[str, str] = {}
        known = syllables()
        for character in sorted(self._characters):
            for syllable in known.get(character, ()):
                table[syllable] = table.get(syllable, "") + character
        return table

    @cached_property
    def _initials(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for word in self.words:
            for character in word if len(word) > 2 else "":
                for syllable in syllables().get(character, ()):
                    if character not in table.setdefault(syllable[0], ""):
                        table[syllable[0]] += character
        return table

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Characters that may stand for one of the vocabulary."""
        listed = {each for each, reads in substitutes().items() if any(read in self._characters for read, *_ in reads)}
        rare = rare_by_sound()
        return frozenset(listed.union(*(rare.get(sound, "") for sound in self._sounds)))

    @cached_property
    def _odd(self) -> frozenset[str]:
        """Characters and figures that may stand for one of the vocabulary."""
        return self._listed.union(digit for digit, read in _DIGITS.items() if read in self._characters)

    def _reads(self, shown: str, before: str, after: str) -> dict[str, str]:
        """What one character may stand for, and how: "listed" or "rare"."""
        reads = {shown: ""}
        if shown in _DIGITS and not before.isdigit() and not after.isdigit():
            reads[_DIGITS[shown]] = "digit"
        for character, words_after, words_before in substitutes().get(shown, ()):
            if (
                character in self._characters
                and not (before and before in words_after)
                and not (after and after in words_before)
            ):
                reads[character] = "listed"
        if is_rare(shown):
            for sound in syllables().get(shown, ()):
                for character in self._sounds.get(sound, ""):
                    reads.setdefault(character, "rare")
        return reads

    def _walked(self, tokens: list[Token]) -> list[Disguised]:
        spell(tokens, self._sounds, self._initials)
        found: list[Disguised] = []
        for index, token in enumerate(tokens):
            for character, how in token.reads.items():
                node = self._tree.get(character)
                if node is not None:
                    found += self._from(tokens, index + 1, node, [how], [index])
        return found

    def _from(
        self, tokens: list[Token], index: int, node: dict[str, Any], hows: list[str], path: list[int]
    ) -> list[Disguised]:
        found: list[Disguised] = []
        if "" in node and _accepts(node[""], hows, path, tokens):
            end = tokens[path[-1]].end
            if index < len(tokens) and tokens[index].gap and any(tokens[number].gap for number in path[1:]):
                end = tokens[index].start  # 最❤好❤的: the gap after the word is of its disguise
            found.append(Disguised(node[""], tokens[path[0]].start, end))
        if index < len(tokens) and not tokens[index].broken:
            for character, how in tokens[index].reads.items():
                deeper = node.get(character) if character else None
                if deeper is not None:
                    found += self._from(tokens, index + 1, deeper, [*hows, how], [*path, index])
        return found

    @cached_property
    def _halves(self) -> dict[str, list[tuple[str, int]]]:
        """Pairs of letters of the long words with the word and the place of the pair in it."""
        table: dict[str, list[tuple[str, int]]] = {}
        for word in self.words:
            if len(word) >= _LONG:
                for place in (0, len(word) - 2):
                    table.setdefault(word[place : place + 2], []).append((word, place))
        return table

    @cached_property
    def _half_pairs(self) -> frozenset[str]:
        return frozenset(self._halves)

    def _misspelt(self, view: str, letters: AbstractSet[str]) -> list[Disguised]:
        """Long words with one character in four of the same sound."""
        found: list[Disguised] = []
        if not self._halves:
            return found
        for pair in self._half_pairs & letters:
            at = view.find(pair)
            while at >= 0:
                for word, place in self._halves[pair]:
                    start = at - place
                    written = view[start : start + len(word)] if start >= 0 else ""
                    if written != word and len(written) == len(word) and _sounds_like(written, word):
                        found.append(Disguised(word, start, start + len(word)))
                at = view.find(pair, at + 1)
        return found


@lru_cache(maxsize=32)
def _gaps_and_letters(view: str) -> tuple[frozenset[str], tuple[re.Match[str], ...]]:
    """Return the pairs of characters with a gap between them and what is spelt in letters.

    Kept, for several vocabularies are looked for in one text.
    """
    if not SIGNS.search(view):
        return frozenset(), ()
    beside = {view[match.start() - 1] + view[match.end()] for match in GAP.finditer(view) if match.start()}
    return frozenset(beside), tuple(LETTERS.finditer(view))


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def _before(view: str, at: int) -> str:
    """The letter before ``at``, past a gap; empty at the edge or where a sentence is cut."""
    gap = GAP_BEFORE.search(view, max(0, at - 4), at)
    return view[gap.start() - 1 : gap.start()] if gap else view[at - 1 : at]


def _after(view: str, at: int) -> str:
    """The letter from ``at`` on, past a gap."""
    gap = GAP_AFTER.match(view, at)
    return view[gap.end() : gap.end() + 1] if gap else view[at : at + 1]


def _sounds_like(written: str, word: str) -> bool:
    wrong = [(one, other) for one, other in zip(written, word, strict=True) if one != other]
    known = syllables()
    return len(wrong) <= len(word) // _LONG and all(
        set(known.get(one, ())) & set(known.get(other, ())) for one, other in wrong
    )


def _accepts(word: str, hows: list[str], path: list[int], tokens: list[Token]) -> bool:
    """Whether this is a disguise of ``word`` and no ordinary text."""
    strange = [how for how in hows if how]
    gaps = [number for number in path[1:] if tokens[number].gap]
    if not strange and not gaps:
        return False
    kinds = set(strange)
    if "pinyin" in kinds and not _letters_fit(hows, path, tokens):
        return False
    if "initial" in kinds and (len(word) < 3 or strange.count("initial") > 1 or len(strange) > 1):
        return False
    if strange == ["digit"] and word[0] == "第":
        return False
    if "rare" in kinds and len(strange) > max(1, len(word) // 2):
        return False
    if gaps and not strange:
        return all(
            tokens[number].odd or _stands_alone(number, tokens) or len(word) > (3 if tokens[number].blank else 2)
            for number in gaps
        )
    return True


def _letters_fit(hows: list[str], path: list[int], tokens: list[Token]) -> bool:
    """Letters are taken as a whole run: not the zui in zuid, and four of them where no character is left."""
    for end, step in ((path[0] - 1, path[0]), (path[-1] + 1, path[-1])):
        if 0 <= end < len(tokens) and tokens[step].shown.isascii() and tokens[end].shown.isascii():
            low, high = sorted((end, step))
            if tokens[low].end == tokens[high].start and tokens[end].shown.isalpha() and tokens[step].shown.isalpha():
                return False
    return not all(how == "pinyin" for how in hows) or sum(len(tokens[number].shown) for number in path) > 3


def _stands_alone(number: int, tokens: list[Token]) -> bool:
    """Whether the gap before token ``number`` cuts a word: a single character on one of its sides, or one like 最."""
    before = tokens[number - 1]
    if before.shown in _NEVER_LAST:
        return True
    left = before.gap or before.broken or number == 1
    next_one = tokens[number + 1] if number + 1 < len(tokens) else None
    right = next_one is None or next_one.gap or next_one.broken
    return left or right
