"""Moments and periods of a campaign in the words of a post."""

from __future__ import annotations

from datetime import date, datetime, time

from assistant.text.format import date_text, time_text
from assistant.text.patterns import Pattern

_CLOCK = Pattern(r"(\d:\d\d)(?=[\u4e00-\u9fff])")
_DAY_ENDS = time(23, 59)


def day_text(day: date, *, today: date, weekday: bool = True) -> str:
    """A day, with its year where it is not this year's: "2027年2月28日（周日）"."""
    return date_text(day, weekday=weekday, year=day.year != today.year)


def clock(moment: datetime, *, ends: bool = False) -> str:
    """The time of day; empty at the edge of a day, where a campaign simply lasts the whole day."""
    at = moment.time()
    if (ends and at >= _DAY_ENDS) or (not ends and at == time(0)):
        return ""
    return time_text(moment)


def start_text(moment: datetime, *, today: date, weekday: bool = True) -> str:
    """When it begins: "今天 10:00", "11月24日（周二）10:00"."""
    return _moment(moment, clock(moment), today, weekday=weekday)


def until_text(moment: datetime, *, today: date, weekday: bool = True) -> str:
    """When it ends: "今天 22:00", "11月26日（周四）21:00", "2027年2月28日（周日）"."""
    return _moment(moment, clock(moment, ends=True), today, weekday=weekday)


def period_text(start: datetime, end: datetime, *, today: date, weekday: bool = True) -> str:
    """From ``start`` to ``end``: the day once where they share it, no time where it lasts whole days."""
    first, last = clock(start), clock(end, ends=True)
    # A year on one end only would leave the reader to guess the other.
    year = start.year != today.year or end.year != today.year
    begins = date_text(start.date(), weekday=weekday, year=year)
    if start.date() == end.date():
        times = f"{first or '00:00'} 到 {last or '24:00'}" if first or last else "全天"
        return f"{begins}{_gap(begins)}{times}"
    ends = date_text(end.date(), weekday=weekday, year=year)
    to = " 到 " if first else "到 "
    return f"{begins}{_gap(begins, first)}{first}{to}{ends}{_gap(ends, last)}{last}"


def last_text(moment: datetime, *, today: date) -> str:
    """How long it still lasts: "到 12月6日（周日）21:00 为止", "到今天 22:00 为止"."""
    until = until_text(moment, today=today)
    before = " " if until[:1].isdigit() else ""
    return f"到{before}{until}{'' if until.endswith(('）', '天')) else ' '}为止"


def use_period(first: date | None, last: date, *, today: date) -> str:
    """The days on which a coupon can be used: "11月20日到 11月30日", "11月30日前（含当天）"."""
    year = last.year != today.year or (first is not None and first.year != today.year)
    until = date_text(last, weekday=False, year=year)
    return f"{date_text(first, weekday=False, year=year)}到 {until}" if first else f"{until}前（含当天）"


def _moment(moment: datetime, time_of_day: str, today: date, *, weekday: bool) -> str:
    if moment.date() == today:
        return f"今天 {time_of_day}" if time_of_day else "今天"
    day = day_text(moment.date(), today=today, weekday=weekday)
    return f"{day}{_gap(day, time_of_day)}{time_of_day}"


def after_clock(text: str) -> str:
    """``text`` with a space between a time and the word after it: "22:00 截止"."""
    return _CLOCK.sub(r"\1 ", text)


def _gap(day: str, time_of_day: str = "x") -> str:
    """A space between 24日 and 10:00; none after a bracket."""
    return " " if time_of_day and not day.endswith("）") else ""
