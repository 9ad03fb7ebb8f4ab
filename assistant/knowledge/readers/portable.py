"""PDF with a text layer: lines joined to paragraphs, headings by size, tables, page furniture left out."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ReadError
from assistant.knowledge.readers.blocks import Block, lay_out
from assistant.knowledge.readers.pdf_lines import Line, joined, without_furniture
from assistant.knowledge.readers.reading import Reading
from assistant.text.normalize import without_private

_MAX_PAGES = 300
_CID = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True)
class _Page:
    lines: list[Line]
    tables: list[tuple[float, tuple[tuple[str, ...], ...]]]
    hidden: str


def read(path: Path) -> Reading:
    """Read a PDF.

    Raises:
        ReadError: encrypted, damaged, or without a text layer.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise ReadError("文件已损坏，或者不是 PDF")
    # Its remarks on sloppy files would stand between our lines on stderr.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    reading = Reading()
    try:
        with pdfplumber.open(path) as pdf:
            pages = [_page(page) for page in pdf.pages[:_MAX_PAGES]]
            count = len(pdf.pages)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise ReadError("文件加了密码，请去掉密码再放进来") from error
        raise ReadError("文件已损坏，打不开") from error
    _judge(pages, count, reading)
    reading.hidden.extend(page.hidden for page in pages if page.hidden)
    lay_out(_blocks(pages), reading)
    return reading


def _judge(pages: Sequence[_Page], count: int, reading: Reading) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    text += "".join(cell for page in pages for _, grid in page.tables for row in grid for cell in row)
    if not text.strip():
        raise ReadError("PDF 里没有文字层（多半是扫描件），请先做文字识别或另存为 docx")
    if len("".join(_CID.findall(text))) > 0.3 * len(text):
        raise ReadError("PDF 的字体没有文字对照表，读出来是乱码，请另存为 docx")
    if count > _MAX_PAGES:
        reading.warnings.append(f"有 {count} 页，只收下前 {_MAX_PAGES} 页")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.lines and not page.tables]
    if empty:
        reading.warnings.append(f"第 {'、'.join(empty[:20])} 页没有文字层，没有收下")


def _page(page: Any) -> _Page:
    seen = page.filter(lambda item: item["object_type"] != "char" or not _unseen(item, page))
    chars = [item for item in page.chars if _unseen(item, page)]
    tables = []
    rest = seen
    for table in seen.find_tables():
        grid = tuple(tuple((cell or "").strip() for cell in row) for row in table.extract())
        if len(grid) < 2 or max(len(row) for row in grid) < 2:
            continue
        tables.append((float(table.bbox[1]), _filled(grid)))
        box = table.bbox
        rest = rest.filter(lambda item, box=box: not _inside(item, box))
    lines = [
        Line(
            text=without_private(str(line["text"])).strip(),
            x0=float(line["x0"]),
            x1=float(line["x1"]),
            top=float(line["top"]),
            bottom=float(line["bottom"]),
            size=Counter(round(float(char["size"]), 1) for char in line["chars"]).most_common(1)[0][0],
            bold=all(
                "bold" in str(char["fontname"]).lower() or "hei" in str(char["fontname"]).lower()
                for char in line["chars"]
            ),
        )
        for line in rest.extract_text_lines(return_chars=True)
        if without_private(str(line["text"])).strip()
    ]
    page.close()
    return _Page(lines, tables, "".join(str(char["text"]) for char in chars).strip())


def _filled(grid: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Join the lines inside a cell: a Chinese word may break anywhere."""
    return tuple(
        tuple(re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", cell).replace("\n", " ") for cell in row)
        for row in grid
    )


def _inside(item: Any, box: tuple[float, float, float, float]) -> bool:
    if item.get("object_type") != "char":
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _unseen(char: Any, page: Any) -> bool:
    """Whether a character is white on no painted ground, or under two points high."""
    if float(char["size"]) < 2:
        return True
    if not _is_white(char.get("non_stroking_color")):
        return False
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    painted = [*page.rects, *page.curves, *page.images]
    return not any(
        item["x0"] <= x <= item["x1"]
        and item["top"] <= y <= item["bottom"]
        and not _is_white(item.get("non_stroking_color"))
        for item in painted
        if item.get("fill", True)
    )


def _is_white(color: Any) -> bool:
    if isinstance(color, int | float):
        color = (color,)
    if not isinstance(color, tuple | list) or not all(isinstance(part, int | float) for part in color):
        return False
    if len(color) == 4:
        return all(part == 0 for part in color)
    return len(color) in (1, 3) and all(part >= 0.99 for part in color)


def _blocks(pages: Sequence[_Page]) -> list[Block]:
    kept = without_furniture([page.lines for page in pages])
    weights: Counter[float] = Counter()
    for lines in kept:
        for line in lines:
            weights[line.size] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    sizes = sorted({line.size for lines in kept for line in lines if _is_large(line, body)}, reverse=True)
    stream: list[Line | tuple[tuple[str, ...], ...]] = []
    for page, lines in zip(pages, kept, strict=True):
        placed: list[tuple[float, Line | tuple[tuple[str, ...], ...]]] = [(line.top, line) for line in lines]
        placed += list(page.tables)
        stream.extend(item for _, item in sorted(placed, key=lambda entry: entry[0]))
    blocks: list[Block] = []
    run: list[Line] = []
    for item in stream:
        if isinstance(item, Line) and not _is_large(item, body):
            run.append(item)
            continue
        blocks.extend(Block(text) for text in joined(run))
        run = []
        if isinstance(item, Line):
            blocks.append(Block(item.text, level=sizes.index(item.size) + 1))
        else:
            blocks.append(Block(grid=item))
    blocks.extend(Block(text) for text in joined(run))
    return _rejoined_tables(blocks)


def _is_large(line: Line, body: float) -> bool:
    return line.size >= body * 1.12 and len(line.text) <= 40


def _rejoined_tables(blocks: Sequence[Block]) -> list[Block]:
    """Join a table with its continuation on the next page."""
    result: list[Block] = []
    for block in blocks:
        if block.grid and result and result[-1].grid and len(result[-1].grid[0]) == len(block.grid[0]):
            result[-1] = Block(grid=result[-1].grid + block.grid)
        else:
            result.append(block)
    return result
