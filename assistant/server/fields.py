"""Fields of requests and answers whose JSON is the same in the document and on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

#: HH:MM.
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_DAY = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"
# Seconds since 1970, or milliseconds where there are too many of them.
_LATEST = 4_102_444_800_000


def _number(value: Any) -> Any:
    """A number is no text and no truth value, whatever could be made of them."""
    if isinstance(value, str | bool):
        raise ValueError("要写成数字")
    return value


def _day(value: Any) -> Any:
    """A day, not a moment, of this century: with those of others there is no reckoning."""
    if isinstance(value, str) and len(value) == 10 and value.startswith("20"):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("要写成 YYYY-MM-DD，从 2000 到 2099 年")


def _instant(value: Any) -> Any:
    """A moment written as RFC 3339 has it, or as platforms send it, in seconds or milliseconds since 1970."""
    if isinstance(value, bool) or (isinstance(value, int | float) and not 0 <= value <= _LATEST):
        raise ValueError("要写成 2026-11-22T20:31:05+08:00，或 1970 年以来的秒数")
    if isinstance(value, str) and (len(value) < 16 or value[10] not in "Tt "):
        raise ValueError("要写成 2026-11-22T20:31:05+08:00，或 1970 年以来的秒数")
    return value


#: A time span, in milliseconds.
Millis = Annotated[int, Field(ge=1, le=60_000), BeforeValidator(_number)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY}, mode="validation"),
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "number", "minimum": 0, "maximum": _LATEST}]},
        mode="validation",
    ),
]
#: A moment that is answered: ours are local, so they go out with their offset from UTC, as RFC 3339 asks.
Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: at.astimezone().isoformat(), return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "date-time"}),
]
