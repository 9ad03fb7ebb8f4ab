"""Personal data stays here: what leaves for a model carries placeholders.

Only data that can be told from its form is found: mobile and bank card numbers, identity card numbers, e-mail
addresses, WeChat and QQ numbers named as such. The shop's own contacts are public and stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_ID_CARD = r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_CARD = r"(?:[3-6]\d{3}[- ]?)(?:\d{4}[- ]?){2}\d{3,7}"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ACCOUNT = (
    r"(?:微信号?|薇信|v信|wechat|weixin|vx|wx|QQ号?)\s*(?:号|id|是)?\s*[:：]?\s*"
    r"(?P<account>[A-Za-z][\w-]{5,19}|[1-9]\d{4,11})"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("邮箱", re.compile(_MAIL, re.ASCII)),
    ("证件号", re.compile(rf"(?<![\dA-Za-z]){_ID_CARD}(?![\dA-Za-z])")),
    ("银行卡号", re.compile(rf"(?<!\d){_CARD}(?!\d)")),
    ("手机号", re.compile(rf"(?<!\d){_MOBILE}(?!\d)")),
    ("账号", re.compile(_ACCOUNT, re.IGNORECASE | re.ASCII)),
)


def _digits(text: str) -> str:
    return re.sub(r"[^\w@.]", "", text).lower()


def mask(text: str, *, keep: Collection[str] = ()) -> str:
    """Return ``text`` with personal data replaced by 〔手机号〕 and so on; anything that stands in ``keep`` stays.

    ``keep`` are texts such as the shop's contact line; a number in any of them counts as public, however it is spaced.
    """
    public = [_digits(item) for item in keep]

    def replace(label: str, match: re.Match[str]) -> str:
        start, end = match.span("account") if "account" in match.re.groupindex else match.span()
        if any(_digits(text[start:end]) in item for item in public):
            return match.group()
        return f"{text[match.start() : start]}〔{label}〕{text[end : match.end()]}"

    for label, pattern in _PATTERNS:
        parts, last = [], 0
        for match in pattern.finditer(text):
            parts += [text[last : match.start()], replace(label, match)]
            last = match.end()
        text = "".join([*parts, text[last:]])
    return text
