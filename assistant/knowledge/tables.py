"""Tables as offices make them: title rows, merged cells, blank rows, notes below; every row keeps its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.knowledge.columns import Columns, costs_in
from assistant.knowledge.documents import Section
from assistant.knowledge.products import product_of
from assistant.knowledge.readers.faq import asked
from assistant.knowledge.readers.pairs import answer_key
from assistant.knowledge.readers.reading import Outline
from assistant.knowledge.sizes import Sized
from assistant.schema.contracts import PassageKind
from assistant.schema.facts import Product

Grid = Sequence[tuple[int, Sequence[str]]]
"""Rows with their number in the file (from 1) and their cells as text."""

_NUMBER = re.compile(r"^[¥￥$]?\s*-?[\d,.]+\s*(?:%|元|块|个|件|包|盒|天|次)?$")
_TOTAL = re.compile(r"^(?:合计|总计|小计|total)\b", re.IGNORECASE)
_HEADER_WORD = re.compile(
    r"(?:内容|说明|价格?|费用?|时间|备注|要求|标准|数量|方式|规则|权益|比例|金额|门槛|结果|做法|条件|范围|长|重|高|围)(?:[（(].*)?$"
)
_FORM_WORD = re.compile(
    r"名称?$|地址|电话|微信|营业|时间|日期|地点|对象|联系|价格?$|费用|人数|主题|规则|备注|交通|停车|邮箱|官网|负责人"
)
_HEADER_SEARCH_ROWS = 15


@dataclass(frozen=True)
class Row:
    """One data row; ``group`` is the sub-title (奶粉类) it stands under."""

    number: int
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class Table:
    """``before`` and ``after`` are lines of text around the table proper."""

    before: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    after: tuple[str, ...]


def shape(grid: Grid, *, header_row: int | None = None) -> Table:
    """Find header, rows and notes; ``header_row`` is the index in ``grid`` where the file's format fixes it."""
    filled = [(number, tuple(_clean(cell) for cell in cells)) for number, cells in grid]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    at = header_row if header_row is not None and len(filled) == len(grid) else _find_header(filled)
    if at is None:
        return Table(tuple(_as_text(cells) for _, cells in filled), (), (), ())
    if header_row is None and _is_key_value(filled[at:]):
        return Table(tuple(_pair_text(cells) for _, cells in filled), (), (), ())
    header, first = _header(filled, at)
    before = [_as_text(cells) for _, cells in filled[:at]]
    rows, after = _body(filled[first:], header)
    return Table(tuple(before), header, tuple(rows), tuple(after))


def add_table(
    grid: Grid,
    *,
    outline: Outline,
    products: list[Product],
    warnings: list[str],
    header_row: int | None = None,
    title_level: int | None = None,
) -> None:
    """Put a table into ``outline``, one section a row, and its products into ``products``.

    With ``title_level`` a short line above the table becomes a heading of that level.
    """
    table = _without_costs(shape(grid, header_row=header_row), warnings)
    before = list(table.before)
    if title_level is not None and before and len(before[0]) <= 40 and table.header:
        outline.heading(title_level, before.pop(0))
    for line in before:
        outline.paragraph(line)
    columns = Columns.find(table.header, [row.cells for row in table.rows])
    sized = Sized.find(table.header, [row.cells for row in table.rows]) if columns is None else None
    header = columns.labelled() if columns is not None else table.header
    for row in table.rows:
        text = row_text(header, columns.readable(row.cells) if columns is not None else row.cells)
        if columns is not None:
            product, problems = product_of(columns, row.cells, number=row.number, group=row.group)
            warnings.extend(problems)
            if product is not None:
                products.append(product)
        if sized is not None:
            products.extend(sized.products(row.cells, number=row.number, group=row.group))
        heading = (row.group,) if row.group else ()
        listed = columns is not None or sized is not None
        kind = PassageKind.PRODUCT if listed else None
        outline.add(Section(heading=heading, text=text, row=row.number, atomic=listed, kind=kind))
    for line in table.after:
        outline.paragraph(line)


def _without_costs(table: Table, warnings: list[str]) -> Table:
    """Leave out what the goods cost the shop: neither a draft nor a search may show it."""
    costs = costs_in(table.header)
    if not costs:
        return table
    names = "、".join(dict.fromkeys(table.header[index] for index in sorted(costs)))
    warnings.append(f"“{names}”是店里的内部数字，这一列没有收下，也不会出现在文案里")
    rows = tuple(Row(row.number, _kept(row.cells, costs), row.group) for row in table.rows)
    return Table(table.before, _kept(table.header, costs), rows, table.after)


def _kept(cells: Sequence[str], without: set[int]) -> tuple[str, ...]:
    return tuple(cell for index, cell in enumerate(cells) if index not in without)


