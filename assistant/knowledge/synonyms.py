"""Words that mean the same: what customers say and what the shop writes.

The brand's own list stands in ``brand.yaml``; a general thesaurus of shop talk (运费 for 邮钱) stands beside this
module. Documents are written formally and questions are not, so the general one leads from what customers say to
what shops write, never back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from assistant.errors import ConfigError
from assistant.knowledge.brandfiles import load_brand
from assistant.text.normalize import fold

GENERAL = Path(__file__).parent / "data" / "shoptalk.txt"
# Other ways to say it that a customers' word of the general list is searched with, after the shop's words: a FAQ is
# written in the usual ones, and more of them cost the lexical leg.
_OTHER_WAYS = 4
# Words of a question that the shop's words take the place of: with more of them little of the question is left.
_REWORDED = 2


@dataclass(frozen=True)
class SameWords:
    """One group: ``shop`` are the words a document writes, the usual one first; ``said`` what customers say for it.

    ``kinds`` are what the shop's word takes in (乌鲁木齐 of 新疆): they lead to it, and not to each other.
    """

    shop: tuple[str, ...]
    said: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class _Word:
    """What is known of one word; put together when it is asked for, since a question has few of all the words."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.beside: list[Sequence[str]] = []
        self.for_shop: list[str] = []

    @cached_property
    def others(self) -> list[str]:
        """The words to look for besides it."""
        return [other for other in dict.fromkeys(chain(*self.beside)) if other != self._word]

    @cached_property
    def stands_for(self) -> list[str]:
        """The shop's words it stands for."""
        return [word for word in dict.fromkeys(self.for_shop) if word != self._word]


class Synonyms:
    """Groups of words that mean the same.

    ``own`` are the brand's groups: the first word is the shop's own, and all may stand in documents. ``general`` words
    must be folded already. Matching looks up substrings by their first character: microseconds for a question,
    whatever the number of groups.
    """

    def __init__(self, own: Iterable[tuple[str, ...]], general: Iterable[SameWords] = ()) -> None:
        self._words: dict[str, _Word] = {}
        for group in own:
            folded = [fold(word) for word in group if word.strip()]
            self._add(folded[:1], folded[1:], both_ways=True)
        for same in general:
            self._add(same.shop, same.said)
            self._add(same.shop, same.kinds, ways=0)
        by_first: dict[str, set[int]] = {}
        for word in self._words:
            by_first.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(lengths, reverse=True) for first, lengths in by_first.items()}

    def _add(
        self, shop: Sequence[str], said: Sequence[str], *, ways: int = _OTHER_WAYS, both_ways: bool = False
    ) -> None:
        others = [*shop, *(said if both_ways else said[:ways])]
        for word in shop:
            self._know(word, others if both_ways else shop)
        for word in said:
            self._know(word, others).for_shop.extend(shop[:1])

    def _know(self, word: str, group: Sequence[str]) -> _Word:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = _Word(word)
        known.beside.append(group)
        return known

    def of(self, folded: str) -> list[tuple[str, list[str]]]:
        """Return the words of a folded query that have others, longest first, each with the others.

        A customers' word has the shop's words before other ways to say it; a word of the shop only its formal variants.
        """
        found = ((word, self._words[word].others) for word in self._found(folded))
        return [(word, others) for word, others in found if others]

    def in_shop_words(self, query: str, folded: str) -> str:
        """Return the query with the shop's words in the place of a customer's, of two at most, for embedding.

        In their place and not behind them: what is embedded stays as short as it was asked. A word of the shop that the
        query says itself takes nobody's place. Unchanged, the query is returned as it was typed, otherwise folded.
        """
        instead = [
            (start, end, others[0])
            for start, end in self._spans(folded)
            if (others := [word for word in self._words[folded[start:end]].stands_for if word not in folded])
        ][:_REWORDED]
        if not instead:
            return query
        for start, end, word in sorted(instead, reverse=True):
            folded = folded[:start] + word + folded[end:]
        return folded

    def _found(self, folded: str) -> list[str]:
        return list(dict.fromkeys(folded[start:end] for start, end in self._spans(folded)))

    def _spans(self, folded: str) -> list[tuple[int, int]]:
        """Return where known words stand in a folded text, longest first, without those inside a longer one."""
        spans: list[tuple[int, int]] = []
        reached = 0
        for start, first in enumerate(folded):
            for length in self._lengths.get(first, ()):
                end = start + length
                # The longest at each place; inside an earlier one nothing new can begin and end.
                if end <= reached:
                    break
                if folded[start:end] in self._words and _whole(folded, start, end):
                    spans.append((start, end))
                    reached = end
                    break
        return sorted(spans, key=lambda span: span[0] - span[1])


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a span does not cut a Latin word or a number: vip is not in viper."""
    return not (
        (start and _latin(text[start]) and _latin(text[start - 1]))
        or (end < len(text) and _latin(text[end]) and _latin(text[end - 1]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def parse_groups(text: str) -> tuple[SameWords, ...]:
    """Return the groups of a thesaurus: one a line, words between blanks, customers' words after a ``|``.

    Kinds of what the shop's word names follow a ``>``, with or without a ``|`` before it. A line without either holds
    formal variants of each other. Lines that begin with ``#`` are remarks.
    """
    groups = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            same, _, kinds = line.partition(">")
            shop, _, said = same.partition("|")
            groups.append(SameWords(tuple(shop.split()), tuple(said.split()), tuple(kinds.split())))
    return tuple(groups)


def load_synonyms(root: Path) -> Synonyms:
    """Return the brand's words with the general ones; the general alone where the brand cannot be read."""
    try:
        brand = load_brand(root)
        own = tuple((word, *others) for word, others in brand.synonyms.items())
    except ConfigError:
        own = ()
    return _with_general(own)


# Put together once for the same words: a service that is opened anew takes them over.
@lru_cache(maxsize=8)
def _with_general(own: tuple[tuple[str, ...], ...]) -> Synonyms:
    return Synonyms(own, general_groups())


@lru_cache(maxsize=1)
def general_groups() -> tuple[SameWords, ...]:
    """Return the thesaurus of shop talk that holds for any shop."""
    return parse_groups(GENERAL.read_text(encoding="utf-8"))
