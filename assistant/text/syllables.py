"""A folded text taken apart into characters and syllables in letters, with the gaps between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from assistant.text.patterns import Pattern

HAN = "\u3400-\u9fff"
LETTERS = Pattern("[a-z\u00e0-\u00ff\u0100-\u017f\u01cd-\u01dc]+")
# Between two characters of one word stands no punctuation of a sentence, bracket, letter or digit.
STOPS = r"，。！？；：、…（）“”‘’《》「」【】\[\]{}<>\n:"
FILL = rf"[^\w{STOPS}]"
GAP = Pattern(rf"(?:{FILL}{{1,4}}|_+)(?=[{HAN}a-z])")
GAP_BEFORE = Pattern(rf"{FILL}{{1,4}}$")
GAP_AFTER = Pattern(rf"{FILL}{{1,4}}")


# Signs that never stand between two words: 湿*疹.
_ODD = frozenset("*#^|~\\@$")


@dataclass(slots=True)
class Token:
    """One place of the text: a character or a syllable in letters, what it may stand for, the gap before it."""

    start: int
    end: int
    shown: str
    reads: dict[str, str]
    gap: bool = False
    broken: bool = False
    blank: bool = False
    odd: bool = False


def without_tones(letters: str) -> str:
    """Pinyin without its accents; ü is v."""
    if letters.isascii():
        return letters
    plain = unicodedata.normalize("NFD", letters.replace("ü", "v"))
    return "".join(character for character in plain if not unicodedata.combining(character))


def tokens_of(view: str, reads: Callable[[str, str, str], dict[str, str]]) -> list[Token]:
    """Take a folded text apart; ``reads`` says what a character may stand for beside its neighbours.

    A token is ``broken`` where no word can go on from the one before it.
    """
    tokens: list[Token] = []
    index = 0
    gap = broken = blank = odd = False
    while index < len(view):
        character = view[index]
        letters = LETTERS.match(view, index)
        if letters is not None:
            tokens.append(Token(index, letters.end(), without_tones(letters[0]), {}, gap, broken))
            index, gap, broken = letters.end(), False, False
            continue
        between = GAP.match(view, index)
        if between is not None and tokens and tokens[-1].end == index:
            index, gap = between.end(), True
            blank = between[0].isspace()
            odd = _ODD.issuperset(between[0])
            continue
        if character.isalnum():
            after = view[index + 1 : index + 2]
            options = reads(character, view[index - 1 : index], after)
            tokens.append(Token(index, index + 1, character, options, gap, broken, gap and blank, gap and odd))
            gap = broken = False
        else:
            gap, broken = False, True
        index += 1
    return tokens


def spell(tokens: list[Token], sounds: dict[str, str], initials: dict[str, str]) -> None:
    """Take runs of letters apart into syllables that the vocabulary has; other runs stand for nothing."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.reads or not token.shown.isascii() or not token.shown.isalpha():
            index += 1
            continue
        pieces = syllables_of(token.shown, sounds)
        if len(token.shown) == 1:
            token.reads = dict.fromkeys(initials.get(token.shown, ""), "initial")
            pieces = []
        if pieces:
            position, made = token.start, []
            for number, piece in enumerate(pieces):
                last = number == len(pieces) - 1
                end = token.end if last else position + len(piece)
                made.append(
                    Token(
                        position,
                        end,
                        piece,
                        dict.fromkeys(sounds[piece], "pinyin"),
                        token.gap and not number,
                        token.broken and not number,
                    )
                )
                position = end
            tokens[index : index + 1] = made
            index += len(made)
            continue
        index += 1


def syllables_of(letters: str, sounds: dict[str, str]) -> list[str]:
    """One way to cut ``letters`` into syllables of ``sounds``, the longest first; empty where there is none."""
    if not letters or len(letters) > 18:
        return []
    if letters in sounds:
        return [letters]
    for length in range(min(6, len(letters) - 1), 0, -1):
        if letters[:length] in sounds and (rest := syllables_of(letters[length:], sounds)):
            return [letters[:length], *rest]
    return []
