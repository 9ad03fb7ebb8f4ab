"""The packaged lists of terms by name: the format of :mod:`assistant.checks.terms`, each entry with its strength.

    entries:
      - id: brush-orders             # unique within a list
        strength: hard               # hard: acts alone, whatever stands around it
                                     # firm: acts unless the classifier takes the message for harmless or another matter
                                     # soft: only evidence, wants another sign or a judge
        daily: [茶, 品茗]             # optional: where the brand speaks of these, members talk so all day: soft there
        why: 招人刷单                 # said to the operator
        terms, patterns, reads, unless, without, needs, scope, finds, clean: as in the checks

The lists are small and ours; every entry has examples of what it finds and of what it must leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from assistant.checks.lexicon import Lexicon
from assistant.checks.terms import Entry, TermFile, Words, load_terms
from assistant.moderation.commonness import commonness
from assistant.schema.contracts import Severity
from assistant.schema.moderation import Category
from assistant.text.folding import fold_each

FOLDER = Path(__file__).parent / "data" / "terms"
#: Each list and the category of what it finds.
LISTS = {
    "ad": Category.AD,
    "fraud": Category.FRAUD,
    "gambling": Category.GAMBLING,
    "porn": Category.PORN,
    "abuse": Category.ABUSE,
    "medical": Category.MEDICAL,
    "quarrel": Category.OTHER,
    "other": Category.OTHER,
}

#: What a find is worth; the module's text says how each acts.
Strength = Literal["hard", "firm", "soft"]

# Words up to this length sound like many others.
_SHORT = 2


class Term(Entry):
    """An entry of a list: what it finds, how certain that is, and why, in the operator's words."""

    kind: str = "term"
    severity: Severity = "warn"
    message: str = "-"
    strength: Strength
    daily: Words = ()
    why: str
    confidence: float | None = None

    @model_validator(mode="after")
    def _complete(self) -> Term:
        if not self.terms and not self.patterns:
            raise ValueError("terms 和 patterns 至少要写一个")
        return self

    @property
    def hard(self) -> bool:
        """Whether a find acts alone."""
        return self.strength == "hard"


class TermList(TermFile):
    """One file of a list."""

    entries: tuple[Term, ...] = ()


class RareLexicon(Lexicon):
    """A lexicon whose expressions are each known by the letters that messages hold least often."""

    def __init__(self, check: str, files: Sequence[TermFile]) -> None:
        super().__init__(check, files)
        self._keys = {}
        told: set[int] = set()
        for number, clue in enumerate(self._clues):
            if clue.rule.entry.terms and id(clue.rule) not in told:  # the first of a rule finds its terms
                clue.sets = (frozenset(rarest_pair(fold_each(term)) for term in clue.rule.entry.terms),)
            told.add(id(clue.rule))
            clue.sets = sorted(clue.sets, key=lambda words: (commonness(words), sorted(words)))
            clue.key = clue.sets[0] if clue.sets else None
            for key in clue.key or ():
                self._keys.setdefault(key, []).append(number)
        self._keyset = frozenset(self._keys)


def rarest_pair(word: str) -> str:
    """Return the two neighbours in a word that messages hold least often; of equals those in its middle."""
    pairs = [word[at : at + 2] for at in range(max(1, len(word) - 1))]
    middle = (len(pairs) - 1) / 2
    return min(pairs, key=lambda pair: (commonness((pair,)), abs(pairs.index(pair) - middle)))


@cache
def packaged(name: str) -> TermList:
    """The packaged list ``name``, one of :data:`LISTS`."""
    shared = load_terms(FOLDER / "parts.yaml", trusted=True).parts
    made = load_terms(FOLDER / f"{name}.yaml", shared, trusted=True, form=TermList)
    assert isinstance(made, TermList)
    return made


@cache
def lexicon_of(
    name: str, extra: tuple[str, ...] = (), without: tuple[str, ...] = (), strength: Strength = "hard"
) -> Lexicon:
    """The list ``name`` ready to search with the operator's ``extra`` words, which are of this ``strength``.

    ``without`` names entries by their id, which are left out, and phrases, of which nothing is found.
    """
    held = packaged(name)
    ids = {entry.id for entry in held.entries}
    left = tuple(entry for entry in held.entries if entry.id not in without)
    unless = (*held.unless, *(re.escape(fold_each(each)) for each in without if each not in ids))
    files: list[TermFile] = [held.model_copy(update={"entries": left, "unless": unless})]
    if extra:
        own = Term(id="own-words", strength=strength, why="群规里写明的词", terms=extra)
        files.append(TermList(entries=(own,)))
    return RareLexicon(name, files)


@cache
def loose_words(name: str) -> frozenset[str]:
    """The words of the list that are recognised in every disguise.

    Insults all are; of trade's words the short ones are too much like others for it (微信, 为什么).
    """
    held = packaged(name)
    terms = {term for entry in held.entries for term in entry.terms}
    if name == "abuse":
        return frozenset(terms | {word for entry in held.entries for word in entry.reads})
    return frozenset(terms | {word for entry in held.entries for word in entry.reads if len(word) > _SHORT})
