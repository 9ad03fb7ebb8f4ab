"""One module a file format. Each gives a :class:`~assistant.knowledge.readers.reading.Reading`."""

from __future__ import annotations

from collections.abc import Mapping

# Suffix to the module that reads it; the module's ``read(path)`` is found when the first such file comes.
SUFFIXES: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    ".html": "html",
    ".htm": "html",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".docx": "word",
    ".pptx": "slides",
    ".pdf": "portable",
    ".json": "questions",
    ".jsonl": "questions",
    ".yaml": "questions",
    ".yml": "questions",
}
