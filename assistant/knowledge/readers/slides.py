"""PowerPoint slides: the title as heading, text in reading order, tables, notes; hidden slides are put aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.knowledge.readers.archive import open_office
from assistant.knowledge.readers.blocks import Block, lay_out
from assistant.knowledge.readers.reading import Reading

_MAX_DEPTH = 10


def read(path: Path) -> Reading:
    """Read a presentation."""
    import pptx

    with open_office(path, part="ppt/presentation.xml"):
        pass
    presentation = pptx.Presentation(str(path))
    reading = Reading()
    blocks: list[Block] = []
    for number, slide in enumerate(presentation.slides, 1):
        content = list(_slide(slide))
        if slide._element.get("show") == "0":
            reading.hidden.extend(block.text for block in content if block.text)
            reading.warnings.append(f"第 {number} 页是隐藏的，没有收下")
        else:
            blocks.extend(content)
    lay_out(blocks, reading, guess_headings=False)
    return reading


def _slide(slide: Any) -> Iterator[Block]:
    title = slide.shapes.title
    heading = " ".join(title.text_frame.text.split()) if title is not None and title.has_text_frame else ""
    # Without a title the heading of the slide before must not reach over.
    yield Block(heading, level=1) if heading else Block("", level=1)
    shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        yield from _shape(shape, 0)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for line in _lines(frame):
            yield Block(line)


def _shape(shape: Any, depth: int) -> Iterator[Block]:
    if hasattr(shape, "shapes") and depth < _MAX_DEPTH:
        for inner in sorted(shape.shapes, key=lambda item: (item.top or 0, item.left or 0)):
            yield from _shape(inner, depth + 1)
    elif getattr(shape, "has_table", False):
        grid = tuple(
            tuple(_cell(shape.table, r, c) for c in range(len(shape.table.columns)))
            for r in range(len(shape.table.rows))
        )
        if grid and any(any(row) for row in grid):
            yield Block(grid=grid)
    elif getattr(shape, "has_text_frame", False) and not _is_page_number(shape):
        for line in _lines(shape.text_frame):
            yield Block(line)


def _cell(table: Any, row: int, column: int) -> str:
    """Return the text of a cell; one that is covered by a merged cell shows that one's text."""
    cell = table.cell(row, column)
    if cell.is_spanned:
        for r in range(row, -1, -1):
            for c in range(column, -1, -1):
                origin = table.cell(r, c)
                if origin.is_merge_origin and r + origin.span_height > row and c + origin.span_width > column:
                    return str(origin.text_frame.text).strip()
    return str(cell.text_frame.text).strip()


def _lines(frame: Any) -> Iterator[str]:
    for paragraph in frame.paragraphs:
        text = "".join("\n" if run == "\v" else run for run in paragraph.text)
        if text.strip():
            yield text.strip()


def _is_page_number(shape: Any) -> bool:
    """Whether the shape is the footer, date or number that the layout puts on every slide."""
    if not shape.is_placeholder:
        return False
    return str(shape.placeholder_format.type).split(" ")[0] in ("SLIDE_NUMBER", "DATE", "FOOTER")
