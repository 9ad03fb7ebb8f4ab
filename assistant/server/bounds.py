"""How much of a message is looked at: more than any platform lets a member post, and no more than holds up nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Characters of one text, entries of one list or object, and levels of what is beside the words (``meta``).
LONGEST, MOST, DEPTH = 20_000, 200, 6
#: Of what is longer both ends are looked at: what is hidden stands at one of them.
_HEAD = 15_000


def bounded(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``meta`` within the bounds."""
    return {str(key)[:LONGEST]: _bounded(value, 1) for key, value in _ends(list(meta.items()))}


def _bounded(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:_HEAD]}\n{value[_HEAD - LONGEST :]}"
    if not isinstance(value, list | dict):
        return value
    if depth >= DEPTH:
        return None
    if isinstance(value, list):
        return [_bounded(each, depth + 1) for each in _ends(value)]
    return {str(key)[:LONGEST]: _bounded(each, depth + 1) for key, each in _ends(list(value.items()))}


def _ends(entries: list[Any]) -> list[Any]:
    return entries if len(entries) <= MOST else [*entries[: MOST // 2], *entries[-(MOST // 2) :]]
