"""Text that a file carries but shows to nobody: taken out, and kept for examination."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"<!--(?P<text>.*?)(?:-->|\Z)", re.DOTALL)
_STYLE = (
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|"
    r"font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*[;\"']|opacity\s*:\s*0\s*[;\"'])"
)
_HIDDEN_ELEMENT = re.compile(
    rf"<(?P<tag>\w+)\b[^>]*(?:style\s*=\s*[\"'][^\"'>]*{_STYLE}|\shidden(?:\s|>|=))[^>]*>(?P<text>.{{0,5000}}?)</(?P=tag)>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>.{0,50000}?</\1>", re.DOTALL | re.IGNORECASE)
# [//]: # (a comment)
_LINK_COMMENT = re.compile(r"^\[[^\]]*\]:\s*#\s*[(\"'](?P<text>.*?)[)\"']\s*$", re.MULTILINE)
_TAG_CHARACTERS = re.compile("[\U000e0020-\U000e007e]+")


def without_hidden_markup(text: str) -> tuple[str, list[str]]:
    """Return Markdown ``text`` without comments and invisible HTML, and what those said."""
    if "<" not in text and "]: #" not in text:
        return text, []
    hidden: list[str] = []

    def take(match: re.Match[str]) -> str:
        hidden.append(match["text"].strip())
        return "\n" * match[0].count("\n")

    text = _SCRIPT.sub("", text)
    for pattern in (_COMMENT, _HIDDEN_ELEMENT, _LINK_COMMENT):
        text = pattern.sub(take, text)
    return text, [item for item in hidden if item]


def tag_characters(text: str) -> list[str]:
    """Return what is written in Unicode tag characters, which mirror ASCII and are never displayed."""
    if text.isascii():
        return []
    return ["".join(chr(ord(char) - 0xE0000) for char in run) for run in _TAG_CHARACTERS.findall(text)]
