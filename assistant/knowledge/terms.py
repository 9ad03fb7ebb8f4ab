"""The lexical terms of a text: what the index is built of and what a query is turned into.

Chinese has no spaces, so a run of characters is indexed as its bigrams and its single characters: bigrams carry the
meaning, single characters catch the ends of words and queries of one character. ``sounds`` are the same bigrams in
pinyin without tones, which find a word by its sound: 指尿裤 and zhiniaoku both reach 纸尿裤.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_LATIN = re.compile(r"[a-z]{2,}(?:[ '][a-z]+)*")
# Initials and finals of Mandarin; a combination that no character has does no harm, for nothing is indexed under it.
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ua|uo|ue|ve|ui|ia|ie|iu|er|a|o|e|i|u|v)"
)
_SYLLABLE = re.compile(f"{_INITIAL}{_FINAL}|ang|eng|ai|ei|ao|ou|an|en|er|a|o|e")


def lexical_terms(text: str) -> list[str]:
    """Return all terms of folded ``text``, with repetitions: words, then single characters."""
    return words(text) + characters(text)


def words(text: str) -> list[str]:
    """Return the character bigrams of Chinese runs and the words and numbers of others."""
    terms: list[str] = []
    for run in _RUN.findall(text):
        if is_han(run):
            terms.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            terms.append(run)
    return terms


def characters(text: str) -> list[str]:
    """Return the single Chinese characters of folded ``text``."""
    return [char for char in text if is_han(char)]


def is_han(term: str) -> bool:
    """Tell whether a term is Chinese."""
    return "㐀" <= term[0] <= "鿿"


def sounds(text: str) -> list[str]:
    """Return the bigrams of the syllables of every Chinese run in folded ``text``."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if is_han(run):
            found.extend(_pairs([syllable(char) for char in run]))
    return found


def spelled_sounds(text: str) -> list[str]:
    """Return the syllable bigrams of what is spelled in Latin letters: "zhi niaoku" gives zhiniao, niaoku."""
    found: list[str] = []
    for run in _LATIN.findall(text):
        syllables = split_pinyin(re.sub(r"[ ']", "", run))
        found.extend(_pairs(syllables))
    return found


def split_pinyin(letters: str) -> list[str]:
    """Split ``letters`` into syllables; empty when they are not pinyin from end to end."""

    @cache
    def rest(start: int) -> tuple[str, ...] | None:
        if start == len(letters):
            return ()
        for end in range(min(len(letters), start + 6), start, -1):
            if _SYLLABLE.fullmatch(letters, start, end):
                tail = rest(end)
                if tail is not None:
                    return (letters[start:end], *tail)
        return None

    return list(rest(0) or ()) if len(letters) <= 60 else []


def syllable(char: str) -> str:
    """Return the most common reading of ``char`` without its tone, or the character itself."""
    return _readings().get(char, char)


def _pairs(syllables: list[str]) -> list[str]:
    return [syllables[i] + syllables[i + 1] for i in range(len(syllables) - 1)]


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    import unicodedata

    from pypinyin.constants import PINYIN_DICT

    table: dict[str, str] = {}
    for code, readings in PINYIN_DICT.items():
        plain = unicodedata.normalize("NFD", readings.partition(",")[0]).replace("u\u0308", "v")
        table[chr(code)] = "".join(letter for letter in plain if letter.isascii())
    return table
