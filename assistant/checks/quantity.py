"""What a quantity in a text is: its kind, its value and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = Decimal | date
"""Money in yuan, a discount in tenths paid, per cent, minutes, months, a base unit, a count, or a day."""


class Kind(StrEnum):
    """What a quantity measures."""

    MONEY = "money"
    DISCOUNT = "discount"
    PERCENT = "percent"
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"
    DURATION = "duration"
    AGE = "age"
    MEASURE = "measure"
    COUNT = "count"
    ORDINAL = "ordinal"
    CODE = "code"
    VAGUE = "vague"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text: ``start`` and ``end`` are offsets (end exclusive), ``text`` is what stands there.

    ``readings`` are the (low, high) it may mean, equal for a single value; 8点 has two. ``unit`` is the base unit of a
    measure, the measure word of a count. ``bound`` is 1 for 以上, -1 for 以下; ``over`` is 1 for 50多, -1 for 近50.
    ``roles`` are those its own wording gives it (买3送1: buy, gift). ``relative`` marks 今天, 周五 and the like.
    ``claim`` is False for talk that promises nothing (两个宝宝). ``weekday`` and
    ``last_weekday`` are those written beside a day or the ends of a range.
    """

    kind: Kind
    start: int
    end: int
    text: str
    readings: tuple[tuple[Value, Value], ...]
    unit: str = ""
    bound: int = 0
    over: int = 0
    roles: frozenset[str] = frozenset()
    relative: bool = False
    claim: bool = True
    weekday: int | None = None
    last_weekday: int | None = None

    @property
    def low(self) -> Value:
        """The lower end of the likeliest reading."""
        return self.readings[0][0]

    @property
    def high(self) -> Value:
        """The upper end of the likeliest reading."""
        return self.readings[0][1]
