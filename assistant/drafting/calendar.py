"""What a date means to the people in a group: weekday, lunar date, festivals, solar term, season, school.

Lunar dates and solar terms come from lunar_python (imported on first use). The school calendar is an approximation,
since every province sets its own: see :func:`school_time`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from assistant.knowledge.festivals import LUNAR, NEW_YEARS_EVE, NTH_WEEKDAY, SOLAR, SOLAR_TERMS, TERM_FESTIVALS
from assistant.schema.brief import CalendarDay
from assistant.text.format import weekday_text

UPCOMING_DAYS = 7

#: Statutory holidays by festival and how many days of it are free, from 全国年节及纪念日放假办法 (2025): the eve and
#: the first three days of 春节, two days of 劳动节, three of 国庆节, one of the others.
_STATUTORY = {"元旦": 1, "除夕": 1, "春节": 3, "清明": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3}


def calendar_day(day: date) -> CalendarDay:
    """Return everything the calendar says about ``day``, a date from 1900 to 2100."""
    return CalendarDay(
        day=day,
        weekday=day.isoweekday(),
        weekday_name=weekday_text(day),
        lunar=_lunar_text(day),
        festivals=festivals_of(day),
        solar_term=_solar_term(day),
        upcoming=_upcoming(day),
        season=season_of(day),
        school=school_time(day),
    )


@lru_cache(maxsize=4096)
def festivals_of(day: date) -> tuple[str, ...]:
    """Return the festivals of a day under their canonical names, traditional ones first."""
    lunar = _lunar(day)
    found = [LUNAR.get((lunar.getMonth(), lunar.getDay()), "")]
    following = _lunar(day + timedelta(days=1))
    if (following.getMonth(), following.getDay()) == (1, 1):
        found.append(NEW_YEARS_EVE)
    term = _solar_term(day)
    found.append(term if term in TERM_FESTIVALS else "")
    found.append(SOLAR.get((day.month, day.day), ""))
    found.append(NTH_WEEKDAY.get((day.month, (day.day - 1) // 7 + 1, day.isoweekday()), ""))
    return tuple(name for name in found if name)


def season_of(day: date) -> str:
    """Return 春, 夏, 秋 or 冬; a season begins with its solar term (立春, 立夏, 立秋, 立冬)."""
    term = _lunar(day).getPrevJieQi(True).getName()
    return "春夏秋冬"[SOLAR_TERMS.index(term) // 6]


def school_time(day: date) -> str:
    """Return 寒假, 暑假, 开学季, 中高考 or 学期中.

    Approximations that hold within about a week for most provinces: 寒假 is from 14 days before 春节 to 14 days
    after, 开学季 the week that follows and 25 August to 10 September, 中高考 5 to 20 June (the college entrance
    examination is on 7 to 10 June, the high school one follows by city), 暑假 1 July to 24 August.
    """
    month_day = (day.month, day.day)
    if (6, 5) <= month_day <= (6, 20):
        return "中高考"
    if (7, 1) <= month_day <= (8, 24):
        return "暑假"
    if (8, 25) <= month_day <= (9, 10):
        return "开学季"
    since = (day - _spring_festival(day.year)).days
    if -14 <= since <= 14:
        return "寒假"
    return "开学季" if 14 < since <= 21 else "学期中"


@lru_cache(maxsize=1024)
def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday.

    Follows the published plan of the year, days moved to make a longer break included; for a year without one the
    statutory days alone. Ordinary weekends are no holidays.
    """
    from lunar_python.util import HolidayUtil

    planned = HolidayUtil.getHoliday(day.isoformat())
    if planned is not None:
        return not planned.isWork()
    if HolidayUtil.getHolidays(day.year):
        return False
    for name, length in _STATUTORY.items():
        if any(name in festivals_of(day - timedelta(days=back)) for back in range(length)):
            return True
    return False


def _upcoming(day: date) -> tuple[tuple[int, str], ...]:
    return tuple(
        (ahead, name) for ahead in range(1, UPCOMING_DAYS + 1) for name in festivals_of(day + timedelta(days=ahead))
    )


@lru_cache(maxsize=4096)
def _lunar(day: date) -> Any:
    from lunar_python import Solar

    return Solar.fromYmd(day.year, day.month, day.day).getLunar()


def _lunar_text(day: date) -> str:
    """The lunar date as it is read: 农历十月初四, 农历闰六月廿三."""
    lunar = _lunar(day)
    return f"农历{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def _solar_term(day: date) -> str:
    """The solar term that falls on the day, or an empty string."""
    name = _lunar(day).getJieQi()
    return name if name in SOLAR_TERMS else ""


@lru_cache(maxsize=64)
def _spring_festival(year: int) -> date:
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
