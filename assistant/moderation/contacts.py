"""Phones and accounts in a text, in any digits: 138…, ①③⑧…, 一三八…, l38oo…, and the names of the ways to reach somebody.

Ways that are no number: a messenger to add in pictures (➕🛰, for 卫星 sounds like 微信) and codes to pay somebody by.
"""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.text.personal import bare

Kind = Literal["mobile", "landline", "service", "account"]

_READ = {
    **dict.fromkeys("零〇○o", "0"), **dict.fromkeys("一幺么壹li", "1"), **dict.fromkeys("二贰", "2"),
    **dict.fromkeys("三叁", "3"), **dict.fromkeys("四肆", "4"), **dict.fromkeys("五伍", "5"),
    **dict.fromkeys("六陆", "6"), **dict.fromkeys("七柒", "7"), **dict.fromkeys("八捌", "8"),
    **dict.fromkeys("九玖", "9"),
}  # fmt: skip
_DIGIT = f"[0-9{''.join(_READ)}]"
_PLAIN = f"[0-9{''.join(char for char in _READ if not char.isascii())}]"
_SEP = r"[\s.·_,，、*~-]{0,2}"
# Eleven places beginning 13 to 19; letters stand for digits only between digits.
_MOBILE = re.compile(
    rf"(?:(?<![0-9a-z.])|(?<=v)|(?<=q)|(?<=x))(?:\+?86{_SEP})?(?:1|一|幺|么|壹|l|i){_SEP}(?:[3-9三四五六七八九叁肆伍陆柒捌玖]){_SEP}"
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


# A satellite (卫星) sounds like the messenger: beside a plus or a letter it stands for nothing else.
_SATELLITE = (
    r"(?:➕|[+加伽扫])[ 我的一下👉➡☞:：]{0,4}🛰|🛰[ ]?(?:➕|[+加号信]|[✉📩📨📧💌])|🛰[ ]?[:：][ ]?(?=[a-z0-9_-]{5})"
)
# What else is added: the penguin, the green one, a bubble, a telephone. Alone it may be a sum of pictures (🐧➕🐧=💕).
_ADDED = r"(?:➕|[+加])[ 我👉➡]{0,3}(?:🐧{1,2}|💚|🟢|🟩|💬|📲|📱)"
_PICTURED = re.compile(rf"(?P<sure>{_SATELLITE})|(?P<maybe>{_ADDED})")
_SUM = re.compile("[=＝🟰]")
# What is offered without a word; some of these signs are folded to their character.
_OFFERED = re.compile("[💰💵💴🤑🧧🎁🆓📦💯🔞🛒💊🎰🎲🉐🈹得割]|🈶|🉑|[\\d][ ]?(?:元|块|米)|\\d{5}")
# What a code to pay by holds, whatever program reads it.
_PAYMENT = re.compile(
    r"(?:wxp://|(?:https?://)?(?:qr\.alipay\.com|payapp\.weixin\.qq\.com|qr\.95516\.com)/|alipays?://)[!-~？，；！]{4,}"
)
#: What makes a key of a figure: 1️⃣.
KEYCAP = "\u20e3"
#: One of these stands in every text with such a code, or with a messenger in pictures.
PICTURE_SIGNS = frozenset({"➕", "🛰", "🐧", "💚", "🟢", "🟩", "💬", "📲", "📱"})
PAYMENT_SIGNS = frozenset({"wx", "al", "qr", "pa"})

# The lines of carriers, banks and services: an account that ends in one is a firm's (we95528).
_DESK = re.compile(r"(?:95\d{3,4}|100(?:00|01|10|86)|12[1-3]\d{2})$")


def is_desk(account: str) -> bool:
    """Whether an account carries the number of a public service desk."""
    return _DESK.search(account) is not None


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


def find_pictured(view: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where a folded text says in pictures whom to add, and whether nothing else can be meant."""
    for match in _PICTURED.finditer(view):
        rest = view[: match.start()] + view[match.end() :]
        if match["sure"]:
            yield *match.span(), True
        elif not _SUM.search(view):
            yield *match.span(), _OFFERED.search(rest) is not None


def find_payments(view: str) -> Iterator[tuple[int, int]]:
    """Yield where a folded text holds a code that money is sent by: wxp://…, https://qr.alipay.com/…."""
    yield from (match.span() for match in _PAYMENT.finditer(view))


def _is_plain(written: str) -> bool:
    return bool(re.fullmatch(r"[\d\s+-]+", written))


def _is_counting(written: str) -> bool:
    """Whether the figures are a list: 一、三、五."""
    return len(re.findall(r"[,，、]", written)) > 4 and not re.search(r"\d{3}", written)
