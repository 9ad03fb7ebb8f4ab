"""Phones and accounts in a text, in any digits: 138…, ①③⑧…, 一三八…, l38oo…, and the names of the ways to reach somebody."""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.text.personal import bare

Kind = Literal["mobile", "landline", "service", "account"]

_READ = {
    **dict.fromkeys("零〇○o", "0"), **dict.fromkeys("一幺壹li", "1"), **dict.fromkeys("二贰", "2"),
    **dict.fromkeys("三叁", "3"), **dict.fromkeys("四肆", "4"), **dict.fromkeys("五伍", "5"),
    **dict.fromkeys("六陆", "6"), **dict.fromkeys("七柒", "7"), **dict.fromkeys("八捌", "8"),
    **dict.fromkeys("九玖", "9"),
}  # fmt: skip
_DIGIT = f"[0-9{''.join(_READ)}]"
_PLAIN = f"[0-9{''.join(char for char in _READ if not char.isascii())}]"
_SEP = r"[\s.·_,，、*~-]{0,2}"
# Eleven places beginning 13 to 19; letters stand for digits only between digits.
_MOBILE = re.compile(
    rf"(?:(?<![0-9a-z.])|(?<=v)|(?<=q)|(?<=x))(?:\+?86{_SEP})?(?:1|一|幺|壹|l|i){_SEP}(?:[3-9三四五六七八九叁肆伍陆柒捌玖]){_SEP}"
    rf"(?:{_DIGIT}{_SEP}){{8}}{_DIGIT}(?![0-9]|\.\d)"
)
_SERVICE = re.compile(
    r"(?<![0-9])(?:400|800)[- ]?\d{3}[- ]?\d{4}(?!\d)|(?<![0-9])(?:400|800)[- ]?\d{4}[- ]?\d{3}(?!\d)"
)
_LANDLINE = re.compile(r"(?<![0-9-])\(?0(?:10|2\d|[3-9]\d{2})[- )）]{0,2}[2-8]\d{2,3}[- ]?\d{4}(?!\d)")
#: How the account of a messenger is written.
ACCOUNT = rf"[a-z][a-z0-9_-]{{4,19}}|{_PLAIN}(?:[\s-]?{_PLAIN}){{4,11}}|[a-z0-9][a-z0-9_-]{{4,19}}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A number at [start, end) of a folded text; ``number`` in plain digits."""

    kind: Kind
    start: int
    end: int
    number: str
    disguised: bool = False


def in_digits(written: str) -> str:
    """A number as plain digits and letters, without what stands between them."""
    return (
        bare("".join(_READ.get(char, char) for char in written)).replace(".", "") if not written.isdigit() else written
    )


def find_numbers(view: str) -> Iterator[Contact]:
    """Yield the phones in a folded text, in whatever digits; accounts are only known by what stands before them."""
    taken: list[tuple[int, int]] = []
    for match in _MOBILE.finditer(view):
        number = in_digits(match[0]).removeprefix("+").removeprefix("86")
        shown = sum(char.isdigit() or not char.isascii() for char in match[0])
        if len(number) == 11 and number.isdigit() and shown >= 5 and not _is_counting(match[0]):
            taken.append(match.span())
            yield Contact("mobile", *match.span(), number, not _is_plain(match[0]))
    for kind, pattern in (("service", _SERVICE), ("landline", _LANDLINE)):
        for match in pattern.finditer(view):
            if not any(match.start() < high and low < match.end() for low, high in taken):
                taken.append(match.span())
                yield Contact("service" if kind == "service" else "landline", *match.span(), bare(match[0]))


def _is_plain(written: str) -> bool:
    return bool(re.fullmatch(r"[\d\s+-]+", written))


def _is_counting(written: str) -> bool:
    """Whether the figures are a list: 一、三、五."""
    return len(re.findall(r"[,，、]", written)) > 4 and not re.search(r"\d{3}", written)
