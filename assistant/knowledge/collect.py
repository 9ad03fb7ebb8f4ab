"""What changed in the knowledge folder since the last sync, read and cut into passages, with nothing written yet."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from assistant import __version__
from assistant.errors import ConfigError, ReadError
from assistant.knowledge.brandfiles import (
    brand_documents,
    campaign_orders,
    load_brand,
    load_campaigns,
    load_groups,
    load_topics,
)
from assistant.knowledge.documents import Document, read_document
from assistant.knowledge.nearcopies import sketch_of
from assistant.knowledge.passages import passages_of
from assistant.knowledge.scan import scan
from assistant.knowledge.sources import SourceMeta, Sources, load_sources
from assistant.knowledge.store import Change, prepare
from assistant.schema.contracts import PassageKind
from assistant.schema.facts import Campaign, Product

# Counts up with what is read from a file, so that the next sync reads what an older program read: 2 is prices by label
# and coupons that hold as long as they can be used.
READING = 2
_READER = f"{__version__}.{READING}"
# A file touched this recently may change again within the resolution of its time stamp.
RACY_SECONDS = 2.0
RACY = ":racy"


@dataclass(frozen=True)
class Known:
    """What the database knows of a document: enough to tell that its file did not change."""

    fingerprint: str
    sha256: str
    reader: str


@dataclass
class Collected:
    """``changes`` are to be stored, ``gone`` to be removed, ``rejected`` are (source, reason)."""

    changes: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unchanged: int = 0


def collect(
    root: Path,
    known: Mapping[str, Known],
    *,
    products: Mapping[str, Sequence[Product]],
    today: date,
    max_bytes: int,
    progress: Callable[[int, int], None],
) -> Collected:
    """Compare the folder ``root`` with what is ``known`` and read what differs.

    ``products`` are those known by source: campaigns name them by sku, and their passages should give the name.
    Raises :class:`ConfigError` where ``sources.yaml`` is wrong: without it no file's validity can be trusted.
    """
    sources = load_sources(root)
    found = scan(root, max_bytes=max_bytes)
    collected = Collected(rejected=[(item.source, item.reason) for item in found.rejected])
    present: set[str] = set()
    for number, path in enumerate(found.files):
        progress(number, len(found.files))
        source = path.relative_to(root).as_posix()
        meta = sources.meta(source)
        if meta.ignore:
            continue
        try:
            change = _examine(path, root=root, meta=meta, known=known.get(source), today=today)
        except ReadError as error:
            collected.rejected.append((source, error.reason))
            continue
        present.add(source)
        if change is None:
            collected.unchanged += 1
        else:
            collected.changes.append(change)
    sold = {source: list(found) for source, found in products.items() if source in present}
    sold.update({change.source: change.document.products for change in collected.changes if change.document})
    names = {product.sku: product.name for some in sold.values() for product in some}
    _collect_brand(root, known, names, collected, present)
    collected.gone = sorted(set(known) - present)
    collected.warnings = _unmatched(sources, found.files, root)
    collected.rejected.sort()
    return collected


def _examine(path: Path, *, root: Path, meta: SourceMeta, known: Known | None, today: date) -> Change | None:
    """Return what to store of one file, or None where nothing changed. Raises :class:`ReadError`."""
    reader = f"{_READER}:{_digest(meta.model_dump_json())}"
    fingerprint = _fingerprint(path)
    if known and known.fingerprint == fingerprint and known.reader == reader and not fingerprint.endswith(RACY):
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"读不出来：{error.strerror}") from error
    change = Change(
        source=path.relative_to(root).as_posix(),
        fingerprint=fingerprint,
        sha256=hashlib.sha256(data).hexdigest(),
        reader=reader,
        modified_at=_modified(path),
    )
    if known and known.sha256 == change.sha256 and known.reader == reader:
        return change
    document = read_document(path, root=root, meta=meta, today=today)
    if _fingerprint(path).removesuffix(RACY) != fingerprint.removesuffix(RACY):
        # Written to while we read it: what we hold may be of neither version, so the next sync reads it again.
        change.sha256 = ""
    return _filled(change, document)


def _filled(change: Change, document: Document) -> Change:
    change.document = document
    change.passages = prepare(passages_of(document))
    change.sketch = sketch_of("\n".join(f"{section.question}{section.text}" for section in document.sections))
    return change


def _collect_brand(
    root: Path, known: Mapping[str, Known], names: Mapping[str, str], collected: Collected, present: set[str]
) -> None:
    """The brand's own configuration: its profile and campaigns are passages too; a broken file is listed."""
    try:
        brand = load_brand(root)
    except ConfigError as error:
        collected.rejected.append(("brand.yaml", str(error)))
        _without_campaigns(root, collected, "brand.yaml")
        return
    campaigns: list[Campaign] = []
    orders: list[str] = []
    try:
        campaigns = [named(campaign, names) for campaign in load_campaigns(root).values()]
        orders = campaign_orders(root)
    except ConfigError as error:
        # Campaigns name groups, so that a wrong groups.yaml shows up here too; what is wrong with it is said below.
        if str(error).startswith("groups.yaml"):
            _without_campaigns(root, collected, "groups.yaml")
        else:
            collected.rejected.append(("campaigns.yaml", str(error)))
    for name, load in (("groups.yaml", load_groups), ("topics.yaml", load_topics)):
        try:
            load(root)
        except ConfigError as error:
            if name == "groups.yaml" or not str(error).startswith("groups.yaml"):
                collected.rejected.append((name, str(error)))
    for document in brand_documents(root, brand, campaigns):
        if document.kind is PassageKind.CAMPAIGN:
            document.orders = orders
        path = root / document.source
        if not path.is_file():
            continue
        digest = _digest(document.model_dump_json())
        before = known.get(document.source)
        if before and before.sha256 == digest and before.reader == _READER:
            present.add(document.source)
            collected.unchanged += 1
            continue
        try:
            change = Change(document.source, _fingerprint(path), digest, _READER, _modified(path))
        except ReadError as error:
            collected.rejected.append((document.source, error.reason))
            continue
        present.add(document.source)
        collected.changes.append(_filled(change, document))


