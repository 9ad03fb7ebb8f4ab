"""Which pairs of letters a regular expression cannot match without: what lets most texts leave before any is run."""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 200
Words = frozenset[str]


def required(pattern: str) -> Words | None:
    """Return words of which every match of ``pattern`` holds at least one, or None where there is no such set.

    The words are of two characters where possible and of one otherwise.
    """
    found = _Walk().best(parser.parse(pattern))
    return frozenset(word[:2] for word in found) if found else None


class _Walk:
    """Walks a parsed expression; ``exact`` is all it can match, ``best`` the most telling set it cannot do without."""

    def exact(self, items: Iterable[Any]) -> Words | None:
        made: Words | None = frozenset([""])
        for item in items:
            made = _product(made, self._exact_item(item))
            if made is None:
                return None
        return made

    def best(self, items: Iterable[Any]) -> Words | None:
        candidates: list[Words] = []
        run: Words = frozenset([""])
        for item in items:
            exact = self._exact_item(item)
            longer = _product(run, exact)
            if longer is not None:
                run = longer
                continue
            candidates.append(run)
            if exact is not None:
                run = exact
                continue
            run = frozenset([""])
            inner = self._best_item(item)
            if inner:
                candidates.append(inner)
        candidates.append(run)
        usable = [words for words in candidates if words and all(words)]
        return min(usable, key=_rank, default=None)

    def _exact_item(self, item: Any) -> Words | None:
        kind, value = item
        if kind is sre.LITERAL:
            return frozenset([chr(value)])
        if kind is sre.IN:
            return _class(value)
        if kind is sre.SUBPATTERN:
            return self.exact(value[3])
        if kind is sre.BRANCH:
            return _union([self.exact(branch) for branch in value[1]])
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            if low == 0 and high == 1:
                return _union([self.exact(body), frozenset([""])])
            if low == high and isinstance(low, int) and low <= 3:
                return self.exact(list(body) * low)
            return None
        if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            return frozenset([""])
        if kind is sre.ATOMIC_GROUP:
            return self.exact(value)
        return None

    def _best_item(self, item: Any) -> Words | None:
        kind, value = item
        if kind is sre.SUBPATTERN:
            return self.best(value[3])
        if kind is sre.ATOMIC_GROUP:
            return self.best(value)
        if kind is sre.BRANCH:
            return _union([self.best(branch) for branch in value[1]], limit=_MANY * 4)
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[0]:
            return self.best(value[2])
        return None


def _rank(words: Words) -> tuple[bool, int]:
    return min(map(len, words)) < 2, len(words)


def _product(left: Words | None, right: Words | None) -> Words | None:
    if left is None or right is None or len(left) * len(right) > _MANY:
        return None
    return frozenset(one + other for one in left for other in right)


def _union(sets: Iterable[Words | None], limit: int = _MANY) -> Words | None:
    made: set[str] = set()
    for words in sets:
        if words is None:
            return None
        made |= words
    return frozenset(made) if len(made) <= limit else None


def _class(members: Iterable[Any]) -> Words | None:
    made: set[str] = set()
    for kind, value in members:
        if kind is sre.LITERAL:
            made.add(chr(value))
        elif kind is sre.RANGE and value[1] - value[0] < 40:
            made |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(made) if len(made) <= 60 else None
