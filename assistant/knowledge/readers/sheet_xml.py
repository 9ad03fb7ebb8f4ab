"""What openpyxl's streaming reader leaves out, read from the sheet's XML: merged cells, hidden rows and columns."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

_EMPTY_ROW = re.compile(rb"<row\b[^<>]*(?:/>|>\s*(?:<c\b[^<>]*(?:/>|></c>)\s*)*</row>)")
_MERGED = re.compile(rb'<mergeCell\b[^<>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_COLUMN = re.compile(rb"<col\b[^<>]*>")
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d+)"')
# A formula nobody has calculated; an empty result that was calculated is a text.
_UNCALCULATED = re.compile(
    rb'<c\b(?![^<>]*\bt="str")[^<>]*>\s*<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\b[^<>]*/>|<v>\s*</v>)?\s*</c>'
)
_BOUNDS = re.compile(rb'\b(min|max)="(\d+)"')
_PREFIXED = re.compile(rb"<(/?)\w+:(?=(?:c|row|v|is|t|f|r|sheetData|worksheet|mergeCells?|cols?)\b)")


@dataclass(frozen=True)
class SheetFrame:
    """All counted from 1. ``merged`` holds (first row, first column, last row, last column).

    ``uncalculated`` is the number of formulas without a result.
    """

    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    uncalculated: int = 0


def lightened(archive: zipfile.ZipFile) -> tuple[io.BytesIO, dict[str, SheetFrame]]:
    """Return a copy of the workbook without empty rows, and the frame of each sheet by its member name.

    A sheet with a million formatted but empty rows becomes as small as what it says. Images are left behind.
    """
    frames: dict[str, SheetFrame] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for member in archive.infolist():
            if "/media/" in member.filename or member.is_dir():
                continue
            data = archive.read(member)
            if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                frames[member.filename] = frame(data)
                data = _EMPTY_ROW.sub(b"", data)
            copy.writestr(member.filename, data)
    target.seek(0)
    return target, frames


def frame(data: bytes) -> SheetFrame:
    """Read the frame of one sheet from its XML."""
    if b":sheetData" in data:
        data = _PREFIXED.sub(rb"<\1", data)
    merged = tuple(
        (int(top), column_number(left), int(bottom), column_number(right))
        for left, top, right, bottom in _MERGED.findall(data)
    )
    hidden: set[int] = set()
    for column in _COLUMN.findall(data[:200_000]):
        if b'hidden="1"' in column or b'hidden="true"' in column:
            bounds = {name: int(value) for name, value in _BOUNDS.findall(column)}
            hidden.update(range(bounds.get(b"min", 1), min(bounds.get(b"max", 0), 1000) + 1))
    # A filter hides rows for the moment; without one they were hidden on purpose.
    filtered = b"<autoFilter" in data
    rows = frozenset() if filtered else frozenset(int(number) for number in _HIDDEN_ROW.findall(data))
    uncalculated = sum(1 for _ in _UNCALCULATED.finditer(data))
    return SheetFrame(merged, frozenset(hidden), rows, uncalculated)


def column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
