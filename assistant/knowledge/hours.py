"""Times of day, windows and weekdays as people write them.

Minutes count from midnight, 0 to 1440. A window is ``"HH:MM-HH:MM"``; one that ends before it begins runs over
midnight.
"""

from __future__ import annotations

import re

from assistant.text.numerals import CHINESE, parse_numeral

DAY = 24 * 60

_PERIOD = "凌晨|清晨|早晨|早上|上午|早|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|半夜|深夜|当晚|晚|夜"
_NUMBER = f"(?:\\d{{1,2}}|[{CHINESE}]{{1,3}})"
#: One time of day: 10:00, 10点半, 晚上八点, 20时30分, 22.
TIME = (
    f"(?:(?:{_PERIOD})\\s*)?{_NUMBER}"
    f"(?:\\s*[:：]\\s*\\d{{2}}(?::00)?|\\s*[点點时時]\\s*(?:钟|整|半|[一三]刻|{_NUMBER}\\s*分?)?)?"
)
#: The same with the sign that makes it a time: a colon, 点 or 时.
CLEAR_TIME = (
    f"(?:(?:{_PERIOD})\\s*)?{_NUMBER}"
    f"(?:\\s*[:：]\\s*\\d{{2}}(?::00)?|\\s*[点點时時]\\s*(?:钟|整|半|[一三]刻|{_NUMBER}\\s*分?)?)"
)
DASH = r"\s*(?:-|~|至|到|—+|–|－|～)\s*"
_TIME = re.compile(
    f"(?P<period>{_PERIOD})?\\s*(?P<hour>{_NUMBER})"
    f"(?:\\s*[:：]\\s*(?P<minute>\\d{{2}})(?::00)?|\\s*[点點时時]\\s*(?P<rest>钟|整|半|[一三]刻|{_NUMBER}\\s*分?)?)?"
)
_WINDOW = re.compile(f"(?P<first>{TIME}){DASH}(?:次日|第二天|隔天|翌日)?\\s*(?P<last>{TIME})")
_AFTERNOON = ("午后", "下午", "傍晚")
_NIGHT = ("晚上", "晚间", "夜里", "夜间", "半夜", "深夜", "当晚", "晚", "夜")
_REST = {"": 0, "钟": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}

WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAY_OF = {
    **{c: n for n, c in enumerate("一二三四五六日", start=1)},
    **{str(n): n for n in range(1, 8)},
    "天": 7,
    "七": 7,
    "末": 0,
}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SETS = {
    "每天": range(1, 8), "天天": range(1, 8), "每日": range(1, 8), "daily": range(1, 8), "everyday": range(1, 8),
    "全周": range(1, 8), "工作日": range(1, 6), "平日": range(1, 6), "weekdays": range(1, 6), "weekday": range(1, 6),
    "周末": (6, 7), "双休日": (6, 7), "weekend": (6, 7), "weekends": (6, 7), "周六日": (6, 7), "周六周日": (6, 7),
}  # fmt: skip
_WEEK = "(?:每?个?(?:周|星期|礼拜|逢周|週))"
#: Weekdays in running text: 周五, 每周一、三、五, 星期六日, 周一至周五, 周末, 工作日.
WEEKDAYS = (
    f"(?:{_WEEK}[一二三四五六日天末1-7](?![个次条天])"
    f"(?:\\s*(?:[、，,和及与跟/]|-|~|至|到)?\\s*{_WEEK}?[一二三四五六日天末1-7](?![0-9:：点時时个次条天号月]))*"
    "|双休日|工作日|平日)"
)
_DAY_TOKEN = re.compile(f"(?P<range>-|~|至|到|—|～)|{_WEEK}?(?P<day>[一二三四五六日天末七1-7])|[、，,和及与跟/\\s]")


