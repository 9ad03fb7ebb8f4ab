"""Words of rules in the disguises that people use against a moderator, beyond those an advert uses.

On top of :class:`~assistant.text.disguise.Vocabulary`: characters taken apart (忄生), look-alikes that share a part
(汝拳), whole words by their sound in common characters or in letters (女全, nv quan), the initials of a word (txl),
pictures for characters by meaning or by sound (👅🐶), neighbours that changed places (黑入列名单).

Such readings would twist ordinary text, for every syllable has dozens of characters. So a word must be ``loose`` to be
read so, and what ordinary people write (``data/ordinary.txt``) never stands for one.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

from assistant.text.disguise import Disguised, Vocabulary
from assistant.text.folding import fold_each
from assistant.text.shapes import alike, ordinary, parts, pictures
from assistant.text.sounds import main_syllable
from assistant.text.syllables import HAN, syllables_of

_PRIVATE = 0xE000
_RUN = re.compile(r"[a-z]+(?: [a-z]+)*")
_LONGEST_RUN = 60
# Of words with these, what is turned round and pulled apart stands in any text: 子不孙.
_STRIKING = frozenset("舔婊蛆傻屌妓煞畜")
_COMMON = frozenset("子人女男头国心妈你我不也外地小出")
_HAN = re.compile(f"[{HAN}]")


class Evasions(Vocabulary):
    """A vocabulary whose ``loose`` words are recognised in every disguise, the others as in an advert."""

    def __init__(self, words: Iterable[str], loose: Iterable[str]) -> None:
        loose = {fold_each(word.strip()) for word in loose}
        super().__init__({*words, *loose})
        self._loose = sorted(self.words & loose)

    def stand_ins(self, view: str, letters: AbstractSet[str]) -> list[tuple[int, int, str]]:
        """Return the signs, pictures and parts that stand for a character of the words, in order."""
        found = super().stand_ins(view, letters)
        if not self._picture_signs.isdisjoint(letters):
            found += self._pictured(view)
        if not self._split_heads.isdisjoint(letters):
            found += self._split(view)
        found.sort(key=lambda each: (each[0], -each[1]))
        kept: list[tuple[int, int, str]] = []
        for each in found:
            if not kept or each[0] >= kept[-1][1]:
                kept.append(each)
        return kept

    def find(self, view: str, letters: AbstractSet[str] | None = None) -> list[Disguised]:
        """Return the disguised words in a folded text, in order, none overlapping another."""
        if letters is None:
            letters = {*view, *map(operator.add, view, view[1:])}
        found = super().find(view, letters)
        found += self._sounding(view)
        found += self._alike(view, self._disguise_pairs & letters)
        found += self._turned_round(view, self._turned_heads & letters)
        found += self._with_others_between(view)
        found += self._abbreviated(view)
        found.sort(key=lambda each: (each.start, -len(each.word), each.end, each.word))
        kept: list[Disguised] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return kept

    # Pictures and parts: each place first gets all it may be read as, then what makes a word with a neighbour.

    @cached_property
    def _pictures(self) -> dict[str, str]:
        known = self._characters
        kept = {sign: "".join(each for each in reads if each in known) for sign, reads in pictures().items()}
        return {sign: reads for sign, reads in kept.items() if reads}

    @cached_property
    def _picture_signs(self) -> frozenset[str]:
        return frozenset(self._pictures)

    @cached_property
    def _near(self) -> frozenset[str]:
        """The pairs of the words, of the loose ones also turned round."""
        return self.pairs | {word[::-1] for word in self._loose if len(word) == 2}

    def _pictured(self, view: str) -> Iterator[tuple[int, int, str]]:
        options = [self._pictures.get(char, char) for char in view]
        for at, char in enumerate(view):
            if char not in self._pictures or (char.isdigit() and _in_number(view, at)):
                continue
            before = options[at - 1] if at else ""
            after = options[at + 1] if at + 1 < len(view) else ""
            for read in options[at]:
                if any(each + read in self._near for each in before) or any(
                    read + each in self._near for each in after
                ):
                    yield at, at + 1, read
                    break

    @cached_property
    def _splits(self) -> dict[str, str]:
        return {written: char for char in sorted(self._characters) for written in parts().get(char, ())}

    @cached_property
    def _split_heads(self) -> frozenset[str]:
        return frozenset(written[:2] for written in self._splits)

    @cached_property
    def _split_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self._splits), key=lambda each: (-len(each), each))))

    def _split(self, view: str) -> Iterator[tuple[int, int, str]]:
        found = [(match.start(), match.end(), self._splits[match[0]]) for match in self._split_pattern.finditer(view)]
        for number, (start, end, char) in enumerate(found):
            before = found[number - 1][2] if number and found[number - 1][1] == start else view[start - 1 : start]
            following = found[number + 1] if number + 1 < len(found) else None
            after = following[2] if following is not None and following[0] == end else view[end : end + 1]
            if before + char in self.pairs or char + after in self.pairs:
                yield start, end, char

    # By sound: the text and the words are written in one sign a syllable, and the words are looked for in it.

    @cached_property
    def _sound_table(self) -> dict[int, str]:
        """Each character that sounds like one of the loose words, as the sign of its syllable."""
        wanted = {_first(char) for word in self._loose for char in word} - {""}
        signs = {syllable: chr(_PRIVATE + number) for number, syllable in enumerate(sorted(wanted))}
        return {ord(char): signs[sound] for char, sound in main_syllable().items() if sound in signs}

    @cached_property
    def _syllable_signs(self) -> dict[str, str]:
        """Each syllable in letters: the sign where a loose word has it, else a sign that no word has."""
        table = self._sound_table
        signs = dict.fromkeys(main_syllable().values(), "\uf8ff")
        signs.update({sound: table[ord(char)] for char, sound in main_syllable().items() if ord(char) in table})
        return signs

    @cached_property
    def _spoken(self) -> dict[str, list[tuple[str, str]]]:
        """The first two signs of each loose word to its signs and the word."""
        found: dict[str, list[tuple[str, str]]] = {}
        for word in self._loose:
            signs = word.translate(self._sound_table)
            if not _HAN.search(signs):
                found.setdefault(signs[:2], []).append((signs, word))
        return found

    @cached_property
    def _spoken_heads(self) -> frozenset[str]:
        return frozenset(self._spoken)

    def _sounding(self, view: str) -> Iterator[Disguised]:
        text, places = self._spelled(view)
        signs = text.translate(self._sound_table)
        heads = self._spoken_heads.intersection(map(operator.add, signs, signs[1:]))
        for head in heads:
            for said, word in self._spoken[head]:
                at = signs.find(said)
                while at >= 0:
                    start, end = (
                        (at, at + len(said)) if places is None else (places[at][0], places[at + len(said) - 1][1])
                    )
                    written = view[start:end]
                    if written not in self.words and _may_be_heard(written) and not _within_ordinary(view, start, end):
                        yield Disguised(word, start, end)
                    at = signs.find(said, at + 1)

    def _spelled(self, view: str) -> tuple[str, list[tuple[int, int]] | None]:
        """The text with syllables in letters as their signs, and the place of each sign; None where nothing changed."""
        runs = [match for match in _RUN.finditer(view) if len(match[0]) < _LONGEST_RUN]
        made: list[str] = []
        places: list[tuple[int, int]] = []
        last = 0
        for match in runs:
            cut = self._cut(match[0])
            if cut is None:
                continue
            made.append(view[last : match.start()])
            places += [(at, at + 1) for at in range(last, match.start())]
            for start, end, sign in cut:
                made.append(sign)
                places.append((match.start() + start, match.start() + end))
            last = match.end()
        if not last:
            return view, None
        made.append(view[last:])
        places += [(at, at + 1) for at in range(last, len(view))]
        return "".join(made), places

    def _cut(self, run: str) -> list[tuple[int, int, str]] | None:
        """A run of letters and blanks as syllables with their places; None where it is no pinyin."""
        found: list[tuple[int, int, str]] = []
        at = 0
        for piece in run.split(" "):
            pieces = syllables_of(piece, self._syllable_signs)
            if not pieces:
                return None
            for syllable in pieces:
                found.append((at, at + len(syllable), self._syllable_signs[syllable]))
                at += len(syllable)
            at += 1
        return found

    # By look: characters that share a part are one sign.

    @cached_property
    def _disguises(self) -> dict[str, list[tuple[str, int]]]:
        """Two characters that look like two neighbours of a loose word, with the word and their place in it."""
        known = alike()
        found: dict[str, list[tuple[str, int]]] = {}
        for word in self._loose:
            for place in range(len(word) - 1):
                pair = word[place : place + 2]
                for first in pair[0] + known.get(pair[0], ""):
                    for second in pair[1] + known.get(pair[1], ""):
                        if first + second != pair:
                            found.setdefault(first + second, []).append((word, place))
        return found

    @cached_property
    def _disguise_pairs(self) -> frozenset[str]:
        return frozenset(self._disguises)

    def _alike(self, view: str, pairs: Iterable[str]) -> Iterator[Disguised]:
        known = alike()
        for pair in pairs:
            at = view.find(pair)
            while at >= 0:
                for word, place in self._disguises[pair]:
                    start = at - place
                    written = view[start : start + len(word)] if start >= 0 else ""
                    if (
                        len(written) == len(word)
                        and written not in self.words
                        and written not in ordinary()
                        and all(
                            one == char or one in known.get(char, "") for one, char in zip(written, word, strict=True)
                        )
                    ):
                        yield Disguised(word, start, start + len(word))
                at = view.find(pair, at + 1)

    # By order.

    @cached_property
    def _turned_words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self._loose:
            for at in range(len(word) - 1):
                found.setdefault(word[:at] + word[at + 1] + word[at] + word[at + 2 :], word)
            for turned in (word[1:] + word[0], word[-1] + word[:-1], word[2:] + word[:2], word[::-1]):
                found.setdefault(turned, word)
        return {turned: word for turned, word in found.items() if turned not in self.words and turned not in ordinary()}

    @cached_property
    def _turned(self) -> dict[str, list[tuple[str, str]]]:
        """The first two characters of what is turned round to all of it and the word."""
        found: dict[str, list[tuple[str, str]]] = {}
        for turned, word in sorted(self._turned_words.items()):
            found.setdefault(turned[:2], []).append((turned, word))
        return found

    @cached_property
    def _turned_heads(self) -> frozenset[str]:
        return frozenset(self._turned)

    def _turned_round(self, view: str, heads: Iterable[str]) -> Iterator[Disguised]:
        for head in heads:
            for turned, word in self._turned[head]:
                at = view.find(turned)
                while at >= 0:
                    yield Disguised(word, at, at + len(turned))
                    at = view.find(turned, at + 1)

    @cached_property
    def _parted(self) -> dict[str, tuple[int, str]]:
        """The two characters of a word in either order, how many others may stand between them, and the word."""
        found: dict[str, tuple[int, str]] = {}
        for word in self._loose:
            for pair in (word, *(() if _COMMON & {*word} else (word[::-1],))) if len(word) == 2 else ():
                if gap := _gap(pair):
                    found.setdefault(pair, (gap, word))
        return found

    @cached_property
    def _parted_pairs(self) -> frozenset[str]:
        return frozenset(self._parted)

    def _with_others_between(self, view: str) -> Iterator[Disguised]:
        """Words between whose two characters one or two others got: 女议拳, 女么这拳."""
        for gap in (1, 2, 3):
            for pair in self._parted_pairs.intersection(map(operator.add, view, view[gap + 1 :])):
                most, word = self._parted[pair]
                if most >= gap:
                    for match in re.finditer(f"{pair[0]}[{HAN}，]{{{gap}}}{pair[1]}", view):
                        yield Disguised(word, match.start(), match.end())

    # By initials.

    @cached_property
    def _initial_words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self._loose:
            letters = "".join(_first(char)[:1] for char in word)
            if len(letters) == len(word) and letters not in ordinary():
                found.setdefault(letters, word)
        return found

    def _abbreviated(self, view: str) -> Iterator[Disguised]:
        for match in re.finditer(r"(?<![a-z0-9._@-])[a-z]{2,5}(?![a-z0-9._@-])", view):
            word = self._initial_words.get(match[0])
            if word is not None and _HAN.search(view, max(0, match.start() - 2), match.end() + 2):
                yield Disguised(word, match.start(), match.end())


def _may_be_heard(written: str) -> bool:
    """Whether what is written may stand for its sound: nothing ordinary, and no two or three letters alone."""
    return written not in ordinary() and (not written.isascii() or len(written.replace(" ", "")) > 4)


def _within_ordinary(view: str, start: int, end: int) -> bool:
    """Whether with a neighbour it is something ordinary: 女全 in 女全职, 辣鸡 in 麻辣鸡."""
    return view[start : end + 1] in ordinary() or view[max(0, start - 1) : end] in ordinary()


def _gap(word: str) -> int:
    """How many characters may stand in the middle of a word of two: none to three."""
    first, last = word[0], word[-1]
    known = ordinary()
    most = 3 if _STRIKING & {*word} else 2
    return next((gap for gap in range(most) if f"{first}{'…' * (gap + 1)}{last}" in known), most)


def _in_number(view: str, at: int) -> bool:
    return view[at - 1 : at].isdigit() or view[at + 1 : at + 2].isdigit()


def _first(char: str) -> str:
    return main_syllable().get(char, "")
