"""Dates as Chinese texts write them, with the year filled in where it is left out."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.text.numerals import narrow, parse_numeral
from assistant.text.patterns import Pattern

WEEKDAY_CHARS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "1": 1, "2": 2, "3": 3, "4": 4,
                 "5": 5, "6": 6}  # fmt: skip


@dataclass(frozen=True)
class DateMatch:
    """A day or a range of days in a text.

    ``start`` and ``end`` are character offsets (end exclusive); ``first`` and ``last`` are equal for a single day.
    ``year_given`` is False where the year was left out and the nearest one was taken. ``weekday`` and ``last_weekday``
    (1 to 7) are those written beside the first and the last day: they may contradict the dates.
    """

    start: int
    end: int
    first: date
    last: date
    year_given: bool
    weekday: int | None = None
    last_weekday: int | None = None


_CN = "一二三四五六七八九十廿卅"
# Blanks beside the units as some editors set them: 2026 年 3 月 1 日.
_YEAR = r"(?:(?:(?P<y>(?:19|20)\d\d|[〇零○一二三四五六七八九]{4})\s{0,2}|(?P<short>(?<!\d)\d\d))年\s{0,2})"
_WEEKDAY = Pattern(
    r"\s?[（(]\s?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天1-6])\s?[）)]"
    r"|\s?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])(?![一二三四五六日天至到])"
)
_MONTH_DAY = Pattern(
    _YEAR + r"?(?<![\d.])(?P<m>\d{1,2}|[" + _CN + r"]{1,3})\s{0,2}月(?:份)?\s{0,2}"
    r"(?:(?P<d>\d{1,2}|[" + _CN + r"]{1,3})\s{0,2}[日号號](?![楼线店])"
    r"|(?P<d0>\d{1,2})(?![\d.]|\s?(?:[-–—~～至到]\s?\d{1,2}\s?)?[个個天岁元块折%％万千百小时分周件份人斤克起次片包袋盒罐码月龄]|\s?[日号號])"
    r"|(?P<part>底|末|初|上旬|中旬|下旬))"
)
_SEPARATED = Pattern(r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s?([-/.])\s?(?P<m>\d{1,2})\s?\2\s?(?P<d>\d{1,2})(?!\d)日?")
_YEAR_MONTH = Pattern(
    _YEAR + r"(?P<m>\d{1,2}|[" + _CN + r"]{1,3})\s{0,2}月(?:份)?(?!\s{0,2}[\d" + _CN + r"底末初上中下])"
)
_SHORT = Pattern(r"(?<![\d.:/¥$第v版])(?P<m>1[0-2]|0?[1-9])([./])(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.:/%])[日号號]?")
# Two days joined by a dash need no word beside them, unless both may be fractions (1/2~2/3).
_SLASH_RANGE = Pattern(
    r"\d/(?P<d>\d{1,2})\s?[-–—~～至到]{1,2}\s?(?:1[0-2]|0?[1-9])/(?P<e>3[01]|[12]\d|0?[1-9])(?![\d.:/%])"
)
_TO = r"\s?(?:起)?\s?(?:[-–—－~～]{1,2}|至|到|起至|直到)\s?"
_CLOCK = (
    r"(?:\s?(?:凌晨|早上?|上午|中午|下午|晚上?|零点|当天)?\s?"
    r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\d{1,2}[点點时時](?:\d{1,2}分?|半|整)?|[零"
    + _CN
    + r"]{1,3}[点點](?:半|整)?)?)?"
)
_JOIN = Pattern(_CLOCK + _TO)
_TAIL_DAY = Pattern(
    _CLOCK + _TO + r"(?P<d>\d{1,2}|[" + _CN + r"]{1,3})\s?(?:[日号號](?![楼线店])|(?=[)）,，。；;、\s]|$))"
)
_PLAIN_TAIL = Pattern(_TO + r"(?P<d>\d{1,2}|[" + _CN + r"]{1,3})\s?(?:[日号號](?![楼线店])|(?=[)）,，。；;、\s]|$))")
_PLAIN_JOIN = Pattern(_TO)
_NOW = Pattern(r"即日起|即日(?=\s?(?:[至到\-–—~～]))")
_SURE_BEFORE = Pattern(r"(?:时间|日期|截止|截至|有效期|活动期|[于至到在从自]|即日起)\s?[：:]?\s?$")
_MAYBE_BEFORE = Pattern(r"(?:[~～\-–—(（【】」\[|，,、。；;：:\s]|活动|^)$")
_NEVER_BEFORE = Pattern(r"(?:[价格费约分率重长宽高为是仅卖省减惠付要手低]|版本|评分)[：:]?\s?$")
_SURE_AFTER = Pattern(
    r"\s?(?:[日号號起前後晚早上下止开截当结收恢揭]|公(?=[布示告])|后(?!面)|中午|零点|周[一二三四五六日天]|星期|礼拜|\d{1,2}[:：点]|期间)"
)
_MAYBE_AFTER = Pattern(r"\s?(?:[至到~～\-–—)）】\]，,。、；;！!\n|]|$)")
_RANGE_END = Pattern(r"\s?(?:[-–—~～至到]{1,2})\s?\d{1,2}(?:[./]\d{1,2})?")
_RANGE_BEGIN = Pattern(r"\d\s?(?:[-–—~～至到]{1,2})\s?$")
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (-1, -1), "末": (-1, -1)}


def nearest_year(month: int, day: int, today: date) -> int | None:
    """The year that puts this month and day nearest to ``today`` (ties go to the future); None if no year has it."""
    years = [year for year in range(today.year - 4, today.year + 9) if _valid(year, month, day)]
    return min(years, key=lambda year: (abs((date(year, month, day) - today).days), -year), default=None)


def find_dates(text: str, *, today: date, across_times: bool = True) -> list[DateMatch]:
    """Days and ranges of days named in ``text``, in order.

    Reads 2026-11-24, 2026/11/24, 2026.11.24, 2026年11月24日, 11月24日(周二), 11.24, 11/24, 十一月二十四号, 11月底,
    2026年11月, ranges of all of them (11月1日-11日), and 即日起, which is ``today``. With ``across_times`` a range may
    have times between its days (11月1日10:00-11月11日22:00); without, those are two matches.
    Words that are relative to a day (明天, 周五) are read by :func:`assistant.text.days.find_days`.
    """
    plain = narrow(text)
    singles = _singles(plain, today)
    return _join(plain, singles, across_times=across_times)


def _valid(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _number(text: str | None) -> int | None:
    value = parse_numeral(text) if text else None
    return None if value is None else int(value)


def _singles(plain: str, today: date) -> list[DateMatch]:
    """Every single day (or named part of a month), none overlapping another."""
    found: list[DateMatch] = []
    taken: set[int] = set()
    for pattern in (_SEPARATED, _MONTH_DAY, _YEAR_MONTH, _SHORT, _NOW):
        for match in pattern.finditer(plain):
            if not taken.isdisjoint(range(match.start(), match.end())):
                continue
            day = _single(pattern, match, plain, today, found)
            if day is not None:
                taken.update(range(day.start, day.end))
                found.append(day)
    return sorted(found, key=lambda each: each.start)


def _single(
    pattern: Pattern, match: re.Match[str], plain: str, today: date, found: list[DateMatch]
) -> DateMatch | None:
    if pattern is _NOW:
        return DateMatch(match.start(), match.end(), today, today, year_given=True)
    if pattern is _SHORT and not _short_is_date(match, plain, found):
        return None
    groups = match.groupdict()
    month, year = _number(groups["m"]), _number(groups.get("y") or groups.get("short"))
    if month is None or not 1 <= month <= 12:
        return None
    if year is not None and year < 100:
        year += 2000
    if pattern is _YEAR_MONTH or groups.get("part"):
        return _month_part(match, groups.get("part"), month, year, today)
    day = _number(groups.get("d") or groups.get("d0"))
    if day is None:
        return None
    full_year = year or nearest_year(month, day, today)
    if full_year is None or not _valid(full_year, month, day):
        return None
    end, weekday = match.end(), None
    if beside := _WEEKDAY.match(plain, end):
        end, weekday = beside.end(), WEEKDAY_CHARS[beside[1] or beside[2]]
    when = date(full_year, month, day)
    return DateMatch(match.start(), end, when, when, year_given=year is not None, weekday=weekday)


def _month_part(match: re.Match[str], part: str | None, month: int, year: int | None, today: date) -> DateMatch:
    full_year = year or nearest_year(month, 15, today) or today.year
    length = calendar.monthrange(full_year, month)[1]
    first, last = _PARTS.get(part or "", (1, 31))
    first, last = (length, length) if first < 0 else (first, min(last, length))
    return DateMatch(
        match.start(), match.end(), date(full_year, month, first), date(full_year, month, last), year is not None
    )


def _short_is_date(match: re.Match[str], plain: str, found: list[DateMatch]) -> bool:
    """Whether 11.24 or 11/24 is a day and no decimal, fraction or price: what stands around it decides."""
    before = plain[max(0, match.start() - 8) : match.start()]
    if match[0][-1] in "日号號":
        return True
    if begin := _RANGE_BEGIN.search(before):
        separator = match.start() - len(before) + begin.start() + 1
        return any(day.end == separator for day in found)
    tail = _RANGE_END.match(plain, match.end())
    after = plain[tail.end() if tail else match.end() :][:5]
    if _NEVER_BEFORE.search(before):
        return False
    joined = _SLASH_RANGE.match(plain, match.end() - len(match["d"]) - 2)
    if joined and len(joined["d"]) + len(joined["e"]) > 2:
        return True
    sure_before, sure_after = _SURE_BEFORE.search(before), _SURE_AFTER.match(after)
    if not (sure_before or _MAYBE_BEFORE.search(before)) or not (sure_after or _MAYBE_AFTER.match(after)):
        return False
    return bool(sure_before or sure_after or len(match["d"]) == 2 or tail)


def _join(plain: str, singles: list[DateMatch], *, across_times: bool) -> list[DateMatch]:
    """Ranges made of neighbouring days: 11月1日至11月11日, 11月1日-11日, 即日起至11月30日."""
    join, tail_day = (_JOIN, _TAIL_DAY) if across_times else (_PLAIN_JOIN, _PLAIN_TAIL)
    joined: list[DateMatch] = []
    position = 0
    while position < len(singles):
        current = singles[position]
        following = singles[position + 1] if position + 1 < len(singles) else None
        position += 1
        if following is not None and join.fullmatch(plain, current.end, following.start):
            joined.append(_range(current, following))
            position += 1
        elif (tail := tail_day.match(plain, current.end)) and (end := _same_month(current, tail)):
            joined.append(replace(current, end=end[0], last=end[1], last_weekday=None))
        else:
            joined.append(current)
    return joined


def _range(first: DateMatch, last: DateMatch) -> DateMatch:
    """One match from two, the missing year taken from the other end."""
    begin, finish = first.first, last.last
    if first.year_given and not last.year_given:
        finish = _move(finish, begin.year if (finish.month, finish.day) >= (begin.month, begin.day) else begin.year + 1)
    elif last.year_given and not first.year_given:
        begin = _move(begin, finish.year if (begin.month, begin.day) <= (finish.month, finish.day) else finish.year - 1)
    elif finish < begin and not last.year_given:
        finish = _move(finish, begin.year + 1)
    return DateMatch(
        first.start, last.end, begin, finish, first.year_given or last.year_given, first.weekday, last.weekday
    )


def _move(day: date, year: int) -> date:
    return day.replace(year=year) if _valid(year, day.month, day.day) else day.replace(year=year, day=28)


def _same_month(first: DateMatch, tail: re.Match[str]) -> tuple[int, date] | None:
    """The end of a range whose second half gives only the day."""
    day = _number(tail["d"])
    if day is None or not _valid(first.first.year, first.first.month, day) or day <= first.first.day:
        return None
    return tail.end(), first.first.replace(day=day)