def parse_time(text: str, *, after: int | None = None, period: str = "") -> int | None:
    """Return the time of day in minutes, or None.

    A time without 上午/下午 takes ``period``, the one said before it, unless that would put it before ``after``:
    下午2点到5点 ends at 17:00, 晚上10点到8点 at 8:00.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour = parse_numeral(match["hour"])
    if hour is None or hour != int(hour) or hour > 24:
        return None
    minutes = _minutes(match["minute"], match["rest"])
    if minutes is None:
        return None
    own = match["period"] or ""
    value = _shift(int(hour), own or period) * 60 + minutes
    if not own and after is not None and value <= after:
        value = int(hour) * 60 + minutes
    return value if value <= DAY else None


def period_of(text: str) -> str:
    """Return the part of day a time names (上午, 晚上 ...), or an empty string."""
    match = _TIME.fullmatch(text.strip())
    return (match["period"] or "") if match else ""


def parse_window(text: str) -> str | None:
    """Return one window as ``HH:MM-HH:MM``, or None; 全天 is the whole day."""
    text = text.strip()
    if text in ("全天", "24小时", "整天", "24h"):
        return "00:00-24:00"
    match = _WINDOW.fullmatch(text)
    if match is None:
        return None
    first = parse_time(match["first"])
    last = None if first is None else parse_time(match["last"], after=first, period=period_of(match["first"]))
    if first is None or last is None or first == last:
        return None
    return window(first, last)


def window(first: int, last: int) -> str:
    """Write a window from two times in minutes."""
    return f"{clock(first)}-{clock(last)}"


def clock(minutes: int) -> str:
    """Write minutes since midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def bounds(written: str) -> tuple[int, int]:
    """Return the two ends, in minutes, of a window written by :func:`window`."""
    first, last = written.split("-")
    return _of_clock(first), _of_clock(last)


def within(minute: int, written: str) -> bool:
    """Tell whether a time of day lies in a window; its first minute is inside, its last is not."""
    first, last = bounds(written)
    return first <= minute < last if first <= last else minute >= first or minute < last


def parse_weekdays(text: str) -> tuple[int, ...] | None:
    """Return the weekdays a text names, 1 Monday to 7 Sunday, sorted; None when it names anything else."""
    text = text.strip().lower().replace("每逢", "每")
    if text in _SETS:
        return tuple(_SETS[text])
    if re.fullmatch(r"[a-z,、，/\s~-]+", text):
        return _english(text)
    days: list[int] = []
    position = 0
    open_range = False
    while position < len(text):
        named = next((name for name in _SETS if text.startswith(name, position) and name != "周末"), "")
        token = _DAY_TOKEN.match(text, position)
        if named:
            days.extend(_SETS[named])
            position += len(named)
            continue
        if token is None:
            return None
        position = token.end()
        if token["range"]:
            open_range = bool(days)
        elif token["day"]:
            days = _add(days, _DAY_OF[token["day"]], open_range)
            open_range = False
    return tuple(sorted(set(days))) if days else None


def _add(days: list[int], day: int, open_range: bool) -> list[int]:
    if day == 0:
        return [*days, 6, 7]
    if not open_range:
        return [*days, day]
    first = days[-1]
    span = range(first, day + 1) if first <= day else [*range(first, 8), *range(1, day + 1)]
    return [*days, *span]


def _english(text: str) -> tuple[int, ...] | None:
    days: list[int] = []
    open_range = False
    for word in re.findall(r"[a-z]+|[-~]", text):
        if word in ("-", "~", "to"):
            open_range = bool(days)
            continue
        if word in _SETS:
            days.extend(_SETS[word])
            continue
        if word[:3] not in _ENGLISH:
            return None
        days = _add(days, _ENGLISH.index(word[:3]) + 1, open_range)
        open_range = False
    return tuple(sorted(set(days))) if days else None


def _minutes(minute: str | None, rest: str | None) -> int | None:
    if minute is not None:
        return int(minute) if int(minute) < 60 else None
    rest = rest or ""
    if rest in _REST:
        return _REST[rest]
    value = parse_numeral(rest.rstrip("分").strip().removeprefix("零"))
    return int(value) if value is not None and value == int(value) and value < 60 else None


def _shift(hour: int, period: str) -> int:
    if period in _AFTERNOON and hour < 12:
        return hour + 12
    if period in _NIGHT:
        return hour + 12 if 5 <= hour <= 12 else hour
    if period == "中午" and hour < 4:
        return hour + 12
    if period == "凌晨" and hour == 12:
        return 0
    return hour


def _of_clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
