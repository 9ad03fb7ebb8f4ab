"""Lines of a printed page back to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.knowledge.readers.faq import answered, asked
from assistant.knowledge.readers.plain import heading_shape

_ENDS = "。！？!?；;：:…”」』）)】"
_LIST = re.compile(
    r"^\s*(?:[-•·●○▪■◆*]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]|[①-⑳]|第[一二三四五六七八九十\d]+[条章])"
)
_PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*[页/／]\s*(?:共\s*)?\d{0,4}\s*页?)?[-—–\s]*$")


@dataclass(frozen=True)
class Line:
    """One printed line; places and ``size`` in points, ``top`` and ``bottom`` from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and without the header and footer they share."""
    shared: Counter[str] = Counter()
    sizes = Counter(line.size for lines in pages for line in lines)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    for lines in pages:
        # A large line at the top is the title of the page, not its header.
        shared.update({_bare(line) for line in _edges(lines) if line.size <= body})
    repeated = {text for text, count in shared.items() if len(pages) >= 3 and count >= 0.6 * len(pages)}
    return [
        [line for line in lines if not (line in _edges(lines) and (_bare(line) in repeated or _is_number(line, pages)))]
        for lines in pages
    ]


def joined(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs: a line that fills the column and ends no sentence runs on in the next one."""
    if not lines:
        return []
    right = sorted(line.x1 for line in lines)[int(len(lines) * 0.9)] if len(lines) > 3 else max(x.x1 for x in lines)
    left = Counter(round(line.x0) for line in lines).most_common(1)[0][0]
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if _runs_on(before, line, left, right):
            paragraphs[-1] = _glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return paragraphs


def _runs_on(before: Line, line: Line, left: float, right: float) -> bool:
    if before.text[-1] in _ENDS or abs(before.size - line.size) > 0.6 or _LIST.match(line.text):
        return False
    if asked(line.text) or answered(line.text) is not None or line.text.startswith("【"):
        return False
    full = before.x1 >= right - 2.2 * before.size
    gap = line.top - before.bottom
    indented = line.x0 > left + 1.2 * line.size and before.x0 <= left + 1
    if heading_shape(before.text) and not full:
        return False
    return full and gap < 1.4 * line.size and not indented


def _glued(text: str, more: str) -> str:
    ascii_seam = text[-1:].isascii() and more[:1].isascii() and text[-1:].isalnum() and more[:1].isalnum()
    return f"{text} {more}" if ascii_seam else text + more


def _edges(lines: list[Line]) -> list[Line]:
    return lines[:2] + lines[-2:]


def _bare(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _is_number(line: Line, pages: Sequence[list[Line]]) -> bool:
    bare = line.text.strip()
    return _PAGE_NUMBER.match(bare) is not None and (len(pages) > 1 or not bare.isdigit())
