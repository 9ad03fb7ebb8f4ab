"""The folded form of a text for pattern work: one character for one, so every offset stays true."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from functools import cache
from pathlib import Path

from assistant.text.patterns import Pattern

_TRADITIONAL = Path(__file__).parent / "data" / "traditional.txt"
# Where characters stand that NFKC reads as another: letters in circles, full width, Roman numerals, super- and
# subscripts, radicals, compatibility ideographs.
_COMPATIBLE = (
    (0x00A0, 0x0250), (0x02B0, 0x0300), (0x1D00, 0x1F00), (0x2070, 0x20A0), (0x2100, 0x2190), (0x2460, 0x2500),
    (0x2E80, 0x2FE0), (0x3000, 0x3001), (0x3200, 0x3400), (0xF900, 0xFB07), (0xFE30, 0xFE70), (0xFF00, 0xFFF0),
)  # fmt: skip
_CIRCLED = {f"{digit}": rows for digit, rows in zip(
    "123456789", zip("⓵⓶⓷⓸⓹⓺⓻⓼⓽", "❶❷❸❹❺❻❼❽❾", "➀➁➂➃➄➅➆➇➈", "➊➋➌➍➎➏➐➑➒", strict=True), strict=True
)}  # fmt: skip
_BRACKETED = dict(zip("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "一二三四五六七八九十", strict=True))
# OpenCC keeps what is no variant of one character; writers of both scripts use these as one.
_VARIANTS = dict(zip("妳牠祂佢臺甦週妝粧", "你它他他台苏周妆妆", strict=True))
# Sentence punctuation is Chinese in the folded form; what also stands in numbers, times and links is ASCII.
_PUNCTUATION = dict(zip("!?;()！？；（）｡，、：．﹐﹑", "！？；（）！？；（）。，、:.，、", strict=True))
_ASTRAL = Pattern("[\U00010000-\U0010ffff]")
_COMMA = Pattern(r",(?!\d{3}(?!\d))")


@cache
def _table() -> str:
    table = array("H", range(0x10000))
    for low, high in _COMPATIBLE:
        for code in range(low, high):
            table[code] = _compatible(code)
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()[2:]
    for traditional, simplified in [*zip(lines[::2], lines[1::2], strict=True), *_VARIANTS.items()]:
        for one, other in zip(traditional, simplified, strict=True):
            table[ord(one)] = ord(other)
    singles = {variant: digit for digit, rows in _CIRCLED.items() for row in rows for variant in row}
    for one, other in {**singles, **_BRACKETED, **_PUNCTUATION}.items():
        table[ord(one)] = ord(other)
    for code in (*range(0x590), *range(0x2100, 0x2190), *range(0x24B6, 0x24D0), *range(0xFF00, 0xFF60)):
        lower = chr(table[code]).lower()
        if len(lower) == 1:
            table[code] = ord(lower)
    for code in range(0xD800, 0xE000):  # no characters; in pairs they would be read as one
        table[code] = 0xFFFD
    return table.tobytes().decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be")


def _compatible(code: int) -> int:
    """What NFKC reads the character as, where that is one character; a letter in brackets or with a dot is itself."""
    read = unicodedata.normalize("NFKC", chr(code))
    if len(read) == 3 and read[0] == "(" and read[2] == ")":
        read = read[1]
    elif len(read) == 2 and read[1] == "." and read[0].isdigit():
        read = read[0]
    return ord(read) if len(read) == 1 and read.isprintable() and read < "\U00010000" else code


@cache
def _scripts() -> dict[int, int]:
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()[2:]
    return {
        ord(one): ord(other)
        for traditional, simplified in [*zip(lines[::2], lines[1::2], strict=True), *_VARIANTS.items()]
        for one, other in zip(traditional, simplified, strict=True)
    }


def simplify_each(text: str) -> str:
    """Return ``text`` in Simplified characters, of the same length; width, case and punctuation stay."""
    return text.translate(_scripts())


# White letters on a disc or a square, which NFKC leaves alone: 🅥, 🆅.
_WHITE = {chr(first + at): chr(ord("a") + at) for first in (0x1F150, 0x1F170) for at in range(26)}


@cache
def _beyond(char: str) -> str:
    """What a character outside the basic plane is read as: 𝟏 is 1, 🅥 is v."""
    if char in _WHITE:
        return _WHITE[char]
    read = unicodedata.normalize("NFKC", char).lower()
    return read if len(read) == 1 else char


def fold_each(text: str) -> str:
    """Return ``text`` half-width, lower case and Simplified, of the same length.

    Sentence punctuation is the Chinese one (，。！？；（）), the colon, the full stop and signs are ASCII, a circled
    digit is that digit. What would need two characters stays as it is.
    """
    folded = text.translate(_table())
    if "," in folded:
        folded = _COMMA.sub("，", folded)
    if _ASTRAL.search(folded):
        folded = "".join(_beyond(char) if char > "\uffff" else char for char in folded)
    return folded


_ESCAPED = Pattern(r"(\\.)|([A-Z])|([^\x00-\x7f])", re.DOTALL)
# What cannot be translated at one go: capitals, which also stand after a backslash, and what folds to a sign of the
# language of expressions.
_CAREFUL = Pattern("[A-Z．﹒＊﹡＋﹢＾＄﹩｜＼﹨－﹣＆＃～［］｛｝]")


@cache
def _table_of_patterns() -> str:
    return "".join(map(chr, range(128))) + _table()[128:]


def fold_pattern(pattern: str) -> str:
    """Return a regular expression in the folded form: ``TOP\\d`` as ``top\\d``, 讚 as 赞, ： as a colon."""

    def folded(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        read = fold_each(match[0])
        return re.escape(read) if read.isascii() and not read.isalnum() else read

    return _ESCAPED.sub(folded, pattern) if _CAREFUL.search(pattern) else pattern.translate(_table_of_patterns())
