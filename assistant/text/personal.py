"""Data that tells who somebody is, known by its form: numbers, accounts and plates. One table for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.patterns import Pattern

ID_CARD = r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
SPACED_ID = r"[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx]"
"""As people write it in groups of digits; beside the word 身份证 it need not check out, a slip is as private."""
MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
CARD = r"(?:[3-6]\d{3}[- ]?)(?:\d{4}[- ]?){2}(?:\d{4}[- ]\d{3}|\d{3,7})"
MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
ACCOUNT = (
    r"(?:微信号?|薇信|威信|v信|卫星号|wechat|weixin|vx|wx|加v|QQ号?|扣扣号?)\s*(?:号|id|是)?\s*[:：]?\s*"
    r"(?P<account>[A-Za-z][\w-]{5,19}|[1-9]\d{4,11}|[1-9]\d{0,3}(?:[ -]\d{2,4}){2,4}(?!\d))"
)
LANDLINE = r"0(?:10|2\d|[3-9]\d{2})[- )）]{0,2}\d{4}[- ]?\d{3,4}"
PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·.-]?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{5,6}"
)


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data: ``kind`` is a stable word, ``label`` its name, ``text`` what stands there."""

    kind: str
    label: str
    start: int
    end: int
    text: str


PATTERNS: tuple[tuple[str, str, Pattern], ...] = (
    ("mail", "邮箱", Pattern(MAIL, re.ASCII)),
    ("id_card", "证件号", Pattern(rf"(?<![\dA-Za-z]){ID_CARD}(?![\dA-Za-z])")),
    ("bank_card", "银行卡号", Pattern(rf"(?<!\d){CARD}(?!\d)")),
    ("mobile", "手机号", Pattern(rf"(?<!\d){MOBILE}(?!\d)")),
    ("account", "账号", Pattern(ACCOUNT, re.IGNORECASE | re.ASCII)),
)
"""What leaves for a model only masked, the surest form first."""

OTHERS: tuple[tuple[str, str, Pattern], ...] = (
    (
        "mobile",
        "手机号",
        Pattern(r"(?<![\d.])1[ -][3-9](?:[ -]\d){9}(?![ -]?\d)|(?<![\d.])1[3-9]\d(?:[ -]\d{2,5}){2,3}(?![ -]?\d)"),
    ),
    ("id_said", "证件号", Pattern(rf"(?<=身份证)(?:号码?)?[是:：\s]*(?P<account>{SPACED_ID})(?![\dA-Za-z])")),
    ("landline", "座机号", Pattern(rf"(?<![\d-]){LANDLINE}(?!\d)")),
    ("plate", "车牌号", Pattern(rf"{PLATE}(?![A-Za-z0-9])")),
)


def find_personal(view: str) -> Iterator[Personal]:
    """Yield the personal data in a half-width text, none inside another; cards and identity numbers that check out."""
    taken: list[tuple[int, int]] = []
    for kind, label, pattern in (*PATTERNS, *OTHERS):
        for match in pattern.finditer(view):
            start, end = match.span("account") if "account" in match.re.groupindex else match.span()
            text = view[start:end]
            if any(start < high and low < end for low, high in taken) or not _holds(kind, text):
                continue
            taken.append((start, end))
            yield Personal(kind, label, start, end, text)


def bare(text: str) -> str:
    """``text`` without spaces, hyphens and brackets, in lower case: two ways to write one number are equal."""
    return re.sub(r"[^\w@.]", "", text).lower()


def _holds(kind: str, text: str) -> bool:
    digits = bare(text)
    if kind == "mobile":
        return len(digits.removeprefix("+").removeprefix("86")) == 11
    if kind == "id_card":
        return id_checks(digits)
    return kind != "bank_card" or (16 <= len(digits) <= 19 and luhn_checks(digits))


def id_checks(number: str) -> bool:
    """Tell whether the last place of an 18-digit identity number is its check digit (GB 11643, ISO 7064 mod 11-2)."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn_checks(number: str) -> bool:
    """Tell whether the digits of a card number check out (ISO/IEC 7812-1, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
