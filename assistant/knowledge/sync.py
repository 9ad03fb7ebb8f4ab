"""Documents in, passages and facts out: one sync of the knowledge folder into the database and the index.

Killed at any moment a sync leaves the old state or the new one. Vectors are kept as they are made; the index is written
as a new generation beside the old; one transaction then lands passages, facts and the name of the generation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from filelock import FileLock, Timeout
from pydantic import BaseModel, Field
from sqlalchemy import Connection, func, select

from assistant.errors import StorageError
from assistant.knowledge import lexical, nearcopies, store, supersession, vectors
from assistant.knowledge.collect import Collected, Known, collect, walk_contents
from assistant.knowledge.editions import ALWAYS
from assistant.knowledge.embedding import Embedder, open_embedder
from assistant.knowledge.furtherprices import columns_told
from assistant.knowledge.index import IndexAway, VectorIndex, open_index, waiting
from assistant.knowledge.priceconflicts import price_conflicts
from assistant.storage.database import Database, get_state, open_database, set_state
from assistant.storage.engines import unhurried
from assistant.storage.locks import alone, turn
from assistant.storage.tables import documents, passages, products
from assistant.workspace import Workspace

GENERATION = "generation"
PREVIOUS = "previous_generation"
EMBEDDER = "embedder"
# A sync of a large folder takes minutes; a second one waits for it and then finds nothing to do.
LOCK_SECONDS = 3600.0
# From this share of changed vectors on, a fresh index is quicker and better shaped than a patched one.
FRESH = 0.5

Progress = Callable[[str, int, int], None]


class Order(BaseModel):
    """A text in a document that addresses a language model."""

    source: str
    text: str


class Conflict(BaseModel):
    """Two documents in force at once that say nearly the same; ``similarity`` is 0 to 1."""

    older: str
    newer: str
    similarity: float


class Rejection(BaseModel):
    """A file that was not taken in, and why."""

    source: str
    reason: str


class SyncReport(BaseModel):
    """What a sync did. Counts are documents but for ``passages``, ``products`` and ``embedded`` (texts).

    ``prices`` tell which columns of further prices were taken in.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    documents: int = 0
    passages: int = 0
    products: int = 0
    embedded: int = 0
    rejected: list[Rejection] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    orders: list[Order] = Field(default_factory=list)
    conflicts: list[Conflict] = Field(default_factory=list)
    prices: list[str] = Field(default_factory=list)
    embedder: str = ""


def sync(workspace: Workspace, *, progress: Progress | None = None, today: date | None = None) -> SyncReport:
    """Bring the store in step with the knowledge folder.

    ``progress`` is called with (stage, done, total). Raises :class:`ConfigError` for a wrong ``sources.yaml``,
    :class:`StorageError` where the state cannot be written, :class:`ProviderError` where a remote embedder fails.
    """
    return _locked(workspace, progress or _silent, today or date.today(), rebuild=False)


