"""A message as a bot brings it, and careful reading of what strangers put into its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assistant.schema.moderation import Message

#: Characters of one field that are taken over; what is longer is cut.
LONGEST = 20_000


@dataclass(frozen=True)
class Incoming:
    """One message: ``message`` for the cascade, the rest for acting on it.

    ``chat`` is what the platform calls the group, ``place`` what its calls need besides (plain JSON values), and
    ``version`` tells an edit from the message it changed. ``title`` is the chat's own name, where it comes along.
    """

    message: Message
    chat: str
    place: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    title: str = ""


def said(value: object, most: int = LONGEST) -> str:
    """A text field: what is no text is none. Halves of characters, which no database takes, become question marks."""
    if not isinstance(value, str):
        return ""
    return value[:most].replace("\x00", "").encode("utf-8", "replace").decode()


def called(value: object) -> str:
    """An id, which platforms send as a number or as text; empty where it is neither."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else ""
    return said(value, 128).strip()


def table(value: object) -> Mapping[str, Any]:
    """An object; what is none is empty."""
    return value if isinstance(value, Mapping) else {}


def rows(value: object, most: int = 200) -> list[Mapping[str, Any]]:
    """The objects in a list, ``most`` of them; what is no list is empty."""
    return [each for each in value[:most] if isinstance(each, Mapping)] if isinstance(value, list) else []


def moment(value: object, *, per_second: int = 1) -> datetime | None:
    """A time given as a number since 1970; None for what is no time."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = datetime.fromtimestamp(value / per_second, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return found if found.year >= 2000 else None


def filled(meta: Mapping[str, Any]) -> dict[str, Any]:
    """``meta`` without what is empty."""
    return {key: value for key, value in meta.items() if value not in ("", None, [], {}, ())}


def unique(texts: Iterable[str]) -> list[str]:
    """Each text once, in order, without empty ones."""
    return list(dict.fromkeys(each for each in texts if each))
