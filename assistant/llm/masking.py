"""Personal data stays here: what leaves for a model carries placeholders.

Only data that can be told from its form is found: mobile and bank card numbers, identity card numbers, e-mail
addresses, WeChat and QQ numbers named as such. The shop's own contacts are public and stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.text.personal import PATTERNS, bare


def mask(text: str, *, keep: Collection[str] = ()) -> str:
    """Return ``text`` with personal data replaced by 〔手机号〕 and so on; anything that stands in ``keep`` stays.

    ``keep`` are texts such as the shop's contact line; a number in any of them counts as public, however it is spaced.
    """
    public = [bare(item) for item in keep]

    def replace(label: str, match: re.Match[str]) -> str:
        start, end = match.span("account") if "account" in match.re.groupindex else match.span()
        if any(bare(text[start:end]) in item for item in public):
            return match.group()
        return f"{text[match.start() : start]}〔{label}〕{text[end : match.end()]}"

    for _, label, pattern in PATTERNS:
        parts, last = [], 0
        for match in pattern.finditer(text):
            parts += [text[last : match.start()], replace(label, match)]
            last = match.end()
        text = "".join([*parts, text[last:]])
    return text
