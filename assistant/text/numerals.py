"""Chinese and Arabic numerals as decimals: 九十, 两百五, 1.5万, ３, 一千零八, 半, 二〇二六."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6,
    "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHINESE = "".join((*DIGITS, *UNITS, *MYRIADS, "廿卅"))
"""Every character a Chinese whole number may be written with."""

NARROW: dict[int, int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
NARROW[0x3000] = 0x20
NARROW[0xFFE5] = ord("¥")
for _keep in "，。！？；（）":
    NARROW.pop(ord(_keep), None)

_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MIXED = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([十百千]?[万萬亿億]?|[wWkK])(\d?)")
_LETTER_UNITS = {"w": 10**4, "k": 10**3}


@lru_cache(maxsize=256)
def narrow(text: str) -> str:
    """Full-width letters, digits and ``：．－／～％￥`` as ASCII; one character for one, so offsets stay true.

    The sentence punctuation ``，。！？；（）`` is left as it is.
    """
    return text.translate(NARROW)


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Decimal | None:
    """The value of a numeral that fills ``text``, or None where it is none.

    A digit after the last unit counts in the next lower one, as it is spoken: 两百五 is 250, 一万二 12000. Digits
    with no unit are read one by one (二〇二六). 半 is 0.5, 三点五 3.5, 1.5万 15000, 2k 2000.
    """
    text = narrow(text).strip()
    if not text:
        return None
    if text == "半":
        return Decimal("0.5")
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if mixed := _MIXED.fullmatch(text):
        return _parse_mixed(*mixed.groups())
    for point in "点點":
        whole, dot, fraction = text.partition(point)
        if dot:
            return _parse_fraction(whole, fraction)
    value = _parse_chinese(text)
    return None if value is None else Decimal(value)


def _parse_mixed(number: str, unit: str, rest: str) -> Decimal | None:
    if not unit:
        return None
    scale = 1
    for char in unit.lower():
        scale *= UNITS.get(char) or MYRIADS.get(char) or _LETTER_UNITS[char]
    value = Decimal(number.replace(",", "")) * scale
    value += Decimal(rest or 0) * scale / 10
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _parse_fraction(whole: str, fraction: str) -> Decimal | None:
    head = _parse_chinese(whole) if not whole.isascii() else (int(whole) if whole.isdigit() else None)
    digits = [DIGITS.get(char) for char in fraction]
    if head is None or not digits or None in digits:
        return None
    return Decimal(f"{head}.{''.join(str(digit) for digit in digits)}")


def _parse_chinese(text: str) -> int | None:
    """A whole number in Chinese characters."""
    if not text or any(char not in CHINESE for char in text):
        return None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(char in UNITS or char in MYRIADS for char in text):
        return int("".join(str(DIGITS[char]) for char in text)) if len(text) == 1 or len(text) >= 3 else None
    total, section, digit = 0, 0, None
    last_unit, gap, below = 0, False, 10**4
    for char in text:
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit, gap = DIGITS[char], gap or DIGITS[char] == 0
            continue
        if char in UNITS:
            if UNITS[char] >= below or (digit is None and UNITS[char] > 10):
                return None
            below = UNITS[char]
            section += (1 if digit is None else digit) * UNITS[char]
            last_unit, digit, gap = UNITS[char], None, False
            continue
        section += digit or 0
        if section == 0:
            return None
        total = (total + section) * MYRIADS[char] if MYRIADS[char] > total > 0 else total + section * MYRIADS[char]
        section, digit, last_unit, gap, below = 0, None, MYRIADS[char], False, 10**4
    if digit:
        section += digit if gap or last_unit <= 10 else digit * last_unit // 10
    return total + section
