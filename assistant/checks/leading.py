"""What an expression may begin with, told to the engine where it does not find out by itself.

Python's engine skips the letters that no match begins with where an expression begins with letters or with a choice of
words. A choice of three hundred illnesses, of which one begins with a set (``[皮头]癣``) or a look behind, it tries at
every place of a text. A look ahead at the letters that any of them begins with spares that and changes no match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 600
_ZERO_WIDTH = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_CATEGORIES = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s"}
_REFERS = re.compile(r"\\[1-9]|\(\?P|\(\?\(|^\(\?[a-z]+\)")


def led(pattern: str) -> str:
    """Return ``pattern`` with a look ahead at what it begins with, or as it is where that would gain nothing."""
    if _REFERS.search(pattern):
        return pattern
    parsed = parser.parse(pattern)
    if _is_known(list(parsed)):
        return pattern
    letters, empty = _first(list(parsed))
    if letters is None or empty or not letters:
        return pattern
    return f"(?=[{''.join(sorted(letters))}])(?:{pattern})"


def _is_known(items: Sequence[Any]) -> bool:
    """Whether the engine itself sees what a match begins with."""
    if not items:
        return True
    kind, value = items[0]
    if kind is sre.SUBPATTERN:
        return _is_known(list(value[3]))
    if kind is sre.BRANCH:
        return all(len(branch) and branch[0][0] is sre.LITERAL for branch in value[1])
    return kind in (sre.LITERAL, sre.IN)


def _first(items: Sequence[Any]) -> tuple[set[str] | None, bool]:
    """Return what a match may begin with, as it stands in a set, and whether a match may be empty.

    None where that is too much or unknown.
    """
    found: set[str] = set()
    for item in items:
        letters, empty = _first_of(item)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return (found if len(found) <= _MANY else None), False
    return found, True


def _first_of(item: Any) -> tuple[set[str] | None, bool]:
    kind, value = item
    if kind is sre.LITERAL:
        return {re.escape(chr(value))}, False
    if kind is sre.IN:
        return _members(value), False
    if kind in _ZERO_WIDTH:
        return set(), True
    if kind is sre.SUBPATTERN:
        return _first(list(value[3]))
    if kind is sre.ATOMIC_GROUP:
        return _first(list(value))
    if kind in _REPEATS:
        letters, empty = _first(list(value[2]))
        return letters, empty or value[0] == 0
    if kind is sre.BRANCH:
        every = [_first(list(branch)) for branch in value[1]]
        if any(letters is None for letters, _ in every):
            return None, False
        return set().union(*(letters or () for letters, _ in every)), any(empty for _, empty in every)
    return None, False


def _members(members: Sequence[Any]) -> set[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if kind is sre.LITERAL:
            found.add(re.escape(chr(value)))
        elif kind is sre.RANGE and value[1] - value[0] <= _MANY:
            found |= {re.escape(chr(code)) for code in range(value[0], value[1] + 1)}
        elif kind is sre.CATEGORY and value in _CATEGORIES:
            found.add(_CATEGORIES[value])
        else:
            return None
    return found
