"""A source file as the store takes it in: sections under headings, facts, validity, and what it tries to order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.knowledge.sources import SourceMeta
from assistant.schema.contracts import PassageKind
from assistant.schema.facts import Product


class Section(BaseModel):
    """A run of text under one heading path.

    ``question`` is set for a FAQ entry (``text`` is then the answer), ``row`` for a table row (from 1, as a
    spreadsheet counts). An ``atomic`` section becomes one passage and is never merged with its neighbours. The
    period, where given, binds this section alone.
    """

    model_config = ConfigDict(frozen=True)

    heading: tuple[str, ...] = ()
    text: str
    question: str = ""
    kind: PassageKind | None = None
    row: int | None = None
    atomic: bool = False
    valid_from: date | None = None
    valid_until: date | None = None


class Document(BaseModel):
    """One source file. ``source`` is relative to ``knowledge/``, with forward slashes.

    ``orders`` are texts in it that address a language model, ``warnings`` what was read only in part; both are
    sentences for the operator.
    """

    source: str
    title: str
    kind: PassageKind
    sections: list[Section] = Field(default_factory=list)
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    supersedes: tuple[str, ...] = ()
    products: list[Product] = Field(default_factory=list)
    orders: list[str] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)


def read_document(path: Path, *, root: Path, meta: SourceMeta, today: date) -> Document:
    """Read one file of the knowledge folder ``root``; ``meta`` is what ``sources.yaml`` says about it.

    Raises:
        ReadError: the file cannot be taken in; the reason is one Chinese clause.
    """
    # Imported here: the assembly needs the shapes above.
    from assistant.knowledge.readers.assemble import assemble

    return assemble(path, root=root, meta=meta, today=today)
