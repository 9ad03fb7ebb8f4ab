"""One form of a text for comparing and indexing; Simplified and Traditional script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from assistant.text.patterns import Pattern

# Characters that are not seen: zero width, direction marks, variation selectors' kin, soft hyphen, tag characters; and
# halves of a surrogate pair, which are no characters and which no library takes.
_INVISIBLE = Pattern(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Symbol fonts put their bullets (U+F0B7, U+F0D8 …) where no other font has a character.
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd"
_PRIVATE_BULLET = Pattern(rf"^([^\S\n]*)[{_PRIVATE}]+[^\S\n]*(?=\S)", re.MULTILINE)
_PRIVATE_CHARACTER = Pattern(f"[{_PRIVATE}]")
_SPACE = Pattern(r"\s+")
# The converter goes by the longest word it knows: 晒红发烫 holds 红发 (hair) for it, 不是只靠 the counter 只.
_MISTAKEN = Pattern(
    "(?<![头毛秀理染剪假短长美护洗束白黑金银卷])发(?=[烫热烧红痒黄白硬软紫青冷炎酵面闷胀抖麻困呆愁亮光脆皱])"
    "|(?<![一二三四五六七八九十两几半每这那\\d])只(?=[靠是要有能想用在会看收发说怕好做吃喝给限卖送剩写寄到管须需])"
)


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters; the length may differ."""
    return text if text.isascii() else str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Return ``text`` in Traditional characters as Taiwan writes them (裡, 為, 吃), which Hong Kong reads as well.

    Words are kept: no 软件 to 軟體. The length may differ.
    """
    if text.isascii():
        return text
    convert = _converter("s2tw").convert
    made, last = [], 0
    for match in _MISTAKEN.finditer(text):
        made += [str(convert(text[last : match.start()])), "發" if match[0] == "发" else match[0]]
        last = match.end()
    return "".join([*made, str(convert(text[last:]))])


def strip_invisible(text: str) -> str:
    """Return ``text`` without characters that no reader sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def without_private(text: str) -> str:
    """Return ``text`` with bullets of symbol fonts as "• " and without other characters for private use."""
    if text.isascii() or not _PRIVATE_CHARACTER.search(text):
        return text
    return _PRIVATE_CHARACTER.sub("", _PRIVATE_BULLET.sub(r"\1• ", text))


def fold(text: str) -> str:
    """Return the form two texts are compared in: NFKC, lower case, Simplified, white space squeezed to one blank."""
    if not text.isascii():
        text = to_simplified(unicodedata.normalize("NFKC", strip_invisible(text)))
    return _SPACE.sub(" ", text.lower()).strip()
