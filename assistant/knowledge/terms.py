"""The lexical terms of a text: what the index is built of and what a query is turned into.

Chinese has no spaces, so a run of characters is indexed as its bigrams and its single characters: bigrams carry the
meaning, single characters catch the ends of words and queries of one character. The sound of a bigram, its pinyin
without tones, finds what was written by ear: 指尿裤 and zhiniaoku both sound like 纸尿裤.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

from assistant.text.patterns import Pattern

_RUN = Pattern(r"[㐀-鿿]+|[a-z0-9]+")
_LATIN = Pattern(r"[a-z]{2,}(?:[ '][a-z]{1,6})*")
# Initials and finals of Mandarin; a combination that no character has does no harm, for nothing is indexed under it.
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ua|uo|ue|ve|ui|ia|ie|iu|er|a|o|e|i|u|v)"
)
_SYLLABLE = Pattern(f"{_INITIAL}{_FINAL}|ang|eng|ai|ei|ao|ou|an|en|er|a|o|e")

_ASKING = Path(__file__).parent / "data" / "asking.txt"
_CONNECTING = frozenset(
    "的了吗呢吧啊呀么嘛是在有和与我你他它这那就都也还要会能可怎什多少几哪谁何如为请问想得着过给把被从到对家个们卖买"
)


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


def telling(terms: Sequence[str]) -> list[str]:
    """Return the terms that say what a question is about, without those that only ask, count or connect.

    All of them where nothing else is left.
    """
    kept = [term for term in terms if not is_asking(term) and not all(is_connecting(char) for char in term)]
    return kept or list(terms)


def is_asking(pair: str) -> bool:
    """Tell whether a bigram belongs to the words that only ask, count or connect."""
    return pair in _asking()


def is_connecting(char: str) -> bool:
    """Tell whether a character says nothing by itself of what a question is about."""
    return char in _CONNECTING


@cache
def _asking() -> frozenset[str]:
    lines = _ASKING.read_text(encoding="utf-8").splitlines()
    return frozenset(pair for line in lines if not line.startswith("#") for pair in line.split())


def sound(pair: str) -> str:
    """Return how two characters sound: the first reading of each, without tones."""
    return "".join(_reading(char) for char in pair)


def spelled_syllables(text: str) -> list[tuple[str, list[str]]]:
    """Return the runs of folded ``text`` that are pinyin from end to end, with their syllables, two at the least."""
    found = []
    for run in _LATIN.findall(text):
        syllables = split_pinyin(re.sub(r"[ ']", "", run))
        if len(syllables) > 1:
            found.append((run, syllables))
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


@lru_cache(maxsize=16_384)
def _reading(char: str) -> str:
    plain = unicodedata.normalize("NFD", _readings().get(ord(char), "").partition(",")[0]).replace("u\u0308", "v")
    return "".join(letter for letter in plain if letter.isascii()) or char


@cache
def _readings() -> dict[int, str]:
    # pypinyin's table of single characters without the package around it, which takes a quarter of a second to load.
    package = PathFinder.find_spec("pypinyin")
    spec = PathFinder.find_spec("pinyin_dict", package.submodule_search_locations if package else None)
    if spec is None or spec.loader is None:
        from pypinyin.constants import PINYIN_DICT

        return dict(PINYIN_DICT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.pinyin_dict)
