"""Reads one value of a configuration file: each function takes what the file has and returns what it means.

A value that cannot mean what the field needs raises ValueError with a Chinese clause that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from assistant.knowledge.hours import parse_time, parse_weekdays, parse_window
from assistant.text.numerals import DIGITS, narrow, parse_numeral

Reader = Callable[[object], Any]

#: The last second of a day: what the end of a period given as a date alone, or as 24:00, means.
DAY_END = time(23, 59, 59)

_SEPARATORS = re.compile(r"[、，,；;|\n]+")
_MONEY = re.compile(
    r"^(?:[¥￥]|RMB|CNY|人民币|满|滿|减|立减)*\s*(?P<value>.+?)\s*(?:元整|块钱|元|块|圓|RMB|CNY)?$", re.IGNORECASE
)
_COUNT = re.compile(
    r"^(?:最多|不超过|至多|每人|限|限购|限量|共|满|至少|上限|约|前)*\s*(?P<value>.+?)\s*"
    r"(?:个小时|小时|人|位|名|个|件|份|条|次|天|日|字|盒|套|张|级|层|单|瓶|包|罐|双|本|节|组|袋|支|盆|块|杯|只)?$"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s*[（(].{1,4}[)）])?")
# One emoji with what belongs to it: flags, variation selector, skin tone, parts joined by ZWJ.
_EMOJI = re.compile(r"[\U0001F1E6-\U0001F1FF]{2}|[^\s、，,；;](?:[\uFE0F\u20E3\U0001F3FB-\U0001F3FF]|\u200D[^\s])*")
_NONE = ("无", "没有", "不限", "-", "none", "no", "false", "无限制")


def text(value: object) -> str:
    """A line of text; a list is joined with 、."""
    if isinstance(value, list):
        return "、".join(text(item) for item in value)
    if not isinstance(value, str):
        raise ValueError("这里要写文字")
    return value


def words(value: object) -> tuple[str, ...]:
    """Several words: a list, or one string parted by 、 ， ； or a line break (by spaces where all parts are short)."""
    if isinstance(value, list):
        return _unique(part for item in value for part in re.split(r"[、\n]+", text(item)))
    whole = text(value)
    if whole in ("无", "没有"):
        return ()
    parts = _SEPARATORS.split(whole)
    if len(parts) == 1 and re.search(r"[一-鿿]", whole) and all(len(part) <= 6 for part in whole.split()):
        parts = whole.split()
    return _unique(parts)


def names(value: object) -> tuple[str, ...]:
    """Several names without spaces in them (ids, regions): parted by anything."""
    whole = value if isinstance(value, list) else [text(value)]
    return _unique(part for item in whole for part in re.split(r"[、，,；;|/\s]+", text(item)))


def sentences(value: object) -> tuple[str, ...]:
    """Several clauses: a list, or one string parted by ； 。 or a line break; commas and 、 stay inside a clause."""
    if isinstance(value, list):
        return _unique(text(item) for item in value)
    return _unique(re.split(r"[；;。\n]+", text(value)))


def integer(value: object) -> int:
    """A whole number, with or without its unit: 30, 30件, 三天."""
    match = _COUNT.match(narrow(text(value)).strip())
    number = parse_numeral(match["value"]) if match else None
    if number is None or number != int(number):
        raise ValueError("这里要写一个整数，例如 30")
    return int(number)


def colour(value: object) -> str:
    """A colour: "#2f7d6b", or 2f7d6b, for what follows a # without quotes is a comment in YAML."""
    bare = (f"{value:06d}" if isinstance(value, int) else narrow(text(value)).strip()).removeprefix("#")
    if len(bare) != 6 or not set(bare.lower()) <= set("0123456789abcdef"):
        raise ValueError('这里要写颜色，例如 "#2f7d6b"（带引号）')
    return f"#{bare.lower()}"


def optional_count(value: object) -> int | None:
    """A whole number; 不限 means none."""
    return None if text(value).lower() in ("不限", "不限制", "不限量", "无限", "-") else integer(value)


def money(value: object) -> Decimal:
    """An amount in yuan: 89, 89元, ¥1,299, 两百."""
    match = _MONEY.match(narrow(text(value)).strip())
    number = parse_numeral(match["value"]) if match else None
    if number is None:
        raise ValueError("这里要写金额（元），例如 89 或 89元")
    return number


def threshold(value: object) -> Decimal:
    """The least order of a coupon; 无门槛 is 0."""
    if text(value) in ("无门槛", "无", "没有", "不限"):
        return Decimal(0)
    return money(re.sub(r"(?:可用|起用|使用|以上|起)$", "", text(value)))