def belongs_to_answer(grid: Sequence[Sequence[str]]) -> bool:
    """Whether a table below a FAQ entry is part of its answer: small, and neither a price list nor questions."""
    size = sum(len(cell) for row in grid for cell in row)
    return size <= 600 and Columns.find(grid[0]) is None and not any(asked(cell) for row in grid for cell in row)


def row_text(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return "表头：值；表头：值" for the cells that are filled."""
    parts = []
    for index, cell in enumerate(cells):
        if cell:
            name = header[index] if index < len(header) else ""
            parts.append(f"{name}：{cell}" if name else cell)
    return "；".join(parts)


def _find_header(rows: Sequence[tuple[int, tuple[str, ...]]]) -> int | None:
    if len(rows) < 2:
        return None
    counts = Counter(_filled(cells) for _, cells in rows)
    width = max(counts, key=lambda count: (counts[count] * (count > 1), count))
    if width < 2:
        return None
    best: tuple[float, int] | None = None
    for index, (_, cells) in enumerate(rows[:_HEADER_SEARCH_ROWS]):
        names = [cell for cell in cells if cell]
        distinct = len(set(names))
        if distinct < max(2, 0.5 * width):
            continue
        score = distinct / max(width, len(names)) + 2 * Columns.recognised(names) / len(names)
        score -= sum(1.0 for name in names if _NUMBER.match(name)) / len(names) * 2
        score -= sum(1.0 for name in names if len(name) > 20) / len(names)
        score -= 0.15 * index
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best is not None and best[0] > 0.3 and best[1] < len(rows) - 1 else None


def _is_key_value(rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether two columns are names and values (地址, 电话) rather than a header with rows below it."""
    pairs = [tuple(cell for cell in cells if cell) for _, cells in rows]
    if len(pairs) < 3 or any(len(pair) != 2 for pair in pairs):
        return False
    names, values = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if _HEADER_WORD.search(values[0]) or Columns.recognised(pairs[0]) == 2 or answer_key([values[0]]) is not None:
        return False
    if len(set(names)) < len(names) or any(len(name) > 10 or _NUMBER.match(name) for name in names):
        return False
    # Values of one kind below a short title are a column; a mixture is a form.
    numeric = sum(1 for value in values[1:] if re.search(r"\d", value))
    return 0 < numeric < len(values) - 1 or sum(1 for name in names if _FORM_WORD.search(name)) * 2 >= len(names)


def _pair_text(cells: Sequence[str]) -> str:
    pair = [cell for cell in cells if cell]
    return "：".join(pair) if len(pair) == 2 else _as_text(cells)


def _header(rows: Sequence[tuple[int, tuple[str, ...]]], at: int) -> tuple[tuple[str, ...], int]:
    """Return the header and the index of the first data row; a two-storey header is joined (价格 / 会员价)."""
    top = rows[at][1]
    repeated = {name for name, count in Counter(cell for cell in top if cell).items() if count > 1}
    if not repeated or at + 2 >= len(rows):
        return top, at + 1
    below = rows[at + 1][1]
    under = [cell for name, cell in zip(top, below, strict=False) if name in repeated]
    if len(set(under)) < len(under) or any(_NUMBER.match(cell) or not cell for cell in under):
        return top, at + 1
    joined = (low if name in repeated else (name or low) for name, low in zip_longest(top, below, fillvalue=""))
    return tuple(joined), at + 2


def _body(rows: Sequence[tuple[int, tuple[str, ...]]], header: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """Separate data rows, sub-titles, repeated headers and notes."""
    width = _filled(header)
    data: list[Row] = []
    notes: list[str] = []
    pending: list[str] = []
    group = ""
    for number, cells in rows:
        if cells == header:
            continue
        distinct = {cell for cell in cells if cell}
        if width >= 2 and len(distinct) == 1 and (width > 2 or cells[0] == "" or len(next(iter(distinct))) > 12):
            pending.append(next(iter(distinct)))
            continue
        if _TOTAL.match(next(cell for cell in cells if cell)):
            pending.append(_as_text(cells))
            continue
        if pending:
            # A lone line right above data is its sub-title; longer ones are notes.
            *rest, last = pending
            notes.extend(rest)
            if len(last) <= 20 and not last.endswith(("。", "；", "！")):
                group = last
            else:
                notes.append(last)
            pending = []
        data.append(Row(number, cells, group))
    return data, notes + pending


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell)


def _as_text(cells: Sequence[str]) -> str:
    # A merged cell was filled into each of its places: said once is enough.
    return "　".join(dict.fromkeys(cell for cell in cells if cell))


def _clean(cell: str) -> str:
    return re.sub(r"\s*\n\s*", " ", cell.strip())
