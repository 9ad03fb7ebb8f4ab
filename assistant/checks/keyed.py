"""Expressions that are run only on texts that hold the letters they cannot match without.

The check on people's names has some thirty of them, and few texts hold what one is about: meeting the
letters of a text with those of all of them at once takes less than running a single one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from assistant.checks.keys import keys_of_each
from assistant.checks.literals import Keys
from assistant.text.patterns import Pattern


class Keyed:
    """An expression over a half-width text that is run where its :class:`Gate` lets the text in."""

    def __init__(self, pattern: str) -> None:
        self.pattern = Pattern(pattern)

    def finditer(self, view: str, admitted: Collection[Keyed]) -> Iterable[re.Match[str]]:
        """Return the matches in ``view``, where the expression is among the ``admitted``."""
        return self.pattern.finditer(view) if self in admitted else ()


class Gate:
    """Tells which of its expressions may match a text, by the letters of the folded text and the pairs of them.

    What matches in the half-width text has its letters in the folded one: folding only makes letters alike.
    """

    def __init__(self, *members: Keyed) -> None:
        self.members = members

    def admitted(self, letters: frozenset[str]) -> set[Keyed]:
        """Return the expressions of which some alternative finds one letter, or pair, of each of its sets."""
        first, always = self._first
        found = set(always)
        for key in self._keys & letters:
            for keyed, rest in first[key]:
                if keyed in found:
                    continue
                for words in rest:
                    if words.isdisjoint(letters):
                        break
                else:
                    found.add(keyed)
        return found

    @cached_property
    def _first(self) -> tuple[dict[str, list[tuple[Keyed, Keys]]], tuple[Keyed, ...]]:
        """By each word of an alternative's rarest set the expression and the other sets; and what names no sets."""
        first: dict[str, list[tuple[Keyed, Keys]]] = {}
        always = []
        for keyed in self.members:
            alternatives = keys_of_each(keyed.pattern.pattern)
            if not all(alternatives):
                always.append(keyed)
                continue
            for rarest, *rest in alternatives:
                for word in rarest:
                    first.setdefault(word, []).append((keyed, tuple(rest)))
        return first, tuple(always)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._first[0])
