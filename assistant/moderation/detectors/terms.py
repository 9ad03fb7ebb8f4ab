"""Lists of terms per category, small and our own, each term with the context that frees it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, field_validator

from assistant.checks.terms import Words
from assistant.moderation.detectors.base import Found, TextDetector
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.moderation.termlists import LISTS, Strength, Term, lexicon_of, loose_words
from assistant.text.readings import Reading

_SURE = {"hard": 0.95, "firm": 0.85, "soft": 0.6}
_OF_ADDRESSES = frozenset("./-_@:=&")


class Params(BaseModel):
    """``list``: the packaged list; ``extra``: more words, of this ``strength``.

    ``without``: ids of the list's entries, or phrases left alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: str
    extra: Words = ()
    without: Words = ()
    strength: Strength = "hard"

    @field_validator("list")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in LISTS:
            raise ValueError(f"没有叫 {name} 的词表，可以用的有：{'、'.join(LISTS)}")
        return name


class Terms(TextDetector):
    """Finds the terms of one list, as written or in disguise."""

    name = "terms"

    def __init__(self, params: Params, surroundings: Surroundings) -> None:
        without = (*params.without, *surroundings.phrases)
        self._lexicon = lexicon_of(params.list, params.extra, without, params.strength)
        self._category = LISTS[params.list]
        #: What members of this brand's groups say of its own trade.
        self._daily = frozenset(
            entry.id
            for entry in self._lexicon.entries
            if isinstance(entry, Term) and any(map(surroundings.is_trade, entry.daily))
        )
        self.triggers = self._lexicon.keys
        #: The words recognised in disguise.
        self.words = self._lexicon.words
        #: Those of them that are ours, and so were tried against ordinary text in every disguise.
        self.loose = loose_words(params.list)

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield the terms in one reading."""
        for entry, start, end in self._lexicon.matches(reading):
            if isinstance(entry, Term) and not (reading.twisted and _in_address(view, *reading.span(start, end))):
                strength = "soft" if entry.id in self._daily else entry.strength
                hard, firm = strength == "hard", strength == "firm"
                sure = entry.confidence or _SURE[strength]
                yield Found(start, end, entry.why, hard, sure, self._category, entry.id, hard or firm, firm)


def _in_address(view: View, low: int, high: int) -> bool:
    """Whether letters that may spell a word stand in an address or a name: moju-sale.example, /hei/qu."""
    around = view.original[max(0, low - 1) : low] + view.original[high : high + 1]
    return view.original[low:high].isascii() and any(char in _OF_ADDRESSES for char in around)


def make(params: Params, surroundings: Surroundings) -> Terms:
    """Build the detector."""
    return Terms(params, surroundings)