def rebuild(workspace: Workspace, *, progress: Progress | None = None) -> SyncReport:
    """Make the dense index anew from the vectors in the database, then sync. Raises as :func:`sync`."""
    return _locked(workspace, progress or _silent, date.today(), rebuild=True)


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def _locked(workspace: Workspace, progress: Progress, today: date, *, rebuild: bool) -> SyncReport:
    database = open_database(workspace)
    lock = FileLock(workspace.make_state() / "sync.lock", timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StorageError(f"另一个同步已经进行了一个多小时（{lock.lock_file}）：请确认它没有卡住") from error
    except OSError as error:
        raise StorageError(f"锁文件 {lock.lock_file} 写不进：{error.strerror}，请检查权限或磁盘空间") from error
    try:
        # The file keeps out others on this machine; on a database that several machines share, so does the database.
        with turn(database, "knowledge sync", seconds=LOCK_SECONDS):
            return _sync(workspace, database, progress, today, rebuild=rebuild)
    finally:
        lock.release()


def _sync(workspace: Workspace, database: Database, progress: Progress, today: date, *, rebuild: bool) -> SyncReport:
    embedder, missing = open_embedder(workspace.settings.embedding)
    with database.read() as connection:
        known = {
            row.source: Known(row.fingerprint, row.sha256, row.reader)
            for row in connection.execute(
                select(documents.c.source, documents.c.fingerprint, documents.c.sha256, documents.c.reader)
            )
        }
        sold = store.products_by_source(connection)
        generation, previous = get_state(connection, GENERATION), get_state(connection, PREVIOUS)
        same_embedder = get_state(connection, EMBEDDER) == (embedder.name if embedder else "")
    collected = collect(
        workspace.knowledge,
        known,
        products=sold,
        today=today,
        max_bytes=int(workspace.settings.knowledge.max_file_mb * 1024 * 1024),
        progress=lambda done, total: progress("read", done, total),
    )
    index = open_index(workspace)
    report = _counts(collected, known)
    fresh, away = rebuild or not same_embedder, ""
    try:
        fresh = fresh or (embedder is not None and not index.sound(generation))
    except IndexAway as error:
        away = str(error)
    if fresh or any(change.passages is not None for change in collected.changes) or collected.gone:
        report.embedded, away = _land(database, index, collected, embedder, generation, progress, fresh=fresh)
    else:
        _touch(database, collected)
        if not away:
            index.sweep([generation, previous])
    index.close()
    with database.read() as connection:
        _complete(connection, report, today)
    report.warnings = collected.warnings + report.warnings
    if away:
        report.warnings.insert(0, f"{away}：这次收的资料已经能按字词检索，向量等它回来再补")
    report.embedder = embedder.name if embedder else missing
    return report


def _land(
    database: Database,
    index: VectorIndex,
    collected: Collected,
    embedder: Embedder | None,
    generation: str,
    progress: Progress,
    *,
    fresh: bool,
) -> tuple[int, str]:
    """Write everything that changed; return how many texts were embedded, and why the index has to wait if it has."""
    texts = dict(walk_contents(collected.changes))
    with database.read() as connection:
        staying = _staying(connection, collected)
        before = _contents(connection, None)
    wanted = staying | set(texts)
    embedded = 0
    published = away = ""
    if embedder is not None:
        if fresh:
            with database.read() as connection:
                texts.update(_embedded_texts(connection, staying))
        embedded = vectors.embed_missing(
            database, embedder, texts, progress=lambda done, total: progress("embed", done, total)
        )
        progress("index", 0, 1)
        try:
            published = _publish(database, index, embedder, generation, before, wanted, fresh=fresh)
        except IndexAway as error:
            published, away = waiting(), str(error)
    progress("store", 0, 1)
    with database.write() as connection:
        unhurried(connection)
        alone(connection, "landing")
        _store(connection, collected)
        vectors.forget_unused(connection)
        set_state(connection, PREVIOUS, generation)
        set_state(connection, GENERATION, published)
        set_state(connection, EMBEDDER, embedder.name if embedder else "")
    # A reader that asked for the last generation a moment ago still finds it.
    if not away:
        index.sweep([published, generation])
    return embedded, away


def _publish(
    database: Database,
    index: VectorIndex,
    embedder: Embedder,
    generation: str,
    before: set[str],
    wanted: set[str],
    *,
    fresh: bool,
) -> str:
    remove, add = sorted(before - wanted), sorted(wanted - before)
    fresh = fresh or not before or len(remove) + len(add) > FRESH * len(wanted)
    with database.read() as connection:
        batches = vectors.load_vectors(connection, embedder.name, sorted(wanted) if fresh else add)
        if not fresh:
            try:
                return index.publish(generation, remove=remove, add=batches, fresh=False, total=len(wanted))
            except IndexAway:
                raise
            except StorageError:
                # The last generation was damaged: what it is copied from stands in the database.
                batches = vectors.load_vectors(connection, embedder.name, sorted(wanted))
        return index.publish(generation, remove=[], add=batches, fresh=True, total=len(wanted))


def _store(connection: Connection, collected: Collected) -> None:
    now = datetime.now().isoformat(timespec="seconds")
    store.remove_documents(connection, collected.gone)
    store.put_documents(connection, collected.changes, now=now)
    supersession.settle_superseded(connection)
    lexical.count_terms(connection)
    store.put_rejected(connection, collected.rejected)
    alike = nearcopies.near_copies(_aged(connection))
    store.put_conflicts(connection, supersession.settle_by_word(connection, alike, today=date.fromisoformat(now[:10])))


def _touch(database: Database, collected: Collected) -> None:
    """Nothing to land but the fingerprints of files that were only touched, and the list of the rejected."""
    with database.read() as connection:
        listed = [(str(source), str(reason)) for source, reason in store.list_rejected(connection)]
    if not collected.changes and listed == collected.rejected:
        return
    with database.write() as connection:
        store.put_documents(connection, collected.changes, now="")
        store.put_rejected(connection, collected.rejected)


def _counts(collected: Collected, known: dict[str, Known]) -> SyncReport:
    read = [change for change in collected.changes if change.passages is not None]
    return SyncReport(
        added=sum(change.source not in known for change in read),
        changed=sum(change.source in known for change in read),
        removed=len(collected.gone),
        unchanged=collected.unchanged + len(collected.changes) - len(read),
        rejected=[Rejection(source=source, reason=reason) for source, reason in collected.rejected],
    )


def _complete(connection: Connection, report: SyncReport, today: date) -> None:
    """Add what stands in the store as a whole, not only in what changed."""
    report.documents = int(connection.execute(select(func.count()).select_from(documents)).scalar_one())
    report.passages = int(connection.execute(select(func.count()).select_from(passages)).scalar_one())
    report.products = int(connection.execute(select(func.count()).select_from(products)).scalar_one())
    for source, orders, warnings in store.list_remarks(connection):
        report.orders.extend(Order(source=source, text=order) for order in orders)
        report.warnings.extend(warnings)
    valid = store.products_by_source(connection, on=today)
    report.prices = columns_told(valid)
    report.warnings += price_conflicts([product for found in valid.values() for product in found])
    for old, new, day in supersession.list_replaced_by_word(connection):
        since = f"{day} 起，" if day != ALWAYS else ""
        report.warnings.append(
            f"{since}{new} 按它自己的说法替代了 {old}，检索不再用旧的；若两份都还算数，请改掉新资料里说旧版作废的那句"
        )
    report.conflicts = [
        Conflict(older=older, newer=newer, similarity=float(alike))
        for older, newer, alike in store.list_conflicts(connection)
    ]


def _staying(connection: Connection, collected: Collected) -> set[str]:
    """The contents of passages that this sync leaves alone."""
    leaving = set(collected.gone) | {change.source for change in collected.changes if change.passages is not None}
    return _contents(connection, leaving)


def _contents(connection: Connection, without: set[str] | None) -> set[str]:
    rows = connection.execute(select(passages.c.source, passages.c.content, passages.c.question_content))
    return {
        content
        for source, *contents in rows
        if without is None or source not in without
        for content in contents
        if content
    }


def _embedded_texts(connection: Connection, staying: set[str]) -> dict[str, str]:
    """The texts behind ``staying``, for an embedder that has not seen them."""
    texts: dict[str, str] = {}
    for found in store.all_prepared(connection):
        texts[found.content] = found.embedded
        if found.question:
            texts[found.question_content] = found.question
    return {content: text for content, text in texts.items() if content in staying}


def _aged(connection: Connection) -> list[nearcopies.Aged]:
    rows = connection.execute(
        select(
            documents.c.source,
            documents.c.sketch,
            documents.c.modified_at,
            documents.c.valid_from,
            documents.c.valid_until,
            documents.c.superseded_by,
        )
    )
    return [
        nearcopies.Aged(
            row.source,
            row.sketch,
            row.valid_from or row.modified_at,
            row.valid_from,
            row.valid_until,
            row.superseded_by is not None,
        )
        for row in rows
    ]