def discount(value: object) -> Decimal:
    """A discount in tenths: 8.5折, 八五折, 85折 and 8.5 are all 8.5."""
    written = narrow(text(value)).strip()
    bare = written.removeprefix("打").removesuffix("折").strip()
    # 八五折 is spoken digit by digit, which is no numeral anywhere else.
    number = parse_numeral("".join(str(DIGITS.get(char, char)) for char in bare) if len(bare) == 2 else bare)
    if number is None:
        raise ValueError("这里要写折扣，例如 8.5折")
    if written.endswith("折") and 10 < number < 100:
        number /= 10
    if not 0 < number < 10:
        raise ValueError("折扣要在 0 到 10 之间，八五折写 8.5")
    return number


def weekdays(value: object) -> tuple[int, ...]:
    """Weekdays, 1 to 7: 周五, 星期五, Fri, 5, 周一至周五, 每天, 工作日, 周末."""
    parts = value if isinstance(value, list) else [value]
    found: set[int] = set()
    for part in parts:
        if text(part) in ("", "无", "没有", "不发", "不排"):
            continue
        days = parse_weekdays(narrow(text(part)))
        if days is None:
            raise ValueError(f"“{part}”不是星期几，请写成 周五、周末 或 每天")
        found.update(days)
    return tuple(sorted(found))


def windows(value: object) -> tuple[str, ...]:
    """Windows of the day as HH:MM-HH:MM: 10:00-20:00, 上午10点到晚上8点."""
    parts = (
        value if isinstance(value, list) else re.split(r"[、，,；;\n]+|\s(?=\d{1,2}[:：]\d{2}\s*[-~至到])", text(value))
    )
    found = []
    for part in parts:
        if not part or text(part) in _NONE:
            continue
        one = parse_window(narrow(text(part)))
        if one is None:
            raise ValueError(f"“{part}”读不出时间段，请写成 10:00-20:00")
        found.append(one)
    return tuple(dict.fromkeys(found))


def opening(value: object) -> str:
    """Opening hours: windows where they can be read, else the owner's own words."""
    try:
        found = windows(value)
    except ValueError:
        return text(value)
    return "、".join(found)


def closed_days(value: object) -> tuple[str, ...]:
    """Closing days as written (周一, 2026-02-17, 除夕); 全年无休 is none."""
    if isinstance(value, str) and re.fullmatch(r"(?:全年)?(?:无休|不休|不打烊|无|没有|营业)", value):
        return ()
    return tuple(re.sub(r"^每?逢?(?=周|星期|礼拜)|(?:休息|不营业|闭店|休|公休)$", "", day) for day in words(value))


def moment(value: object, *, end: bool = False) -> datetime:
    """A local date and time; a date alone is its first second, or its last where it ends something."""
    written = narrow(text(value)).replace("T", " ").strip()
    match = _DATE.match(written)
    if match is None:
        raise ValueError("这里要写年月日和时间，例如 2026-11-25 10:00")
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError("没有这一天，请核对年月日") from None
    rest = re.sub(r"(\d{1,2}:\d{2}):(\d{2})$", r"\1", written[match.end() :].strip())
    seconds = int(written[-2:]) if rest != written[match.end() :].strip() else 0
    if not rest:
        return datetime.combine(day, DAY_END if end else time())
    minutes = parse_time(rest)
    if minutes is None:
        raise ValueError(f"“{rest}”读不出几点，请写成 10:00")
    if minutes >= 24 * 60:
        return datetime.combine(day, DAY_END)
    return datetime.combine(day, time(minutes // 60, minutes % 60, seconds))


def end_moment(value: object) -> datetime:
    """A moment that ends something: a date alone means until midnight after it."""
    return moment(value, end=True)


def day(value: object) -> date:
    """A date with its year."""
    return moment(value).date()


def emoji(value: object) -> tuple[str, ...]:
    """Emoji, in a list or in one string with or without spaces between them."""
    whole = value if isinstance(value, list) else [text(value)]
    return _unique(match for item in whole for match in _EMOJI.findall(text(item)))


def choice(table: Mapping[str, str], *, what: str) -> Reader:
    """A reader for one of a few words; ``table`` maps every accepted spelling, lower case, to the word meant."""

    def read(value: object) -> str:
        meant = table.get(narrow(text(value)).strip().lower())
        if meant is None:
            raise ValueError(f"“{text(value)}”不认识，{what}可以写 {'、'.join(_shown(table))}")
        return meant

    return read


def choices(table: Mapping[str, str], *, what: str) -> Reader:
    """A reader for several of a few words."""
    one = choice(table, what=what)

    def read(value: object) -> tuple[str, ...]:
        return _unique(one(word) for word in names(value))

    return read


def _shown(table: Mapping[str, str]) -> list[str]:
    """One spelling a meaning, the first in the table."""
    first: dict[str, str] = {}
    for spelling, meaning in table.items():
        first.setdefault(meaning, spelling)
    return list(first.values())


def _unique(parts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
