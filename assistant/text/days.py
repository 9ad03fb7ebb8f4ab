"""Days named relative to the day a text is sent: 今天, 后天, 今晚, 周五, 下周三, 24号, 月底."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.text.dates import WEEKDAY_CHARS, nearest_year
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.plain import plain


@dataclass(frozen=True)
class DayMatch:
    """A day that is named without its date.

    ``days`` are the dates it may mean, likeliest first, empty for a weekday that recurs (每周三). ``weekdays`` is
    (first, last) of 1 to 7 where weekdays were named, ``beside`` the one written beside a day: 周五（27号）.
    """

    start: int
    end: int
    days: tuple[date, ...]
    weekdays: tuple[int, int] | None = None
    beside: int | None = None


_RELATIVE = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2, "大前": -3}
_WORD = Pattern(
    r"(?P<rel>大后|后(?!天(?:免疫|性|形成|培养|因素))|明|今|昨|(?<![之以提])前|大前)(?:天(?!气)"
    r"|(?<=[明今昨])(?:日|晚|早|夜))"
)
_WEEK = r"(?:周|星期|礼拜)"
_WEEKDAY = Pattern(
    rf"(?P<pre>每个?|逢|本|这个?|下下|下个?"
    rf"|上个?)?(?<![一二两三四五六七八九十\d]){_WEEK}(?P<a>[一二三四五六日天])(?![一二三四五六日天]?[岁胎])"
    rf"(?:\s?(?P<to>[-–—~至到])\s?{_WEEK}?(?P<b>[一二三四五六日天])(?![个天岁件]))?"
)
_MORE = Pattern(r"\s?[、和及/]\s?([一二三四五六日天])(?![个天岁件点定起些样般])")
_DAY_OF_MONTH = Pattern(
    r"(?:(?P<pre>本月|这个月|当月|下个?月|每个?月)\s?|(?<![\d.\-/月第]))(?P<d>\d{1,2}"
    r"|[一二三四五六七八九十廿]{1,3})\s?(?P<unit>[日号])(?=(?P<after>.{0,2}))",
    re.DOTALL,
)
_MONTH_END = Pattern(r"(?P<pre>本|这个|下个?|每个?)?月[底末](?!线)")
# What follows a day and no size, house or battery: a part of the day, what happens on it, 会员日.
_SURE = Pattern(
    r"\s?(?:[起前后晚早上中下截开止到至当结、（(-]|之前|零点|[\d•]|[全整白那这]天|一整?天|凌晨|傍晚|半夜|夜里|为止"
    r"|[来去送发出休放抢秒拼团办搞过]|营业|恢复|公布|揭晓|停业|闭店|见(?!方)|就|才|是(?:周|星期|礼拜|最后|[^，。！？\n]{0,6}日)"
    r"|[^，。！？\s\d]{2,4}日(?![期用常子])|的(?:活动|秒杀|拼团|团购|直播|课|场|聚会|车)"
    r"|收(?![银据件款])|[，,]\s?(?:\u2022|早|上午|下午|晚|中午|凌晨|[\d一二两三四五六七八九十]{1,3}\s?[点:时]))"
)
_BEFORE = Pattern(r"(?:截止|截至|[至到于从在]|[~\-—、]|[仅只就]限|定在|改[到成在]|等[到过]?|过了)\s?$")
_NUMBERED = Pattern(r"(?:技师|师傅|老师|教练|选手|球员|编号|型号|色号|尺码|[码桌车楼库柜床房鞋])\s?$")
_BESIDE_BEFORE = Pattern(rf"(?<![每逢]){_WEEK}([一二三四五六日天])\s?[（(，,]?\s?$")
_BESIDE_AFTER = Pattern(rf"\s?[（(，,]?\s?{_WEEK}([一二三四五六日天])(?![一二三四五六日天到至])")


def find_days(text: str, *, today: date) -> list[DayMatch]:
    """Days named relative to ``today`` and weekdays in ``text``, in order; absolute dates are left to find_dates."""
    view = plain(text)
    found = [DayMatch(m.start(), m.end(), (today + timedelta(days=_RELATIVE[m["rel"]]),)) for m in _WORD.finditer(view)]
    for match in _WEEKDAY.finditer(view):
        found.extend(_weekdays(match, view, today))
    found.extend(day for match in _DAY_OF_MONTH.finditer(view) if (day := _day_of_month(match, view, today)))
    for match in _MONTH_END.finditer(view):
        if match["pre"] and match["pre"].startswith("每"):
            continue
        shift = 1 if match["pre"] and match["pre"].startswith("下") else 0
        found.append(DayMatch(match.start(), match.end(), (_month_day(today, shift, 31),)))
    return sorted(found, key=lambda each: each.start)


def _weekdays(match: re.Match[str], view: str, today: date) -> list[DayMatch]:
    first = WEEKDAY_CHARS[match["a"]]
    last = WEEKDAY_CHARS[match["b"]] if match["b"] else first
    pre = match["pre"] or ""
    recurring = pre.startswith(("每", "逢"))
    found = [DayMatch(match.start(), match.end(), () if recurring else resolve(first, pre, today), (first, last))]
    end = match.end()
    while more := _MORE.match(view, end):
        weekday = WEEKDAY_CHARS[more[1]]
        days = () if recurring else resolve(weekday, pre, today)
        found.append(DayMatch(more.start(1), more.end(), days, (weekday, weekday)))
        end = more.end()
    return found


def resolve(weekday: int, prefix: str, today: date) -> tuple[date, ...]:
    """The dates a weekday means on ``today``: 本周五, 下周三, or plain 周五 (the coming one, else this week's)."""
    monday = today - timedelta(days=today.isoweekday() - 1)
    this_week = monday + timedelta(days=weekday - 1)
    if prefix.startswith(("下", "上")):
        weeks = prefix.count("下") or -1
        return (this_week + timedelta(weeks=weeks),)
    if prefix.startswith(("本", "这")):
        return (this_week,)
    coming = today + timedelta(days=(weekday - today.isoweekday()) % 7)
    return tuple(dict.fromkeys((coming, this_week)))


def _month_day(today: date, shift: int, day: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def _day_of_month(match: re.Match[str], view: str, today: date) -> DayMatch | None:
    """24号 as a day of the month and not the number of a shoe, a house or a battery."""
    value = parse_numeral(match["d"])
    pre = match["pre"] or ""
    if value is None or not 1 <= value <= 31 or pre.startswith("每"):
        return None
    day, end = int(value), match.start("after")
    beside = _weekday_beside(match.start(), end, view)
    if not pre and beside is None:
        before = view[max(0, match.start() - 3) : match.start()]
        if _NUMBERED.search(before) or not (_SURE.match(view, end) or _BEFORE.search(before)):
            return None
    if pre:
        return DayMatch(match.start(), end, (_month_day(today, 1 if pre.startswith("下") else 0, day),))
    options = [_month_day(today, shift, day) for shift in (0, 1, -1)]
    options = [each for each in options if each.day == day]
    options.sort(key=lambda each: (beside not in (None, each.isoweekday()), each < today, abs((each - today).days)))
    if not options or not nearest_year(1, day, today):
        return None
    return DayMatch(match.start(), end, tuple(options[:1]), beside=beside)


def _weekday_beside(start: int, end: int, view: str) -> int | None:
    """The weekday written before or behind a day of the month, in brackets or without: 27号礼拜五."""
    found = _BESIDE_AFTER.match(view, end) or _BESIDE_BEFORE.search(view[max(0, start - 8) : start])
    return WEEKDAY_CHARS[found[1]] if found else None
