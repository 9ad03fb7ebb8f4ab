"""Whether a promotion states its terms: a term with numbers by its numbers, one in words by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checks.termlines import Line
from assistant.text.numerals import CHINESE, narrow, parse_numeral
from assistant.text.pairs import shared

_DATE = re.compile(r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}-\d\d-\d\d|[（(]周.[)）]")
_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[{CHINESE}]+")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
# Told in other words a term keeps about this part of its character pairs; measured on rewritten sample terms.
_KEPT = 0.3


def unstated(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the terms ``text`` does not state. Dates are left to the fact lock: they may be said as 今天 or 周五."""
    numbers = _numbers(text)
    return [line for line in lines if not _stated(line, numbers, text)]


def _stated(line: Line, numbers: set[str], text: str) -> bool:
    wanted = _numbers(_DATE.sub("", line.text)) if line.part != "how" else set()
    if not wanted <= numbers:
        return False
    if wanted and line.part in ("offer", "amount", "time"):
        return True
    # A rule's numbers may stand there for another reason (24 小时 to fill, 24 小时 to refund): its words must too.
    return shared(line.text, text) >= _KEPT


def _numbers(text: str) -> set[str]:
    """Return the numbers in plain digits; a whole hour as the hour alone, so that 20:00 and 20 点 agree."""
    text = _CLOCK.sub(lambda clock: clock[1] if clock[2] == "00" else f"{clock[1]} {clock[2]}", narrow(text))
    values = (parse_numeral(match.group()) for match in _NUMBER.finditer(text))
    return {f"{value.normalize():f}" for value in values if value is not None}
