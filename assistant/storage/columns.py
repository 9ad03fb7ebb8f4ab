"""The types of columns, alike on both engines.

PostgreSQL gets text without a bound (SQLite keeps to none either), compared byte by byte as SQLite compares it, so that
what is sorted in the database comes in the same order; keys that count up have room for more than two thousand million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, String, Text, TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

_POSTGRES = "postgresql"
#: What stands for a NUL, which PostgreSQL keeps in no text.
NUL_AS = "\ufffd"


class _PlainText(TypeDecorator[str]):
    """PostgreSQL's text in the order of its bytes."""

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the library's
        """Return what is sent for a value."""
        return value.replace("\0", NUL_AS) if value and "\0" in value else value


def word(length: int) -> TypeEngine[str]:
    """A short text; ``length`` is what it is expected to keep to."""
    return String(length).with_variant(_PlainText(), _POSTGRES)


def long() -> TypeEngine[str]:
    """A text of any length."""
    return Text().with_variant(_PlainText(), _POSTGRES)


def counting() -> TypeEngine[int]:
    """A key that the database counts up."""
    return Integer().with_variant(BigInteger(), _POSTGRES)
