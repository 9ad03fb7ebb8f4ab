"""Passages and documents in the database: what a sync writes and what search reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.knowledge import lexical
from assistant.knowledge.age import Age, age_of, in_order_of_age
from assistant.knowledge.documents import Document
from assistant.knowledge.lexical import LexicalRow
from assistant.schema.contracts import HEADING_SEPARATOR, Passage, PassageKind
from assistant.schema.facts import Product
from assistant.storage.listed import listed
from assistant.storage.tables import conflicts, documents, passages, products, rejected

CHUNK = 500


@dataclass(frozen=True)
class StoredPassage:
    """A passage about to be stored, with the texts its vectors are made of and their hashes.

    A FAQ entry has a second vector for its question alone: customers ask questions, and a question resembles another
    question far more than it resembles an answer.
    """

    passage: Passage
    embedded: str
    content: str
    question: str
    question_content: str


@dataclass
class Change:
    """What a sync is about to do to one document; ``passages`` is None where only its fingerprint is new."""

    source: str
    fingerprint: str
    sha256: str
    reader: str
    modified_at: str
    document: Document | None = None
    passages: list[StoredPassage] | None = None
    sketch: list[int] = field(default_factory=list)


def prepare(found: Sequence[Passage]) -> list[StoredPassage]:
    """Give every passage of a document its id and the texts to embed."""
    seen: dict[str, int] = {}
    prepared = []
    for passage in found:
        key = "\x1f".join((passage.source, passage.heading, passage.text))
        seen[key] = seen.get(key, 0) + 1
        identity = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:16]
        leaf = passage.heading.rpartition(HEADING_SEPARATOR)[2]
        embedded = passage.text if not leaf or leaf in passage.text[: len(leaf) + 20] else f"{leaf}\n{passage.text}"
        question = passage.question if passage.question and passage.question != passage.text else ""
        prepared.append(
            StoredPassage(
                passage.model_copy(update={"id": identity}),
                embedded,
                _hash(embedded),
                question,
                _hash(question) if question else "",
            )
        )
    return prepared


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def remove_documents(connection: Connection, sources: Sequence[str]) -> None:
    """Remove documents with their passages and facts."""
    for start in range(0, len(sources), CHUNK):
        chunk = {"sources": list(sources[start : start + CHUNK])}
        among: BindParameter[str] = bindparam("sources", expanding=True)
        pks = list(connection.execute(select(passages.c.pk).where(passages.c.source.in_(among)), chunk).scalars())
        lexical.remove_rows(connection, pks)
        connection.execute(delete(documents).where(documents.c.source.in_(among)), chunk)


def put_documents(connection: Connection, changes: Sequence[Change], *, now: str) -> None:
    """Store documents, their passages and their facts in place of what was there; many rows a statement."""
    touched = [change for change in changes if change.document is None]
    if touched:
        connection.execute(
            update(documents)
            .where(documents.c.source == bindparam("touched"))
            .values(fingerprint=bindparam("mark"), modified_at=bindparam("at")),
            [{"touched": change.source, "mark": change.fingerprint, "at": change.modified_at} for change in touched],
        )
    read = [(change, change.document) for change in changes if change.document is not None]
    known = set(connection.execute(select(documents.c.source)).scalars())
    remove_documents(connection, [change.source for change, _ in read if change.source in known])
    first = int(connection.execute(select(func.coalesce(func.max(passages.c.pk), 0))).scalar_one()) + 1
    for start in range(0, len(read), CHUNK):
        chunk = read[start : start + CHUNK]
        connection.execute(insert(documents), [_document_row(change, document, now) for change, document in chunk])
        found = [(place, stored) for change, _ in chunk for place, stored in enumerate(change.passages or ())]
        _put_passages(connection, first, found)
        first += len(found)
        facts = [_product_row(change.source, product) for change, document in chunk for product in document.products]
        if facts:
            connection.execute(insert(products), facts)


def _document_row(change: Change, document: Document, now: str) -> dict[str, object]:
    return {
        "source": change.source,
        "fingerprint": change.fingerprint,
        "sha256": change.sha256,
        "reader": change.reader,
        "title": document.title,
        "kind": document.kind.value,
        "valid_from": _iso(document.valid_from),
        "valid_until": _iso(document.valid_until),
        "supersedes": list(document.supersedes),
        "orders": document.orders,
        "warnings": document.warnings,
        "sketch": change.sketch,
        "modified_at": change.modified_at,
        "synced_at": now,
    }


def _product_row(source: str, product: Product) -> dict[str, object]:
    return {"source": source, "sku": product.sku, "name": product.name, "data": product.model_dump(mode="json")}


def _put_passages(connection: Connection, first: int, found: Sequence[tuple[int, StoredPassage]]) -> None:
    """Store passages, each with its place in its document, under the keys from ``first`` on."""
    if not found:
        return
    connection.execute(
        insert(passages),
        [
            {
                "pk": pk,
                "id": stored.passage.id,
                "source": stored.passage.source,
                "position": position,
                "heading": stored.passage.heading,
                "question": stored.passage.question,
                "text": stored.passage.text,
                "kind": stored.passage.kind.value,
                "valid_from": _iso(stored.passage.valid_from),
                "valid_until": _iso(stored.passage.valid_until),
                "groups": list(stored.passage.groups),
                "tags": list(stored.passage.tags),
                "content": stored.content,
                "question_content": stored.question_content,
            }
            for pk, (position, stored) in enumerate(found, start=first)
        ],
    )
    lexical.add_rows(
        connection,
        [
            LexicalRow(
                pk,
                stored.passage.heading,
                stored.passage.question,
                f"{stored.passage.text} {' '.join(stored.passage.tags)}",
            )
            for pk, (_, stored) in enumerate(found, start=first)
        ],
    )


def in_force(on: date) -> ColumnElement[bool]:
    """Condition: the passage is valid on the day and not superseded by then."""
    return and_(*_held_on(passages, on))


def _held_on(table: Table, on: date) -> tuple[ColumnElement[bool], ...]:
    day = on.isoformat()
    return (
        or_(table.c.valid_from.is_(None), table.c.valid_from <= day),
        or_(table.c.valid_until.is_(None), table.c.valid_until >= day),
        or_(table.c.superseded_from.is_(None), table.c.superseded_from > day),
    )


def by_pk(connection: Connection, pks: Iterable[int], *conditions: ColumnElement[bool]) -> dict[int, Passage]:
    """Return the passages with these keys that meet the conditions."""
    rows = connection.execute(_having(conditions), {"pks": json.dumps(list(pks))}).mappings()
    return {row["pk"]: _passage(row) for row in rows}


@lru_cache(maxsize=64)
def _having(conditions: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    return select(passages).where(passages.c.pk.in_(listed("pks", BigInteger())), *conditions)


def admitted(connection: Connection, pks: Sequence[int], group: str, *conditions: ColumnElement[bool]) -> set[int]:
    """Return which of the passages meet the conditions and are meant for ``group`` (empty: for anybody)."""
    query = _admitting(bool(group), conditions)
    rows = connection.execute(query, {"pks": json.dumps(list(pks))}).all()
    return {row[0] for row in rows if not group or meant_for(group, row[1])}


@lru_cache(maxsize=64)
def _admitting(groups: bool, conditions: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    """Built once for many queries: putting a statement together costs more than the database takes for it."""
    columns = (passages.c.pk, passages.c.groups) if groups else (passages.c.pk,)
    return select(*columns).where(passages.c.pk.in_(listed("pks", BigInteger())), *conditions)


def meant_for(group: str, groups: Sequence[str]) -> bool:
    """Tell whether a passage meant for ``groups`` (empty: all) may be shown to ``group`` (empty: anybody)."""
    return not group or not groups or group in groups


def all_prepared(connection: Connection) -> list[StoredPassage]:
    """Return every passage as :func:`prepare` made it."""
    rows = connection.execute(select(passages).order_by(passages.c.source, passages.c.position)).mappings()
    return prepare([_passage(row) for row in rows])


def _passage(row: RowMapping) -> Passage:
    return Passage(
        id=row["id"],
        source=row["source"],
        heading=row["heading"],
        question=row["question"],
        text=row["text"],
        kind=PassageKind(row["kind"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        groups=tuple(row["groups"]),
        tags=tuple(row["tags"]),
    )


def pks_of_contents(
    connection: Connection, contents: Sequence[str], group: str, *conditions: ColumnElement[bool]
) -> dict[str, list[int]]:
    """Return the passages each vector stands for, by its content hash; those :func:`admitted` only."""
    query = _standing_for(bool(group), conditions)
    found: dict[str, list[int]] = {}
    asked = frozenset(contents)
    for pk, content, question, *groups in connection.execute(query, {"contents": json.dumps(list(contents))}).all():
        if not group or meant_for(group, groups[0]):
            for hashed in {content, question} & asked:
                found.setdefault(hashed, []).append(pk)
    return found


@lru_cache(maxsize=64)
def _standing_for(groups: bool, conditions: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    wanted = listed("contents")
    columns = (passages.c.pk, passages.c.content, passages.c.question_content)
    return select(*columns, *((passages.c.groups,) if groups else ())).where(
        or_(passages.c.content.in_(wanted), passages.c.question_content.in_(wanted)), *conditions
    )


def put_rejected(connection: Connection, found: Sequence[tuple[str, str]]) -> None:
    """Replace the list of files that were not taken in."""
    connection.execute(delete(rejected))
    if found:
        connection.execute(insert(rejected), [{"source": source, "reason": reason} for source, reason in found])


def put_conflicts(connection: Connection, found: Sequence[tuple[str, str, float]]) -> None:
    """Replace the list of near-identical documents (older, newer, similarity)."""
    connection.execute(delete(conflicts))
    if found:
        connection.execute(
            insert(conflicts),
            [{"older": older, "newer": newer, "similarity": f"{similarity:.2f}"} for older, newer, similarity in found],
        )


def list_rejected(connection: Connection) -> list[tuple[str, str]]:
    """Return the files that were not taken in, as (source, reason)."""
    return [(row.source, row.reason) for row in connection.execute(select(rejected).order_by(rejected.c.source))]


def list_conflicts(connection: Connection) -> list[tuple[str, str, str]]:
    """Return the near-identical documents as (older, newer, similarity), most alike first."""
    rows = connection.execute(select(conflicts).order_by(conflicts.c.similarity.desc(), conflicts.c.older))
    return [(row.older, row.newer, row.similarity) for row in rows]


def list_remarks(connection: Connection) -> list[tuple[str, list[str], list[str]]]:
    """Return (source, orders to a model, warnings) of every document that has any."""
    rows = connection.execute(
        select(documents.c.source, documents.c.orders, documents.c.warnings).order_by(documents.c.source)
    )
    return [(row.source, row.orders, row.warnings) for row in rows if row.orders or row.warnings]


def sources_with_orders(connection: Connection) -> set[str]:
    """Return the documents in which a sync found orders to a model."""
    return set(connection.execute(select(documents.c.source).where(cast(documents.c.orders, String) != "[]")).scalars())


def products_by_source(connection: Connection, *, on: date | None = None) -> dict[str, list[Product]]:
    """Return every product under the file it comes from, in the order of its rows; ``on`` a day only valid files'.

    The files come in the order of their age (:mod:`assistant.knowledge.age`), the newest last.
    """
    query = (
        select(products.c.source, products.c.data)
        .join(documents, documents.c.source == products.c.source)
        .order_by(products.c.pk)
    )
    if on is not None:
        query = query.where(*_held_on(documents, on))
    found: dict[str, list[Product]] = {}
    for source, data in connection.execute(query):
        found.setdefault(source, []).append(Product.model_validate(data))
    return in_order_of_age(found, list_ages(connection, on=on))


def list_ages(connection: Connection, *, on: date | None = None) -> dict[str, Age]:
    """Return the age of every document with products, as seen on the day ``on``."""
    query = (
        select(documents.c.source, documents.c.modified_at, documents.c.valid_from, passages.c.heading)
        .join(passages, passages.c.source == documents.c.source)
        .where(passages.c.position == 0, documents.c.source.in_(select(products.c.source)))
    )
    return {
        source: age_of(source, heading, modified_at=modified_at, valid_from=valid_from, on=on)
        for source, modified_at, valid_from, heading in connection.execute(query)
    }


def by_source(connection: Connection, sources: Sequence[str], *conditions: ColumnElement[bool]) -> list[Passage]:
    """Return the passages of these documents that meet the conditions, in the order of the documents."""
    query = (
        select(passages)
        .where(passages.c.source.in_(bindparam("sources", expanding=True)), *conditions)
        .order_by(passages.c.source, passages.c.position)
    )
    return [_passage(row) for row in connection.execute(query, {"sources": list(sources)}).mappings()]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
