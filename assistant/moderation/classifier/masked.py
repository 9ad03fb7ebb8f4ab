"""Whether a text looks like one that hides what it says: letters in place of words, characters that nobody uses.

What it says need not be known for that. A word of letters between Chinese characters that stands in none of the
classifier's lines, a rare character that none of them holds, or such a picture in the middle of a sentence, is a sign;
a few of them in a long text are names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from assistant.text.sounds import is_rare

#: At least one sign to so many Chinese characters.
DENSE = 10
#: A picture in the middle of a sentence says so much more than a rare character.
PICTURED = 1.5
_WORD = re.compile(r"[a-z]+")
_LONGEST = 8
_HAN = re.compile("[\u3400-\u9fff]")
# Between characters, not behind a sentence, no face or hand, not twice the same: arrows, the keyboard's signs, things,
# animals, people.
_SIGN = "\u2190-\u2bff\U0001f000-\U0001f445\U0001f451-\U0001f5ff\U0001f650-\U0001f90f\U0001f930-\U0001faff"
_PICTURE = re.compile(f"(?<=[\u3400-\u9fff{_SIGN}])(?P<sign>[{_SIGN}])(?!(?P=sign))(?=[\u3400-\u9fff{_SIGN}])")


def is_masked(line: str, known: Collection[str], words: Collection[str]) -> bool:
    """Whether ``line`` is masked; ``known`` are letters of the classifier's lines, ``words`` those in Latin letters."""
    letters = _HAN.findall(line)
    signs: float = sum(letter not in known and is_rare(letter) for letter in letters)
    signs += PICTURED * sum(
        match[0] not in known and line[match.start() - 1] != match[0] for match in _PICTURE.finditer(line)
    )
    signs += sum(
        len(match[0]) <= _LONGEST and match[0] not in words and _touches(line, match) for match in _WORD.finditer(line)
    )
    return signs > 0 and signs * DENSE >= len(letters)


def latin(lines: Iterable[str]) -> frozenset[str]:
    """Return the words in Latin letters that stand in ``lines``."""
    return frozenset(word for line in lines for word in _WORD.findall(line))


def _touches(line: str, match: re.Match[str]) -> bool:
    """Whether a Chinese character stands beside it."""
    before, after = line[max(0, match.start() - 1) : match.start()], line[match.end() : match.end() + 1]
    return bool(_HAN.match(before) or _HAN.match(after))
