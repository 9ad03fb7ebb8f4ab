"""CSV and TSV, with the delimiter found out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from assistant.errors import ReadError
from assistant.knowledge.readers.decoding import read_text
from assistant.knowledge.readers.pairs import add_question_table
from assistant.knowledge.readers.reading import Outline, Reading
from assistant.knowledge.tables import add_table

_DELIMITERS = ",\t;|，"


def read(path: Path) -> Reading:
    """Read a delimited text file."""
    text = read_text(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" and "\t" in text else sniff(text)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    grid: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            # A quoted cell may run over several lines: the row is where it begins.
            grid.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise ReadError(f"第 {reader.line_num} 行不是正确的 CSV") from error
    reading = Reading()
    outline = Outline()
    if not add_question_table(grid, outline):
        add_table(grid, outline=outline, products=reading.products, warnings=reading.warnings, title_level=1)
    reading.sections = outline.finish()
    return reading


def sniff(text: str) -> str:
    """Return the delimiter that cuts most lines into the same number of cells, two or more."""
    lines = [line for line in text.split("\n") if line.strip()][:50]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        score = count / max(1, len(lines)) * (1 + width / 100) if width > 1 else 0.0
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best
