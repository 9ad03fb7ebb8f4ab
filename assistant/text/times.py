"""Times of day as Chinese texts write them: 20:00, 晚上8点, 八点半, 20点30分, 早10晚9, 10:00-20:00."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

DAY = 24 * 60


@dataclass(frozen=True)
class TimeMatch:
    """A time or a range of times.

    ``readings`` are the possible (first, last) in minutes after midnight, up to 1440 for 24:00; 8点 alone may be
    morning or evening. First and last are equal for a single time.
    """

    start: int
    end: int
    readings: tuple[tuple[int, int], ...]


_CN = "零〇一二两三四五六七八九十"
_PART = (
    r"(?:凌晨|清晨|清早|早上|早晨|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜里|夜晚|半夜|深夜|当晚"
    r"|今晚|明晚|昨晚|今早|明早|早|晚|夜)"
)
_CLOCK = Pattern(
    rf"(?:(?P<part>{_PART})\s?)?"
    r"(?:(?<![\d:.])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    rf"|(?:(?<![\d.{_CN}])|(?<=[周期拜][一二三四五六]))(?<![周期拜])(?P<ph>[01]?\d|2[0-4]|[{_CN}]{{1,3}})\s?(?P<point>点|时(?![间候长常尚刻段而不代光期]))"
    rf"(?P<pm>[0-5]?\d分?(?![\d.个元件岁折%])|零[一二三四五六七八九]分?"
    rf"|[一二三四五]?十[一二三四五六七八九]?分?|半|整|钟|一刻|三刻)?(?:钟)?)"
    r"(?![一二三四五六七八九折])"
)
_SHORT_HOURS = Pattern(
    rf"(?<!今)(?:早|朝)(?P<a>\d{{1,2}}|[{_CN}]{{1,3}})(?:点|:00)?\s?(?:到|至|-|,"
    rf"|，)?\s?晚(?P<b>\d{{1,2}}|[{_CN}]{{1,3}})(?:点|:00)?(?!五的)"
)
_TO = Pattern(r"\s?(?:[-–—~]{1,2}|至|到)\s?")
_MORNING = ("凌晨", "清晨", "清早", "早上", "早晨", "上午", "今早", "明早", "早")
_NOON = ("中午", "正午")
_NOT_TIME_AFTER = Pattern(
    r"\s?(?:建议|提醒|注意|要[领点]|原因|理由|好处|心得|体会|区别|不同|说明|经验|小|[：:]|关键"
    r"|技巧|办法|内容|事|都|也|吧|儿|点|比例|稀释|兑)"
)
_TIME_BEFORE = Pattern(
    r"(?:[天日号周到至从晚早每约近）)前后于在:：~\-—]|[今明昨]晚|周[一二三四五六日]|点|星期[一二三四五六日天])\s?$"
)
_TIME_AFTER = Pattern(
    r"\s?(?:[开起截前后到至准整见结收关停下发抢之左出睡吃醒上入出秒抽更公直集签报营打闭-]|以[前后]|多|，|。|！|$)"
)


def find_times(text: str) -> list[TimeMatch]:
    """Times of day and ranges of them in ``text``, in order."""
    view = plain(text)
    found = [TimeMatch(m.start(), m.end(), hours) for m in _SHORT_HOURS.finditer(view) if (hours := _open_hours(m))]
    taken = [(each.start, each.end) for each in found]
    singles = [
        (match, readings)
        for match in _CLOCK.finditer(view)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and (readings := _readings(match, view))
    ]
    position = 0
    while position < len(singles):
        match, readings = singles[position]
        following = singles[position + 1] if position + 1 < len(singles) else None
        position += 1
        start = _visible_start(match)
        if following is not None and _TO.fullmatch(view, match.end(), following[0].start()):
            found.append(TimeMatch(start, following[0].end(), _spans(match, readings, *following)))
            position += 1
        else:
            found.append(TimeMatch(start, match.end(), tuple((each, each) for each in readings)))
    return sorted(found, key=lambda each: each.start)


def _visible_start(match: re.Match[str]) -> int:
    """今晚 and the like are days: they keep their own place in the text."""
    part = match["part"]
    return match.start() + len(part) if part and part[0] in "今明昨当" and len(part) == 2 else match.start()


def _readings(match: re.Match[str], view: str) -> tuple[int, ...]:
    """The minutes a clock expression may mean; empty where it is no time of day."""
    part = match["part"] or ""
    if match["h"]:
        if (
            not part
            and _NOT_TIME_AFTER.match(view, match.end())
            and view[match.end() : match.end() + 1] in ("比", "稀", "兑")
        ):
            return ()
        return _hours(part, int(match["h"]), int(match["m"]), exact=True)
    hour = parse_numeral(match["ph"])
    if hour is None or hour > 24 or (not part and not _is_clock(match, view, int(hour))):
        return ()
    return _hours(
        part, int(hour), _minutes(match["pm"] or ""), exact=not match["ph"].isascii() and match["ph"] in "零〇"
    )


def _is_clock(match: re.Match[str], view: str, hour: int) -> bool:
    """Whether 三点 is a time and not three points: minutes, the words around it and its size decide."""
    if match["pm"] or match["point"] == "时":
        return match["point"] == "点" or bool(match["ph"].isdigit())
    if _NOT_TIME_AFTER.match(view, match.end()):
        return False
    before, after = (
        _TIME_BEFORE.search(view[max(0, match.start() - 4) : match.start()]),
        _TIME_AFTER.match(view, match.end()),
    )
    return bool(before) or (bool(after) and hour >= 4) or hour > 12 or hour == 0


def _minutes(text: str) -> int:
    words = {"": 0, "半": 30, "整": 0, "钟": 0, "一刻": 15, "三刻": 45}
    if text in words:
        return words[text]
    value = parse_numeral(text.removesuffix("分").removeprefix("零"))
    return int(value) if value is not None else 0


def _hours(part: str, hour: int, minute: int, *, exact: bool) -> tuple[int, ...]:
    base = hour * 60 + minute
    if base > DAY or minute > 59:
        return ()
    if base in (0, DAY):
        return (0, DAY, DAY - 1)
    if part in _MORNING:
        return (base,) if hour <= 12 else ()
    if part in _NOON:
        return (base + 12 * 60,) if hour <= 2 else (base,)
    if part:
        late: tuple[int, ...] = (base + 12 * 60,) if hour < 12 else (base,)
        if hour == 12:
            late = (12 * 60 + minute,) if part in ("下午", "午后") else (minute if minute else DAY, minute, DAY - 1)
        return late + ((base,) if part in ("半夜", "深夜", "夜里", "夜") and hour <= 5 else ())
    if exact or hour > 12:
        return (base,)
    if hour == 12:
        return (base, DAY, 0) if not minute else (base,)
    return (base, base + 12 * 60)


def _spans(
    first: re.Match[str], starts: tuple[int, ...], last: re.Match[str], ends: tuple[int, ...]
) -> tuple[tuple[int, int], ...]:
    """Readings of a range; a second time with no part of the day goes with the first: 晚上8点到10点."""
    pairs = [(start, end) for start in starts for end in ends if start < end] or [
        (start, end) for start in starts for end in ends
    ]
    if first["part"] and not last["part"] and not last["h"] and len(pairs) > 1:
        pairs = [min(pairs, key=lambda pair: pair[1] - pair[0])]
    return tuple(dict.fromkeys(pairs))


def _open_hours(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    first, last = parse_numeral(match["a"]), parse_numeral(match["b"])
    if first is None or last is None or first > 12 or last > 24 or match[0].startswith("朝"):
        return ()
    end = int(last) + (12 if last < 12 else 0)
    return ((int(first) * 60, end * 60),)
