"""Word documents: headings real and painted, lists, tables, text boxes; hidden text is put aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.knowledge.readers.archive import open_office
from assistant.knowledge.readers.blocks import Block, lay_out
from assistant.knowledge.readers.faq import is_question
from assistant.knowledge.readers.reading import Reading
from assistant.knowledge.readers.word_text import Styles, is_tag, painted_heading, tag, text_of

_MAX_DEPTH = 20


def read(path: Path) -> Reading:
    """Read a Word document; deleted revisions and the table of contents are left out."""
    import docx

    with open_office(path, part="word/document.xml"):
        pass
    document = docx.Document(str(path))
    reading = Reading()
    styles = Styles(document)
    blocks = list(_blocks(document.element.body, styles, reading, 0))
    lay_out(blocks, reading)
    reading.hidden.extend(_comments(document))
    return reading


def _blocks(parent: Any, styles: Styles, reading: Reading, depth: int) -> Iterator[Block]:
    if depth > _MAX_DEPTH:
        return
    for child in parent:
        if is_tag(child, "p"):
            yield from _paragraph(child, styles, reading, depth)
        elif is_tag(child, "tbl"):
            grid = _grid(child, styles, reading)
            if grid:
                yield Block(grid=grid)
        elif is_tag(child, "sdt"):
            for content in child.findall(tag("sdtContent")):
                yield from _blocks(content, styles, reading, depth + 1)
        elif is_tag(child, "ins") or is_tag(child, "smartTag") or is_tag(child, "customXml"):
            yield from _blocks(child, styles, reading, depth + 1)


def _paragraph(element: Any, styles: Styles, reading: Reading, depth: int) -> Iterator[Block]:
    text = text_of(element, styles, reading.hidden).strip()
    level = styles.level(element)
    if text and not styles.is_contents(element):
        if level is not None and len(text) <= 100:
            yield Block(text, level=level)
        elif (painted := painted_heading(element, text, styles)) is not None:
            yield Block(text, level=painted)
        elif is_question(text) and (styles.is_listed(element) or styles.is_bold(element)):
            # The number of a list is not in its text.
            yield Block(f"**{text}**")
        else:
            yield Block(text)
    for box in element.iter(tag("txbxContent")):
        # Word writes each box twice, the second time for old versions.
        if not any(str(above.tag).endswith("}Fallback") for above in box.iterancestors()):
            yield from _blocks(box, styles, reading, depth + 1)


def _grid(table: Any, styles: Styles, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Return the cells; merged ones repeat their text in every place they cover."""
    rows: list[list[str]] = []
    for row in table.iter(tag("tr")):
        if next(row.iterancestors(tag("tbl"))) is not table:
            continue
        cells: list[str] = []
        for cell in row.iter(tag("tc")):
            if next(cell.iterancestors(tag("tr"))) is not row:
                continue
            text = "\n".join(_cell_lines(cell, styles, reading))
            span, continues = _merge(cell)
            if continues and rows and len(cells) < len(rows[-1]):
                text = text or rows[-1][len(cells)]
            cells.extend([text] * span)
        rows.append(cells)
    return tuple(tuple(row) for row in rows if any(row))


def _cell_lines(cell: Any, styles: Styles, reading: Reading) -> Iterator[str]:
    for paragraph in cell.iter(tag("p")):
        if text := text_of(paragraph, styles, reading.hidden).strip():
            yield text


def _merge(cell: Any) -> tuple[int, bool]:
    """Return how many columns the cell covers, and whether it continues the one above."""
    properties = cell.find(tag("tcPr"))
    if properties is None:
        return 1, False
    span = properties.find(tag("gridSpan"))
    merge = properties.find(tag("vMerge"))
    count = int(span.get(tag("val"), "1")) if span is not None else 1
    return min(max(count, 1), 100), merge is not None and merge.get(tag("val"), "continue") == "continue"


def _comments(document: Any) -> list[str]:
    try:
        return [text for comment in document.comments if (text := str(comment.text).strip())]
    except (AttributeError, KeyError, ValueError):
        return []
