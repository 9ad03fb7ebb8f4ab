"""Texts of brands, members and colleagues where Streamlit reads markdown: they show as they are.

A backslash takes the meaning from punctuation. What Streamlit looks for in the finished text (``:smile:``,
``:material_home:``, ``->``, ``www.example.com``) takes more: an empty ``:gray[]`` parts its characters.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"""[!-/:-@\[-`{-~]""")
_PARTED = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?<=@)(?=\S)|(?<=[-<>=~])(?=[-<>=~])", re.IGNORECASE)
_PART = ":gray[]"
_MARK = "\0"


def escaped(text: str) -> str:
    """Return ``text`` as markdown that shows it as it is, lines and empty lines kept."""
    return joined([_escaped_line(line) for line in _lines(text)])


def line(text: str) -> str:
    """Return ``text`` on one line as markdown that shows it as it is: for labels, captions and help."""
    return _escaped_line(" ".join(text.split()))


def inline(text: str) -> str:
    """Return a piece of one line as markdown that shows it as it is."""
    parted = _PARTED.sub(_MARK, text.replace(_MARK, ""))
    return _PUNCTUATION.sub(r"\\\g<0>", parted).replace(_MARK, _PART)


def joined(lines: list[str]) -> str:
    """Return lines of markdown as one text in which each begins a new line."""
    out = ""
    for before, each in zip(["", *lines], lines, strict=False):
        out += f"\n{each}" if not (before and each) else f"\\\n{each}"
    return out.strip("\n")


def _escaped_line(text: str) -> str:
    stripped = text.strip(" \t")
    return "\u00a0" * (len(text) - len(text.lstrip(" \t"))) * bool(stripped) + inline(stripped)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
