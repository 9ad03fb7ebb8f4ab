"""How old a price list is: what its name and title say counts more than the day the file was copied."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:"
    r"\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号])?"
    r"|[-._/]?(?P<month>1[0-2]|0[1-9])(?:[-._/]?(?P<day>3[01]|[12]\d|0[1-9]))?"
    r")?(?!\d)"
)
# 旧 alone may be the trade (旧书, 旧物): it counts in brackets, set off, or as the last character.
_OLD = re.compile(
    r"旧版|老版|旧价|老价|旧菜单|老菜单|作废|停用|备份|过期|[(（\[【_\-\s.](?:旧|老|old|bak)(?=[)）\]】_\-\s./]|$)|(?:旧|老)$",
    re.IGNORECASE,
)

Age = tuple[int, str, str]
"""Sorts from the oldest to the newest."""


def age_of(source: str, title: str, *, modified_at: str, valid_from: str | None, on: date | None = None) -> Age:
    """Return the age of a file: 价目2025.xlsx copied today is older than 价目2026.xlsx copied last week.

    The name's or else the title's last year, month or day bounds the day of its last change (``modified_at``, ISO); a
    day it says it holds from stands for both. What is called old, and on the day ``on`` what is for a time to come, is
    older than all others.
    """
    stem = source.rpartition(".")[0] or source
    period = _period(stem) or _period(title)
    changed = modified_at[:10]
    if valid_from is not None:
        changed = valid_from
    elif period is not None:
        changed = min(max(changed, period[0]), period[1])
    to_come = on is not None and valid_from is None and period is not None and period[0] > on.isoformat()
    return (0 if to_come or _OLD.search(stem) or _OLD.search(title) else 1, changed, modified_at)


Found = TypeVar("Found")


def in_order_of_age(by_source: Mapping[str, Found], ages: Mapping[str, Age]) -> dict[str, Found]:
    """Return the same under the files' names from the oldest to the newest; of an age unknown is older than all."""
    unknown: Age = (0, "", "")
    return {source: by_source[source] for source in sorted(by_source, key=lambda name: (ages.get(name, unknown), name))}


def _period(text: str) -> tuple[str, str] | None:
    """The first and last day of the last year, month or day a text names."""
    found = None
    for match in _DAY.finditer(text):
        found = match
    if found is None:
        return None
    year, month, day = (int(found[a] or found[b] or 0) for a, b in (("year", "year"), ("m", "month"), ("d", "day")))
    if day and day > monthrange(year, month)[1]:
        day = 0
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return first.isoformat(), last.isoformat()
