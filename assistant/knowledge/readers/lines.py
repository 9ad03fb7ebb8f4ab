"""Lines to sections: what Markdown and plain text share, FAQ entries above all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.knowledge.readers.faq import answered, asked, numbered_question
from assistant.knowledge.readers.reading import Outline

_SENTENCE_END = "。！？!?；;：:…”」』"
_PUNCTUATION = _SENTENCE_END + "，,、）)】.》"
_ITEM = re.compile(r"^(?:[-*•·+①-⑳]|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．])")


@dataclass
class Entries:
    """Tells FAQ entries from running text, line by line, and puts both into ``outline``.

    ``loose`` also takes questions that are only numbered or bold; it is set when the file shows several of them with
    answers, see :func:`loose_questions`.
    """

    outline: Outline
    loose: bool = False
    _question: str = ""
    _answer: list[str] = field(default_factory=list)
    _asking: bool = False
    _paragraph: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether an answer is being read."""
        return bool(self._question)

    def line(self, line: str) -> None:
        """Take one line; an empty one ends a paragraph, not an answer."""
        marked = asked(line)
        if marked is None and self.loose and (text := numbered_question(line)):
            self._open(text)
        elif marked is not None:
            self._open(marked.question)
            if marked.answer:
                self._answer.append(marked.answer)
                self._asking = False
        elif self._question:
            self._continue(line)
        elif line.strip():
            self._paragraph.append(line.strip())
        else:
            self._flush_paragraph()

    def flush(self) -> None:
        """End the entry or paragraph that is open."""
        self._flush_paragraph()
        if not self._question:
            return
        answer = "\n".join(unwrapped(self._answer)).strip()
        if answer:
            self.outline.question(self._question, answer)
        else:
            self.outline.paragraph(self._question)
        self._question, self._answer = "", []

    def _open(self, question: str) -> None:
        self.flush()
        self._question, self._asking = question, True

    def _continue(self, line: str) -> None:
        start = answered(line)
        if start is not None and self._asking:
            self._asking = False
            if start:
                self._answer.append(start)
        elif line.strip():
            self._answer.append(line.strip())

    def _flush_paragraph(self) -> None:
        if self._paragraph:
            self.outline.paragraph("\n".join(unwrapped(self._paragraph)))
            self._paragraph = []


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Join lines that an editor broke at a fixed width; lines that were ended on purpose stay as they are."""
    full = max((_width(line) for line in lines), default=0) - 4
    broken = [line for line in lines[:-1] if line[-1] not in _PUNCTUATION and _width(line) >= full]
    if len(lines) < 3 or full < 32 or len(broken) * 5 < 2 * (len(lines) - 1) or any(map(_ITEM.match, lines[1:])):
        return list(lines)
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if _width(before) >= full and before[-1] not in _SENTENCE_END:
            blank = " " if before[-1].isascii() and line[0].isascii() and before[-1].isalnum() else ""
            joined[-1] += blank + line
        else:
            joined.append(line)
    return joined


def _width(line: str) -> int:
    return sum(1 if char.isascii() else 2 for char in line)


def loose_questions(lines: Sequence[str]) -> bool:
    """Whether numbered or bold questions in ``lines`` are FAQ entries: two or more, most of them with an answer."""
    content = [line for line in lines if line.strip()]
    found = [index for index, line in enumerate(content) if numbered_question(line)]
    if len(found) < 2:
        return False
    with_answer = sum(1 for index in found if index + 1 < len(content) and not numbered_question(content[index + 1]))
    return with_answer * 3 >= len(found) * 2
