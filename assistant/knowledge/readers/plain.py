"""Plain text: headings as Chinese writers set them, FAQ entries, paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.knowledge.readers.decoding import read_text
from assistant.knowledge.readers.faq import asked
from assistant.knowledge.readers.front_matter import split_front_matter
from assistant.knowledge.readers.lines import Entries, loose_questions
from assistant.knowledge.readers.reading import Outline, Reading

_CHINESE = "一二三四五六七八九十百零〇"
_MARKS = re.compile(r"^#{1,6}\s+(?P<text>\S.*)$")
_CHAPTER = re.compile(rf"^第[{_CHINESE}\d]+[章篇编部卷][\s、：:.]*")
_CLAUSE = re.compile(rf"^第[{_CHINESE}\d]+[条節节讲课][\s、：:.]*")
_ONE = re.compile(rf"^[{_CHINESE}]{{1,3}}[、.．]\s*\S")
_ONE_IN_BRACKETS = re.compile(rf"^[（(][{_CHINESE}]{{1,3}}[)）]\s*\S")
_ARABIC = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[、.．]?\s*\S")
_LENTICULAR = re.compile(r"^【(?P<text>[^】]{1,30})】(?P<rest>.*)$")
_FRAMED = re.compile(r"^[=\-—*★☆■◆●#~～]{2,}\s*(?P<text>[^=\-—*★☆■◆●#~～\s].{0,30}?)\s*[=\-—*★☆■◆●#~～]{2,}$")
_BULLET_HEADING = re.compile(r"^[■◆▌▎●★]\s*(?P<text>\S.{0,30})$")
_TITLE_WORD = re.compile(r"^(?:标题|題目|题目|主题)[:：]\s*(?P<text>\S.{0,60})$")
_LINE_END = "。！？!?；;，,：:、"
_MAX_HEADING = 30
_NEAR = 200


def read(path: Path) -> Reading:
    """Read a text file."""
    return read_plain(read_text(path))


def read_plain(text: str) -> Reading:
    """Read plain text."""
    front, body, warnings = split_front_matter(text)
    lines = [line.strip() for line in body.split("\n")]
    outline = Outline()
    if sum(1 for line in lines if line) > 1:
        entries = Entries(outline, loose=loose_questions(lines))
        for index in range(len(lines)):
            _take(lines, index, entries, outline)
        entries.flush()
    else:
        outline.paragraph(body)
    return Reading(front=front, warnings=warnings, sections=outline.finish())


def _take(lines: list[str], index: int, entries: Entries, outline: Outline) -> None:
    line = lines[index]
    found = heading_at(lines, index)
    # Inside an answer "一、" is a list, unless the next thing is a question again.
    if found is not None and entries.open and asked(_next_text(lines, index)) is None:
        found = None
    if found is None:
        entries.line(line)
        return
    level, text, rest = found
    entries.flush()
    outline.heading(level, text)
    if rest:
        entries.line(rest)


def heading_at(lines: list[str], index: int) -> tuple[int, str, str] | None:
    """Return ``(level, heading, text that follows on the line)`` if ``lines[index]`` is a heading."""
    line = lines[index]
    if not line or asked(line):
        return None
    if match := _MARKS.match(line):
        return line.index(" "), match["text"].strip(), ""
    if match := _TITLE_WORD.match(line):
        return 1, match["text"], ""
    if match := _LENTICULAR.match(line):
        return _lenticular(lines, index, match)
    if match := _FRAMED.match(line):
        return 2, match["text"], ""
    short = len(line) <= _MAX_HEADING and line[-1] not in _LINE_END
    if _CHAPTER.match(line) and short:
        return 2, line, ""
    if match := _CLAUSE.match(line):
        return (3, line, "") if short else (3, match[0].rstrip(" 、：:.\t"), line)
    if short and (match := _BULLET_HEADING.match(line)) and not _is_list(lines, index, _BULLET_HEADING):
        return 3, match["text"], ""
    for level, pattern in ((3, _ONE), (4, _ONE_IN_BRACKETS), (5, _ARABIC)):
        if short and pattern.match(line) and not _is_list(lines, index, pattern):
            return level, line, ""
    if _is_first(lines, index) and short and _opens_text(lines, index):
        return 1, line, ""
    return None


def _lenticular(lines: list[str], index: int, match: re.Match[str]) -> tuple[int, str, str] | None:
    if not match["rest"].strip():
        return 3, match["text"], ""
    # 【退货】七天内…: a heading only where the file uses it so more than once.
    near = lines[max(0, index - _NEAR) : index + _NEAR]
    others = sum(1 for other in near if (found := _LENTICULAR.match(other)) and found["rest"].strip())
    return (3, match["text"], lines[index]) if others >= 2 else None


def _is_list(lines: list[str], index: int, pattern: re.Pattern[str]) -> bool:
    """Whether the line is an item of a list: the next line, or the line before, is one of the same kind."""
    following = lines[index + 1] if index + 1 < len(lines) else ""
    after_blank = _next_text(lines, index)
    if not after_blank:
        return True
    return bool(pattern.match(following) or pattern.match(after_blank) or (index and pattern.match(lines[index - 1])))


def _is_first(lines: list[str], index: int) -> bool:
    return next((at for at, line in enumerate(lines) if line), -1) == index


def _next_text(lines: list[str], index: int) -> str:
    """Return the next line with text, looking no further than a page."""
    return next((line for line in lines[index + 1 : index + _NEAR] if line), "")


def _opens_text(lines: list[str], index: int) -> bool:
    """Whether the first line is set off as a title: a blank line after it, or much longer text."""
    following = lines[index + 1] if index + 1 < len(lines) else ""
    rest = _next_text(lines, index)
    if not following or heading_shape(rest):
        return bool(rest)
    # A line with a number may be a statement (满 99 元包邮) and stays text.
    longer = len(rest) >= 1.6 * len(lines[index]) and sum(1 for line in lines[:_NEAR] if line) >= 3
    return longer and not re.search(r"\d", lines[index])


def heading_shape(line: str) -> bool:
    """Whether ``line`` alone looks like a numbered heading."""
    return any(pattern.match(line) for pattern in (_CHAPTER, _CLAUSE, _ONE, _LENTICULAR)) or asked(line) is not None
