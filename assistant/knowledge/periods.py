"""The period a text states for itself. Not every date is one: only a date that a cue word leads to or follows.

How plain the cue must be depends on the text, see :mod:`assistant.knowledge.occasions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.knowledge.occasions import HISTORY_YEARS, Force, Setting, counts
from assistant.knowledge.periodcues import Role, role_of
from assistant.text.dates import DateMatch, find_dates

_RESET = re.compile(r"[。！？!?\n]")
_OLD_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)\s?年")
_LOOK_BACK = 24
_LOOK_AHEAD = 36


@dataclass(frozen=True)
class Period:
    """First and last day; ``None`` leaves that end open."""

    first: date | None
    last: date | None


def find_period(text: str, *, today: date, year: int | None = None, setting: Setting = Setting.OFFER) -> Period | None:
    """Return the period ``text`` states for itself, or ``None``.

    ``year`` is taken for dates that give none; without it the year nearest to ``today``. The first whole period
    counts; else a beginning and an end found apart are put together. An invitation that names only the end of its
    sign-up holds until the last day it names, a notice of closing days from when it is given until the last of them.
    """
    matches = [_with_year(match, year) for match in find_dates(text, today=today)]
    found: dict[Role, DateMatch] = {}
    holidays: list[DateMatch] = []
    for match in matches:
        role = _role(text, match, today=today, setting=setting)
        if role is Role.PERIOD:
            return Period(match.first, match.last)
        if role is Role.HOLIDAY:
            holidays.append(match)
        elif role is not None:
            found.setdefault(role, match)
    return _put_together(found, matches, holidays)


def _put_together(
    found: dict[Role, DateMatch], matches: Sequence[DateMatch], holidays: Sequence[DateMatch]
) -> Period | None:
    opens = found[Role.OPEN].first if Role.OPEN in found else None
    closes = found[Role.CLOSE].last if Role.CLOSE in found else None
    if closes is not None and opens is None and Role.SOFT_OPEN in found:
        opens = found[Role.SOFT_OPEN].first
    if opens is None and closes is None and Role.SIGN_UP in found:
        closes = max(match.last for match in matches)
    if opens is None and closes is None and holidays:
        # It is asked about before the holiday, so that it holds from the day it is put up.
        closes = max(match.last for match in holidays)
    elif opens is None and closes is None and Role.RESUMES in found:
        closes = found[Role.RESUMES].first - timedelta(days=1)
    if opens is not None and closes is not None and opens > closes:
        opens = None
    return Period(opens, closes) if opens or closes else None


def _role(text: str, match: DateMatch, *, today: date, setting: Setting) -> Role | None:
    before, after = _before(text, match.start), text[match.end : match.end + _LOOK_AHEAD]
    opening = _RESET.split(text[: match.start])[-1]
    found = role_of(text, match, before=before, opening=opening, after=after)
    if found is None:
        return None
    role, force = found
    if role in (Role.HOLIDAY, Role.RESUMES) and setting is not Setting.NOTICE and force is not Force.LABEL:
        return None
    sentence = opening + text[match.start : match.end] + _RESET.split(text[match.end :], maxsplit=1)[0]
    past = _is_past(text, match, today, prose=setting is Setting.PROSE)
    return role if counts(setting, force, before=before, sentence=sentence, past=past) else None


def _is_past(text: str, match: DateMatch, today: date, *, prose: bool) -> bool:
    """Whether the date is years ago: by its own year, else, in running prose, by the last year named before it."""
    year = match.last.year
    if prose and not match.year_given and (named := _OLD_YEAR.findall(text[: match.start])):
        year = int(named[-1])
    return year < today.year - HISTORY_YEARS or match.last.year < today.year - HISTORY_YEARS


def _before(text: str, start: int) -> str:
    """Return what leads to a date: the end of its clause, or the line above where the date begins a line."""
    before = text[max(0, start - _LOOK_BACK) : start]
    cuts = [match.end() for match in _RESET.finditer(before)]
    if not cuts:
        return before
    if before[cuts[-1] :].strip():
        return before[cuts[-1] :]
    line = before[: cuts[-1]].rstrip("\n").rsplit("\n", 1)[-1]
    return "" if line.endswith(tuple("。！？!?")) else line


def _with_year(match: DateMatch, year: int | None) -> DateMatch:
    """Move a date without a year into ``year``, a range over New Year with its beginning."""
    if match.year_given or year is None:
        return match
    shift = year - match.first.year
    return DateMatch(match.start, match.end, _moved(match.first, shift), _moved(match.last, shift), True)


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
