"""Web pages: the content without navigation, footer and advertisements; hidden text is put aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import ReadError
from assistant.knowledge.readers.blocks import Block, lay_out
from assistant.knowledge.readers.decoding import decode
from assistant.knowledge.readers.faq import is_question
from assistant.knowledge.readers.html_clutter import is_byline, main_content, take_clutter, take_hidden
from assistant.knowledge.readers.reading import Reading

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form "
    "h1 h2 h3 h4 h5 h6 hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_SITE = re.compile(r"\s*[-_|–—·]\s*[^-_|–—·]{1,20}$")
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}


def read(path: Path) -> Reading:
    """Read a web page saved as a file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError("没有权限读取这个文件") from error
    return read_html(_decode(data))


def read_html(text: str) -> Reading:
    """Read the HTML ``text``."""
    import lxml.html  # type: ignore[import-untyped]

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        raise ReadError("文件里没有文字")
    tree = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=False))
    title = " ".join(str(tree.findtext(".//title") or "").split())
    reading = Reading(hidden=take_hidden(tree))
    body = tree.find("body") if tree.find("body") is not None else tree
    take_clutter(body)
    blocks = list(_blocks(main_content(body)))
    lay_out([block for block in blocks if block.grid or (block.text and not _is_about_the_page(block))], reading)
    first = next((block.text for block in blocks if block.level == 1), "")
    if title and not first:
        reading.title = _SITE.sub("", title) or title
    return reading


def _is_about_the_page(block: Block) -> bool:
    return block.level is None and is_byline(block.text)


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and (encoding := _DECLARED.get(declared[1].decode("ascii").lower())):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            # A page converted without its declaration.
            return decode(data)
    return decode(data)


def _blocks(element: Any) -> Iterator[Block]:
    """Walk ``element`` in document order and yield its headings, tables and lines."""
    line: list[str] = []
    for kind, value in _walk(element):
        if kind == "text":
            line.append(value)
            continue
        text = _squeezed("".join(line))
        line = []
        if text:
            yield Block(text)
        if kind == "block":
            yield value
    if text := _squeezed("".join(line)):
        yield Block(text)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    name = element.tag if isinstance(element.tag, str) else ""
    if name:
        if name == "table" and (grid := _grid(element)) is not None:
            yield "block", Block(grid=grid)
        elif (block := _heading(element, name)) is not None:
            yield "block", block
        elif name == "br":
            yield "break", None
        elif name == "img":
            pass
        else:
            yield from _inside(element, name)
    if element.tail:
        yield "text", element.tail


def _inside(element: Any, name: str) -> Iterator[tuple[str, Any]]:
    if name in _BLOCK:
        yield "break", None
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _walk(child)
    if name == "a" and _is_named_link(element):
        yield "text", f"（{element.get('href')}）"
    if name in _BLOCK:
        yield "break", None


def _heading(element: Any, name: str) -> Block | None:
    if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        text = _text(element)
        return Block(text, level=int(name[1])) if text else None
    if name == "p" and (text := _painted(element)):
        return Block(text, level=6)
    text = _text(element) if name in ("dt", "summary") or "question" in _names(element) else ""
    if text and len(text) <= 80 and (name != "div" or is_question(text)):
        return Block(text, level=6)
    return None


def _painted(element: Any) -> str:
    """Return the text of a short paragraph that is bold as a whole and no sentence."""
    text = _text(element)
    bold = "".join(_text(child) for child in element.iter("strong", "b"))
    heading = 0 < len(text) <= 30 and text[-1] not in "。！？!?；;，,：:、"
    return text if heading and bold.replace(" ", "") == text.replace(" ", "") else ""


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _is_named_link(element: Any) -> bool:
    url = element.get("href") or ""
    return url.startswith(("http://", "https://")) and url not in _text(element) and bool(_text(element))


def _grid(table: Any) -> tuple[tuple[str, ...], ...] | None:
    """Return the cells of a table of data, spans filled; ``None`` for one that only arranges the page."""
    if table.find(".//table") is not None or any(table.iter("h1", "h2", "h3", "ul", "form")):
        return None
    rows: list[list[str]] = []
    below: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while (number, len(cells)) in below:
                cells.append(below[number, len(cells)])
            text, width, height = _text(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            for _ in range(width):
                below.update({(number + down, len(cells)): text for down in range(1, height)})
                cells.append(text)
        while (number, len(cells)) in below:
            cells.append(below[number, len(cells)])
        rows.append(cells)
    caption = table.find("caption")
    width = max((len(row) for row in rows), default=0)
    if width < 2 or len(rows) < 2 or max(len(cell) for row in rows for cell in row) > 600:
        return None
    title = [[_text(caption)]] if caption is not None and _text(caption) else []
    return tuple(tuple(row) for row in title + rows)


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), 200) if value.isdigit() else 1


def _text(element: Any) -> str:
    return _squeezed("".join(element.itertext()))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()
