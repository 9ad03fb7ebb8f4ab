"""Excel workbooks: every visible sheet, each row with its header."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.errors import ReadError
from assistant.knowledge.readers.archive import open_office
from assistant.knowledge.readers.pairs import add_question_table
from assistant.knowledge.readers.reading import Outline, Reading
from assistant.knowledge.readers.sheet_xml import SheetFrame, lightened
from assistant.knowledge.tables import add_table

_MAX_ROWS = 50_000
_MAX_COLUMNS = 200
_DEFAULT_NAME = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)


def read(path: Path) -> Reading:
    """Read a workbook; cells hold the values Excel last calculated.

    Raises:
        ReadError: encrypted, damaged, a zip bomb, or more than 50,000 filled rows in a sheet.
    """
    import openpyxl

    with open_office(path, part="xl/workbook.xml") as archive:
        light, frames = lightened(archive)
    reading = Reading()
    outline = Outline()
    with warnings.catch_warnings():
        # Unknown extensions and styles are no concern of a reader of text.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(light, read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            frame = frames.get(_member(sheet), SheetFrame())
            grid = list(_grid(sheet, frame, reading))
            if sheet.sheet_state != "visible":
                reading.hidden.extend(cell for _, cells in grid for cell in cells if cell)
                if grid:
                    reading.warnings.append(f"工作表“{sheet.title}”是隐藏的，没有收下")
                continue
            if frame.uncalculated:
                reading.warnings.append(
                    f"工作表“{sheet.title}”有 {frame.uncalculated} 个公式单元格没有算好的结果，读出来是空的；"
                    "请用 Excel 或 WPS 打开、保存一次再放进来"
                )
            _take_sheet(sheet.title, grid, outline, reading, alone=len(visible) == 1)
        book.close()
    reading.sections = outline.finish()
    return reading


def _take_sheet(
    title: str, grid: list[tuple[int, list[str]]], outline: Outline, reading: Reading, *, alone: bool
) -> None:
    if not grid:
        return
    named = not _DEFAULT_NAME.match(title)
    if named or not alone:
        outline.heading(1, title)
    if add_question_table(grid, outline):
        return
    for part in _tables(grid):
        add_table(part, outline=outline, products=reading.products, warnings=reading.warnings, title_level=2)


def _tables(grid: list[tuple[int, list[str]]]) -> list[list[tuple[int, list[str]]]]:
    """Cut a sheet where two or more rows are blank and a new title or header of two cells and more begins."""
    parts: list[list[tuple[int, list[str]]]] = [[]]
    for number, cells in grid:
        last = parts[-1][-1][0] if parts[-1] else number
        if number - last > 3 and sum(map(bool, cells)) >= 2 and not any(re.search(r"\d", cell) for cell in cells):
            parts.append([])
        parts[-1].append((number, cells))
    return parts


def _grid(sheet: Any, frame: SheetFrame, reading: Reading) -> Iterable[tuple[int, list[str]]]:
    """Yield the filled rows with their number; merged cells are filled, hidden columns and rows put aside."""
    sheet.reset_dimensions()
    filled: dict[tuple[int, int], str] = {}
    starts = {(top, left): (bottom, right) for top, left, bottom, right in frame.merged}
    count = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(cell) for cell in row[:_MAX_COLUMNS]]
        for at in [place for place in filled if place[0] == number]:
            cells += [""] * (at[1] - len(cells))
            cells[at[1] - 1] = filled.pop(at)
        for column in range(1, len(cells) + 1):
            if (end := starts.get((number, column))) and cells[column - 1]:
                _spread(cells, number, column, end, filled)
        if number in frame.hidden_rows:
            reading.hidden.extend(cell for cell in cells if cell)
            continue
        if frame.hidden_columns:
            reading.hidden.extend(cell for i, cell in enumerate(cells, 1) if cell and i in frame.hidden_columns)
            cells = [cell for i, cell in enumerate(cells, 1) if i not in frame.hidden_columns]
        if any(cells):
            count += 1
            if count > _MAX_ROWS:
                raise ReadError(f"表格太大（超过 {_MAX_ROWS} 行），请拆成几个文件")
            yield number, cells


def _spread(cells: list[str], row: int, column: int, end: tuple[int, int], filled: dict[tuple[int, int], str]) -> None:
    """Write a merged cell's text into each of its places: this row's at once, the following rows' for later."""
    bottom, right = min(end[0], row + 2000), min(end[1], _MAX_COLUMNS)
    text = cells[column - 1]
    cells += [""] * (right - len(cells))
    for at in range(column, right + 1):
        cells[at - 1] = text
        for below in range(row + 1, bottom + 1):
            filled[below, at] = text


def _member(sheet: Any) -> str:
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _text(cell: Any) -> str:
    """Return the value as a reader of the sheet sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value).strip()


def _number(value: int | float, form: str) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, float):
        # 0.1 + 0.2 as Excel shows it, not as the machine keeps it.
        exact = Decimal(f"{value:.12g}")
    if "%" in form:
        return f"{_plain(exact * 100)}%"
    if re.fullmatch(r"0{2,}", form) and exact == exact.to_integral_value():
        return str(int(exact)).zfill(len(form))
    return _plain(exact)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
