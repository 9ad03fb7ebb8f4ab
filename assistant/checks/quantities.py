"""Which quantities does a text state? Money, discounts, dates, times, ages, measures, counts and so on, as values."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant.checks.amounts import find_amounts
from assistant.checks.harmless import blank_harmless, blank_names
from assistant.checks.quantity import Kind, Quantity, Value
from assistant.text.dates import find_dates
from assistant.text.days import find_days
from assistant.text.plain import plain
from assistant.text.times import find_times

# One of these stands in every quantity: digits and numerals, and what a day or a vague amount is said with.
_ANY = re.compile(
    r"[\d零〇一二两三四五六七八九十百千万亿廿半翻几数对折今明昨后前当次下上本这即末底初周日天月年晚早夜午]"
)


def find_quantities(text: str, *, today: date) -> list[Quantity]:
    """Every quantity that ``text`` claims, in order; ``today`` resolves 明天, 周五 and years left out.

    Figures that claim nothing are left out: list markers, idioms, 一个 as an article, festivals, links.
    """
    return [each for each in scan(text, today=today) if each.claim]


def scan(text: str, *, today: date, names: re.Pattern[str] | None = None) -> list[Quantity]:
    """As :func:`find_quantities`, with the weak ones (``claim`` False); ``names`` are not looked into."""
    view = plain(text)
    if not _ANY.search(view):
        return []
    view = blank_names(view, names)
    found = _calendar(text, view, today)
    taken = list(view)
    for each in found:
        taken[each.start : each.end] = "\u2022" * (each.end - each.start)
    found += find_amounts(text, blank_harmless("".join(taken)))
    return sorted(found, key=lambda each: each.start)


def _calendar(text: str, view: str, today: date) -> list[Quantity]:
    """Dates, weekdays and times; a date is looked for before a time, a time before a day word."""
    found: list[Quantity] = []
    free = view
    for day in find_dates(free, today=today, across_times=False):
        relative = text[day.start : day.end].startswith("即日")
        found.append(
            Quantity(
                Kind.DATE, day.start, day.end, text[day.start : day.end], ((day.first, day.last),),
                relative=relative, weekday=day.weekday,
                last_weekday=day.last_weekday,
            )
        )  # fmt: skip
        free = _blank(free, day.start, day.end)
    for time in find_times(free):
        readings = tuple((Decimal(first), Decimal(last)) for first, last in time.readings)
        found.append(Quantity(Kind.TIME, time.start, time.end, text[time.start : time.end], readings))
        free = _blank(free, time.start, time.end)
    for word in find_days(free, today=today):
        surface = text[word.start : word.end]
        days = tuple((each, each) for each in word.days)
        if word.weekdays:
            first, last = (Decimal(each) for each in word.weekdays)
            readings_: tuple[tuple[Value, Value], ...] = ((first, last), *days)
            kind = Kind.WEEKDAY
        elif days:
            kind, readings_ = Kind.DATE, days
        else:
            continue
        found.append(Quantity(kind, word.start, word.end, surface, readings_, relative=True, weekday=word.beside))
    return found


def _blank(view: str, start: int, end: int) -> str:
    return view[:start] + "\u2022" * (end - start) + view[end:]
