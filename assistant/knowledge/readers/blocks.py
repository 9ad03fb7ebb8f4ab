"""What office formats and web pages have in common: a row of headings, lines and tables, made into sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.knowledge.readers.faq import asked
from assistant.knowledge.readers.lines import Entries, loose_questions
from assistant.knowledge.readers.pairs import add_question_table
from assistant.knowledge.readers.plain import heading_at
from assistant.knowledge.readers.reading import Outline, Reading
from assistant.knowledge.tables import add_table, belongs_to_answer, row_text


@dataclass(frozen=True)
class Block:
    """A heading (``level`` from 0, the title), a table (``grid`` set) or a line of text."""

    text: str = ""
    level: int | None = None
    grid: tuple[tuple[str, ...], ...] = field(default=())


def lay_out(blocks: Sequence[Block], reading: Reading, *, guess_headings: bool = True) -> None:
    """Put ``blocks`` into ``reading``; without any heading among them, lines that look like headings become some."""
    outline = Outline()
    lines = [block.text if block.level is None and not block.grid else "" for block in blocks]
    entries = Entries(outline, loose=loose_questions(lines))
    guess = guess_headings and not any(block.level for block in blocks)
    for index, block in enumerate(blocks):
        if block.grid:
            _take_table(block, entries, outline, reading)
        elif block.level is not None:
            _take_heading(block.level, block.text, entries, outline)
        elif guess and not entries.open and (found := heading_at(lines, index)):
            level, text, rest = found
            _take_heading(level, text, entries, outline)
            if rest:
                entries.line(rest)
        else:
            for line in block.text.split("\n"):
                entries.line(line)
    entries.flush()
    reading.sections.extend(outline.finish())


def _take_heading(level: int, text: str, entries: Entries, outline: Outline) -> None:
    text = " ".join(text.split())
    marked = asked(text)
    if marked and marked.answer:
        entries.line(text)
        return
    entries.flush()
    outline.heading(level, text)


def _take_table(block: Block, entries: Entries, outline: Outline, reading: Reading) -> None:
    width = max(len(row) for row in block.grid)
    if width == 1 or len(block.grid) == 1:
        # A frame drawn with a table.
        for row in block.grid:
            for cell in dict.fromkeys(row):
                for line in cell.split("\n"):
                    entries.line(line)
        return
    if entries.open and belongs_to_answer(block.grid):
        header = block.grid[0]
        for row in block.grid[1:]:
            entries.line(row_text(header, row))
        return
    entries.flush()
    grid = [(number, list(row)) for number, row in enumerate(block.grid, 1)]
    if not add_question_table(grid, outline):
        add_table(grid, outline=outline, products=reading.products, warnings=reading.warnings)
