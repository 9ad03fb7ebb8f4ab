"""A text in which characters stand for others of the same sound, or changed places (遮种任: 这种人, 商智: 智商).

The text is read as the row of words that costs least: words as they are written, words that sound like what is written,
words whose characters were shuffled; the rarer a word, the more it costs, and so does each character that must be
changed. Words are those of a dictionary and the pieces that the classifier's lines hold. So what somebody writes in
ordinary words stays as it is (Viterbi, 1967, over words).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product

from assistant.moderation.classifier.examples import DATA
from assistant.text.sounds import main_syllable, syllables

_WORDS = DATA / "words.txt"
_LONGEST, _SHORTEST = 4, 2
#: What hearing a word costs, each of its characters that is changed, and shuffling the characters of one.
HEARING, CHANGING, SHUFFLING = 1.0, 1.5, 3.0
#: What it costs that a character has not its usual sound, and that two were known together as they stand.
UNUSUAL, KNOWN = 1.5, 3.0
#: How much less a word costs at most that speaks for harm: of two that sound alike who hides means the graver.
GRAVER = 1.0
#: What a character costs beyond how rare it is among the lines, and one that no line holds.
_ALONE = 4.0
#: So many words of one sound are tried, the cheapest.
_TRIED = 4
#: The begin of a text is read.
_READ = 160


class Words:
    """Words by how they are written and how they sound, with what they cost."""

    def __init__(self, pieces: Mapping[str, float], letters: Mapping[str, float], graver: Mapping[str, float]) -> None:
        """Take the cost of each word and letter, and by how much a word costs less when it is only heard."""
        self._pieces, self._letters = pieces, letters
        self._rare = max(letters.values(), default=0.0) + 1.0
        sounds = main_syllable()
        self._sounds = {sound: chr(0xE000 + place) for place, sound in enumerate(sorted(_all_sounds()))}
        self._graver = {piece: min(GRAVER, graver[piece]) for piece in pieces if graver.get(piece, 0.0) > 0}
        # Most sound like no other: these are kept as they are.
        self._heard: dict[str, str | tuple[str, ...]] = {}
        for piece in sorted(pieces, key=lambda each: (pieces[each] - self._graver.get(each, 0.0), each)):
            if all(letter in sounds for letter in piece):
                key = "".join([self._sounds[sounds[letter]] for letter in piece])
                alike = self._heard.get(key)
                if alike is None:
                    self._heard[key] = piece
                elif isinstance(alike, str):
                    self._heard[key] = (alike, piece)
                elif len(alike) < _TRIED:
                    self._heard[key] = (*alike, piece)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The words that are pairs of characters."""
        return frozenset(piece for piece in self._pieces if len(piece) == _SHORTEST)

    def read(self, line: str, known: Collection[str] = ()) -> str | None:
        """Return ``line`` as it may be meant; None where it stands as it is written. ``known`` pairs rather stay."""
        text = line[:_READ]
        said = [self._said(letter) for letter in text]
        usually = "".join([each[0] if each else " " for each in said])
        stays = [text[at : at + 2] in known for at in range(len(text) - 1)]
        costs = [0.0, *([math.inf] * len(text))]
        chosen: list[tuple[int, str]] = [(0, "")] * (len(text) + 1)
        for start, letter in enumerate(text):
            begun = costs[start]
            alone = begun + self._letters.get(letter, self._rare if said[start] else 1.0)
            if alone < costs[start + 1]:
                costs[start + 1], chosen[start + 1] = alone, (start, letter)
            for end in range(start + _SHORTEST, min(start + _LONGEST, len(text)) + 1):
                if not (said[end - 1] and said[end - 2] and said[start]):
                    break
                written = text[start:end]
                usual = self._pieces.get(written)
                if usual is not None and begun + usual < costs[end]:
                    costs[end], chosen[end] = begun + usual, (start, written)
                hearing = HEARING + KNOWN * sum(stays[start : end - 1])
                if begun + hearing + self._least < costs[end]:
                    plain = usually[start:end] not in self._heard and max(map(len, said[start:end])) == 1
                    for cost, piece in () if plain else self._sounding(written, said[start:end], hearing):
                        if begun + cost < costs[end]:
                            costs[end], chosen[end] = begun + cost, (start, piece)
                if usual is None and end - start < _LONGEST:
                    for piece in _shuffled(written):
                        cost = self._pieces.get(piece, math.inf) + SHUFFLING
                        if begun + cost < costs[end]:
                            costs[end], chosen[end] = begun + cost, (start, piece)
        made, at = [line[_READ:]], len(text)
        while at:
            at, piece = chosen[at]
            made.append(piece)
        read = "".join(reversed(made))
        return read if read != line else None

    def _said(self, letter: str) -> tuple[str, ...]:
        """The signs of the syllables that a letter has, the usual one first."""
        usual = main_syllable().get(letter)
        if usual is None:
            return ()
        return (self._sounds[usual], *(self._sounds[each] for each in syllables()[letter] if each != usual))

    def _sounding(self, written: str, said: list[tuple[str, ...]], hearing: float) -> Iterator[tuple[float, str]]:
        """The words that sound like a piece of a text, each with what it costs; ``hearing`` is what any of them costs.

        ``said`` are the signs of each of its letters.
        """
        for key in product(*said):
            heard = self._heard.get("".join(key))
            if heard is None:
                continue
            unusual = sum(sign != signs[0] for sign, signs in zip(key, said, strict=True))
            for piece in (heard,) if isinstance(heard, str) else heard:
                changed = sum(map(str.__ne__, piece, written))
                if changed:
                    cost = self._pieces[piece] - self._graver.get(piece, 0.0)
                    yield cost + hearing + CHANGING * changed + UNUSUAL * unusual, piece

    @cached_property
    def _least(self) -> float:
        """What a word that is heard costs at least beside the hearing, and a little less: figures are rounded."""
        words = (cost - self._graver.get(piece, 0.0) for piece, cost in self._pieces.items())
        return min(words, default=math.inf) + CHANGING - 1e-6


def _shuffled(written: str) -> Iterator[str]:
    """The other orders of two or three characters."""
    if len(written) == _SHORTEST:
        yield written[::-1]
        return
    first, second, third = [*written]
    yield f"{first}{third}{second}"
    yield f"{second}{first}{third}"
    yield f"{second}{third}{first}"
    yield f"{third}{first}{second}"
    yield f"{third}{second}{first}"


def words_of(rarity: Mapping[str, float], graver: Mapping[str, float]) -> Words:
    """Return the words of the dictionary and of a classifier's lines.

    ``rarity`` says how rare each of its letters and pieces is, ``graver`` how far each speaks for harm.
    """
    sounds = main_syllable()
    pieces = _dictionary()
    letters: dict[str, float] = {}
    for piece, rare in rarity.items():
        if len(piece) == 1:
            letters[piece] = _ALONE + rare
        elif len(piece) > 1 and all(letter in sounds for letter in piece):
            pieces[piece] = min(pieces.get(piece, math.inf), _ALONE + rare)
    return Words(pieces, letters, graver)


def _dictionary() -> dict[str, float]:
    found: dict[str, float] = {}
    for line in _lines():
        cost, words = line.split("\t")
        found.update(dict.fromkeys(words.split(), float(cost)))
    return found


def _lines() -> Iterable[str]:
    return (line for line in _WORDS.read_text(encoding="utf-8").splitlines() if line[0] != "#")


def _all_sounds() -> set[str]:
    return {sound for sounds in syllables().values() for sound in sounds} | set(main_syllable().values())
