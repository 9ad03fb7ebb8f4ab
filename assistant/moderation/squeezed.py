"""A reading drawn together: without the blanks and signs that stand between characters of one word (加 我 薇·信)."""

from __future__ import annotations

import re

from assistant.text.readings import Reading

_HAN = "\u3400-\u9fff"
# Blanks anywhere; signs and pictures beside a Chinese character; never the punctuation of a sentence.
_SIGNS = r"(?:[^\w\s，。！？；：、…（）“”‘’《》「」【】\[\]{}<>:;@/￥¥$%+\-➕❤♥]|_)"
_GAP = re.compile(rf"[^\S\n]+|(?<=[{_HAN}]){_SIGNS}{{1,3}}(?=\w)|(?<=\w){_SIGNS}{{1,3}}(?=[{_HAN}])")
#: What a gap is made of: most texts leave after one look.
GAPS = re.compile(rf"\s|{_SIGNS}")
_LINES = re.compile(r"\s+")
# Set from top to bottom: three lines and more of one or two characters each.
_UPRIGHT = re.compile(r"(?:^|(?<=\n))(?:\S{1,2}\n+){2,}\S{1,2}(?=\n|$)")


def squeezed(written: Reading, *, lines: bool = False) -> Reading | None:
    """Return ``written`` without gaps inside words, or None where it has none; ``lines``: also without line breaks."""
    text = written.text
    if not GAPS.search(text):
        return None
    gaps = [match.span() for match in (_LINES if lines else _GAP).finditer(text)]
    if "\n" in text and not lines:
        gaps += [
            (match.start() + at, match.start() + at + 1)
            for match in _UPRIGHT.finditer(text)
            for at, char in enumerate(match[0])
            if char == "\n"
        ]
        gaps.sort()
    if not gaps:
        return None
    kept: list[int] = []
    last = 0
    for start, end in gaps:
        kept += range(last, start)
        last = end
    kept += range(last, len(text))
    places = [written.span(index, index + 1) for index in kept]
    return Reading(
        "".join([text[index] for index in kept]), tuple(low for low, _ in places), tuple(high for _, high in places)
    )
