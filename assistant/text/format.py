"""Money, dates and times the way this product writes them, so that every writer writes them alike."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def number_text(value: Decimal | int) -> str:
    """A number with no needless zeros: 89, 89.9, 12000."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_text(amount: Decimal | int) -> str:
    """An amount in yuan: "89 元", "89.9 元"."""
    return f"{number_text(amount)} 元"


def discount_text(discount: Decimal) -> str:
    """A discount as the share of ten that is paid: Decimal("8.5") is "8.5 折"."""
    return f"{number_text(discount)} 折"


def weekday_text(day: date) -> str:
    """周一 to 周日."""
    return WEEKDAYS[day.weekday()]


def date_text(day: date, *, weekday: bool = True, year: bool = False) -> str:
    """A day: "11月24日（周二）"; ``year`` puts 2026年 before it."""
    text = f"{day.month}月{day.day}日"
    if year:
        text = f"{day.year}年{text}"
    return f"{text}（{weekday_text(day)}）" if weekday else text


def time_text(moment: time | datetime) -> str:
    """The hour and minute: "20:00"."""
    return f"{moment:%H:%M}"


def moment_text(moment: datetime, *, weekday: bool = True) -> str:
    """A day and a time: "11月24日（周二）20:00"."""
    space = "" if weekday else " "
    return f"{date_text(moment.date(), weekday=weekday)}{space}{time_text(moment)}"


def period_text(start: datetime, end: datetime, *, weekday: bool = True) -> str:
    """From ``start`` to ``end``; the day once where they share it: "11月24日（周二）10:00 到 22:00"."""
    tail = time_text(end) if start.date() == end.date() else moment_text(end, weekday=weekday)
    return f"{moment_text(start, weekday=weekday)} 到 {tail}"
