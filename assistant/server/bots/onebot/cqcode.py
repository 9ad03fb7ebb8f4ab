"""CQ codes: message segments written into a string, as older implementations send them.

https://github.com/botuniverse/onebot-11/blob/master/message/string.md
"""

from __future__ import annotations

import re
from typing import Any

_CODE = re.compile(r"\[CQ:([A-Za-z0-9_.-]{1,64})((?:,[^\]]*)?)\]")


def segments_of(text: str) -> list[dict[str, Any]]:
    """Return the segments of a message that is a string."""
    found: list[dict[str, Any]] = []
    last = 0
    for code in _CODE.finditer(text):
        _plain(found, text[last : code.start()])
        pairs = (pair.partition("=") for pair in code[2].split(",") if pair)
        found.append({"type": code[1], "data": {name.strip(): _unescaped(value) for name, _, value in pairs}})
        last = code.end()
    _plain(found, text[last:])
    return found


def _plain(found: list[dict[str, Any]], text: str) -> None:
    if text:
        found.append({"type": "text", "data": {"text": _unescaped(text)}})


def _unescaped(text: str) -> str:
    """The escapes undone; the ampersand last, so that none is made of another."""
    for written, meant in (("&#91;", "["), ("&#93;", "]"), ("&#44;", ","), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
