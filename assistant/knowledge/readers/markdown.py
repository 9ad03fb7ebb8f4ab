"""Markdown: headings, FAQ entries, tables, front matter; markup is taken off the text."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.knowledge.readers.decoding import read_text
from assistant.knowledge.readers.faq import asked
from assistant.knowledge.readers.front_matter import split_front_matter
from assistant.knowledge.readers.hidden import without_hidden_markup
from assistant.knowledge.readers.lines import Entries, loose_questions
from assistant.knowledge.readers.reading import Outline, Reading
from assistant.knowledge.tables import add_table, belongs_to_answer, row_text

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?:\s+|(?=[^#\s\d]))(?P<text>.+?)\s*#*\s*(?:\{#[\w-]+\})?\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}\s*$")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]{0,200})\]\([^)]{0,500}\)")
_LINK = re.compile(r"\[(?P<text>[^\]]{1,200})\]\((?P<url>[^)\s]{1,500})(?:\s+\"[^\"]{0,200}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_CODE = re.compile(r"(`+)(?P<text>.+?)\1")
_STRIKE = re.compile(r"~~(?P<text>.+?)~~")
_TAG = re.compile(
    r"</?(?:div|span|p|br|b|i|u|em|strong|font|center|small|big|sup|sub|details|summary|hr|a|img)\b[^>]*>", re.I
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")


def read(path: Path) -> Reading:
    """Read a Markdown file."""
    return read_markdown(read_text(path))


def read_markdown(text: str) -> Reading:
    """Read Markdown text."""
    front, body, warnings = split_front_matter(text)
    body, hidden = without_hidden_markup(body)
    outline = Outline()
    reading = Reading(front=front, hidden=hidden, warnings=warnings)
    lines = body.split("\n")
    entries = Entries(outline, loose=loose_questions(lines))
    index = 0
    while index < len(lines):
        index = _step(lines, index, entries, outline, reading)
    entries.flush()
    reading.sections = outline.finish()
    return reading


def _step(lines: list[str], index: int, entries: Entries, outline: Outline, reading: Reading) -> int:
    """Take what begins at ``lines[index]``; return the index after it."""
    line = lines[index]
    if fence := _FENCE.match(line):
        return _take_fence(lines, index, fence[1], entries)
    if heading := _HEADING.match(line):
        _take_heading(len(heading["marks"]), heading["text"], entries, outline)
        return index + 1
    following = lines[index + 1] if index + 1 < len(lines) else ""
    if "|" in line and "|" in following and _TABLE_RULE.match(following):
        return _take_table(lines, index, entries, outline, reading)
    if _is_underlined(line, following):
        _take_heading(1 if following.strip().startswith("=") else 2, line, entries, outline)
        return index + 2
    if not _RULE.match(line):
        entries.line(_plain_line(line))
    else:
        entries.line("")
    return index + 1


def _is_underlined(line: str, following: str) -> bool:
    if not line.strip() or len(line) > 80 or line.startswith((" ", ">", "-", "*")):
        return False
    return _UNDERLINE.match(following) is not None and len(following.strip()) >= 3


def _take_heading(level: int, text: str, entries: Entries, outline: Outline) -> None:
    marked = asked(text)
    entries.flush()
    if marked and marked.answer:
        entries.line(_plain_line(text))
        return
    outline.heading(level, plain(text))


def _take_fence(lines: list[str], index: int, mark: str, entries: Entries) -> int:
    index += 1
    while index < len(lines) and not lines[index].lstrip().startswith(mark):
        entries.line(lines[index])
        index += 1
    return index + 1


def _take_table(lines: list[str], index: int, entries: Entries, outline: Outline, reading: Reading) -> int:
    grid = [(index + 1, _cells(lines[index]))]
    end = index + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        grid.append((end + 1, _cells(lines[end])))
        end += 1
    if entries.open and belongs_to_answer([cells for _, cells in grid]):
        for _, cells in grid[1:]:
            entries.line(row_text(grid[0][1], cells))
        return end
    entries.flush()
    add_table(grid, outline=outline, products=reading.products, warnings=reading.warnings, header_row=0)
    return end


def _cells(line: str) -> list[str]:
    body = line.strip()
    body = body[1:] if body.startswith("|") else body
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return [plain(cell.replace("\\|", "|")).strip() for cell in re.split(r"(?<!\\)\|", body)]


def _plain_line(line: str) -> str:
    """Keep the bold marks of a whole-line question: they are how the FAQ reader knows it."""
    body = re.sub(r"^(\s*)[*+](?=\s+\S)", r"\1-", re.sub(r"^\s{0,3}>\s?", "", line))
    stripped = body.strip()
    if stripped.startswith("**") and stripped.endswith("**") and stripped.count("**") == 2:
        return f"**{plain(stripped[2:-2])}**" if stripped[2:-2].rstrip().endswith(("？", "?")) else plain(stripped)
    return plain(body)


def plain(text: str) -> str:
    """Return ``text`` without inline markup; a link keeps its address when it is one people can open."""
    text = _IMAGE.sub(lambda match: match["alt"], text)
    text = _LINK.sub(_link, text)
    text = _CODE.sub(lambda match: match["text"], text)
    for pattern in (_STRONG, _EMPHASIS, _STRIKE):
        text = pattern.sub(lambda match: match["text"], text)
    return _ESCAPE.sub(r"\1", _TAG.sub("", text))


def _link(match: re.Match[str]) -> str:
    text, url = match["text"], match["url"]
    return f"{text}（{url}）" if url.startswith(("http://", "https://")) and url != text else text
