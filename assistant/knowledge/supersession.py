"""Which documents newer ones replace: named under ``supersedes``, or declared void in the newer one's own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select, update

from assistant.knowledge.editions import Edition, replaced_from
from assistant.storage.tables import documents, passages


def settle_superseded(connection: Connection) -> None:
    """Mark what newer documents replace: a document is replaced from the day the first newer one begins to hold."""
    rows = connection.execute(
        select(documents.c.source, documents.c.title, documents.c.supersedes, documents.c.valid_from)
    ).all()
    replaced: dict[str, tuple[str, str]] = {}
    known = [(row.source, row.title) for row in rows]
    for source, _title, names, valid_from in rows:
        for old in {old for name in names for old in _named(name, source, known)}:
            since = (valid_from or "0001-01-01", source)
            replaced[old] = min(since, replaced.get(old, since))
    connection.execute(update(documents).values(superseded_by=None, superseded_from=None))
    connection.execute(update(passages).where(passages.c.superseded_from.is_not(None)).values(superseded_from=None))
    for old, (day, source) in replaced.items():
        _replace(connection, old, by=source, day=day)


def _replace(connection: Connection, old: str, *, by: str, day: str) -> None:
    connection.execute(update(documents).where(documents.c.source == old).values(superseded_by=by, superseded_from=day))
    connection.execute(update(passages).where(passages.c.source == old).values(superseded_from=day))


def settle_by_word(
    connection: Connection, pairs: Sequence[tuple[str, str, float]], *, today: date
) -> list[tuple[str, str, float]]:
    """Mark, of near copies (older, newer, similarity), those the newer one declares void; return the other pairs."""
    found = {source for older, newer, _ in pairs for source in (older, newer)}
    editions = {source: _edition(connection, source) for source in found}
    replaced: dict[str, tuple[str, str]] = {}
    for older, newer, _ in pairs:
        day = replaced_from(editions[older], editions[newer], today=today)
        if day is not None:
            replaced[older] = min((day, newer), replaced.get(older, (day, newer)))
    for old, (day, source) in replaced.items():
        _replace(connection, old, by=source, day=day)
    return [pair for pair in pairs if pair[0] not in replaced and pair[1] not in replaced]


def _edition(connection: Connection, source: str) -> Edition:
    document = connection.execute(
        select(documents.c.title, documents.c.valid_from).where(documents.c.source == source)
    ).one()
    texts = connection.execute(
        select(passages.c.text).where(passages.c.source == source).order_by(passages.c.position)
    ).scalars()
    return Edition(source, document.title, "\n".join(texts), document.valid_from)


def list_replaced_by_word(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (older, newer, day) of what was replaced by the newer one's own words, no one having said so."""
    rows = connection.execute(
        select(documents.c.source, documents.c.title, documents.c.supersedes).order_by(documents.c.source)
    ).all()
    known = [(row.source, row.title) for row in rows]
    written = {(old, row.source) for row in rows for name in row.supersedes for old in _named(name, row.source, known)}
    replaced = connection.execute(
        select(documents.c.source, documents.c.superseded_by, documents.c.superseded_from)
        .where(documents.c.superseded_by.is_not(None))
        .order_by(documents.c.source)
    )
    return [(old, new, day) for old, new, day in replaced if (old, new) not in written]


def _named(name: str, by: str, known: Sequence[tuple[str, str]]) -> list[str]:
    """The documents ``name`` means: a path, a path from the newer document's folder, a file name or a title."""
    others = [(source, title) for source, title in known if source != by]
    folder = by.rpartition("/")[0]
    for candidate in (name, f"{folder}/{name}"):
        if any(source == candidate for source, _ in others):
            return [candidate]
    plain = name.rpartition("/")[2]
    return [
        source
        for source, title in others
        if source.rpartition("/")[2] == plain or source.rpartition("/")[2].rpartition(".")[0] == plain or title == name
    ]
