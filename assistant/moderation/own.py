"""What is the brand's own: name, groups, goods and campaigns, as the files and the last sync have them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from assistant.errors import StorageError, WorkspaceError
from assistant.knowledge.brandfiles import (
    BRAND_FILE,
    CAMPAIGNS_FILE,
    GROUPS_FILE,
    load_brand,
    load_campaigns,
    load_groups,
)
from assistant.knowledge.collect import named
from assistant.schema.brand import Brand
from assistant.schema.facts import Campaign, Product
from assistant.schema.group import Group
from assistant.workspace import Workspace

_PRICE_LISTS = frozenset({".csv", ".tsv", ".xlsx"})


@dataclass(frozen=True)
class Own:
    """The brand's own, at one moment."""

    brand: Brand
    groups: dict[str, Group] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    products: tuple[Product, ...] = ()

    @cached_property
    def product_names(self) -> frozenset[str]:
        """What the goods are called: by the price lists and, in ``synonyms``, by customers."""
        called = {product.name for product in self.products}
        for word, others in self.brand.synonyms.items():
            called |= {word, *others}
        return frozenset(name for name in called if len(name) > 1)

    def running(self, at: datetime, group: str) -> list[Campaign]:
        """The campaigns that run at a time in a group; one without an end runs from its start on."""
        return [
            each
            for each in self.campaigns
            if (each.start is None or each.start <= at)
            and not each.is_over(at)
            and (not each.groups or group in each.groups)
        ]


def own_of(workspace: Workspace, *, today: date | None = None) -> Own:
    """Read what is the brand's own. Raises :class:`ConfigError` where its files are wrong."""
    knowledge = workspace.knowledge
    products = tuple(_products(workspace, today or date.today()))
    names = {product.sku: product.name for product in products}
    campaigns = tuple(named(campaign, names) for campaign in load_campaigns(knowledge).values())
    return Own(load_brand(knowledge), load_groups(knowledge), campaigns, products)


def own_stamp(workspace: Workspace) -> tuple[object, ...]:
    """Return what changes when the brand's files or the goods do; some 200 microseconds."""
    from assistant.storage.database import has_database

    files = [workspace.knowledge / name for name in (BRAND_FILE, GROUPS_FILE, CAMPAIGNS_FILE)]
    return (date.today(), *map(_stamp, files), _synced(workspace) if has_database(workspace) else "")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  half the time of path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _synced(workspace: Workspace) -> str:
    from sqlalchemy import func, select

    from assistant.storage.database import open_database
    from assistant.storage.tables import documents

    try:
        with open_database(workspace).read() as connection:
            last, number = connection.execute(select(func.max(documents.c.synced_at), func.count())).one()
            # A database without a sync is as none: what the detectors remember is not lost when it is made.
            return f"{last} {number}" if number else ""
    except (StorageError, WorkspaceError):
        return ""


def _products(workspace: Workspace, on: date) -> list[Product]:
    """The goods of the last sync; where there was none, those of the price lists."""
    from assistant.knowledge.shelf import newest
    from assistant.knowledge.store import products_by_source
    from assistant.storage.database import open_database

    try:
        with open_database(workspace).read() as connection:
            by_source = products_by_source(connection, on=on)
    except (StorageError, WorkspaceError):
        by_source = {}
    return newest(by_source or _listed(workspace.knowledge, on))


def _listed(root: Path, on: date) -> dict[str, list[Product]]:
    """The goods of the price lists as they stand; other documents wait for a sync, which reads them all."""
    from assistant.errors import ReadError
    from assistant.knowledge.documents import read_document
    from assistant.knowledge.scan import scan
    from assistant.knowledge.sources import load_sources

    sources = load_sources(root)
    found: dict[str, list[Product]] = {}
    for path in scan(root).files:
        source = path.relative_to(root).as_posix()
        meta = sources.meta(source)
        if path.suffix.lower() in _PRICE_LISTS and not meta.ignore:
            try:
                found[source] = read_document(path, root=root, meta=meta, today=on).products
            except ReadError:
                continue
    return found