def _without_campaigns(root: Path, collected: Collected, wrong: str) -> None:
    """List the campaigns as left out where the fault lies in the file ``wrong`` they depend on."""
    if (root / "campaigns.yaml").is_file():
        collected.rejected.append(("campaigns.yaml", f"{wrong} 有误，活动暂时用不了：改好它，活动就会回来"))


def named(campaign: Campaign, names: Mapping[str, str]) -> Campaign:
    """Return the campaign with the name of each article filled in from its sku."""
    items = tuple(
        item if item.name or item.sku not in names else item.model_copy(update={"name": names[item.sku]})
        for item in campaign.items
    )
    return campaign.model_copy(update={"items": items})


def _unmatched(sources: Sources, files: list[Path], root: Path) -> list[str]:
    return sources.unmatched(path.relative_to(root).as_posix() for path in files)


def _fingerprint(path: Path) -> str:
    try:
        status = path.stat()
    except OSError as error:
        raise ReadError(f"读不出来：{error.strerror}") from error
    mark = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
    recent = time.time() - max(status.st_mtime, status.st_ctime) < RACY_SECONDS
    return f"{mark}{RACY}" if recent else mark


def _modified(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).isoformat(timespec="seconds")
    except OSError as error:
        raise ReadError(f"读不出来：{error.strerror}") from error


def _digest(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()[:32]


def walk_contents(changes: list[Change]) -> Iterator[tuple[str, str]]:
    """Yield (content hash, text) of everything the changes need vectors for."""
    for change in changes:
        for stored in change.passages or ():
            yield stored.content, stored.embedded
            if stored.question:
                yield stored.question_content, stored.question
