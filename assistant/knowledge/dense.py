"""The dense index: Chroma over the vectors of the database, in generations that never change once they are published.

A Chroma folder is not safe for two processes, and one opened earlier does not see what came later. So each sync writes
a new folder (a copy of the last one with the changes applied), and the database transaction that lands the passages
also names the folder. A reader opens the folder that its own snapshot of the database names.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.knowledge.embedding import Matrix

COLLECTION = "passages"
BATCH = 5000
# Names the files of a generation and their sizes; written last, so that a folder without it was never finished.
MANIFEST = "manifest.json"
HEAL = "请运行 assistant knowledge rebuild"
# A folder that is being deleted no longer bears the name of a generation.
DEAD = "dead-"
# Exact enough that a text finds its own vector among 100,000: measured in evals/bench.
HNSW: Any = {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 100}


class DenseIndex:
    """Vectors by content hash under ``folder``, one sub-folder a generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._open: tuple[str, Any, Any] | None = None

    def publish(
        self,
        base: str,
        *,
        remove: Sequence[str],
        add: Iterable[tuple[Sequence[str], Matrix]],
        fresh: bool,
        total: int | None = None,
    ) -> str:
        """Write a new generation and return its name.

        It is a copy of ``base`` without ``remove`` and with the batches of ``add``; ``fresh`` starts from nothing.
        ``total`` is how many vectors it must hold in the end. Raises :class:`StorageError`.
        """
        name = uuid.uuid4().hex[:12]
        target = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if base and not fresh:
                shutil.copytree(
                    self.folder / base, target, copy_function=_copy, ignore=shutil.ignore_patterns("*-journal", "*-wal")
                )
                (target / MANIFEST).unlink(missing_ok=True)
            held = _write(target, remove, add)
            if total is not None and held != total:
                raise StorageError(f"应有 {total} 条向量，只有 {held} 条")
            _sign(target)
        except Exception as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StorageError(
                f"向量索引写不进 {target}：{error}，请检查磁盘空间和权限，或运行 assistant knowledge rebuild"
            ) from error
        return name

    def sound(self, generation: str) -> bool:
        """Tell whether the generation is there and whole, as far as names and sizes of its files show."""
        folder = self.folder / generation
        try:
            sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return bool(generation) and all((folder / name).stat().st_size >= size for name, size in sizes.items())
        except (OSError, ValueError):
            return False

    def query(self, generation: str, vector: Matrix, count: int) -> list[tuple[str, float]]:
        """Return the ``count`` nearest contents as (content hash, cosine similarity), nearest first.

        Raises :class:`StorageError` where the generation cannot be read (any more).
        """
        with self._lock:
            collection = self._collection_of(generation)
            try:
                found = collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
            except Exception as error:
                self._close()
                raise StorageError(f"向量索引 {self.folder / generation} 读不出来：{error}，{HEAL}") from error
        return [
            (key, 1.0 - float(distance)) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def count(self, generation: str) -> int:
        """Return how many vectors the generation holds. Raises :class:`StorageError`."""
        with self._lock:
            try:
                return int(self._collection_of(generation).count())
            except StorageError:
                raise
            except Exception as error:
                self._close()
                raise StorageError(f"向量索引 {self.folder / generation} 读不出来：{error}，{HEAL}") from error

    def sweep(self, keep: Sequence[str]) -> None:
        """Delete every generation but ``keep``; what cannot be deleted now is left for the next time.

        A folder is renamed before it is deleted: a reader that comes too late finds nothing rather than a part.
        """
        if not self.folder.is_dir():
            return
        for child in self.folder.iterdir():
            if not child.is_dir() or child.name in keep:
                continue
            dead = child if child.name.startswith(DEAD) else child.with_name(f"{DEAD}{child.name}")
            try:
                child.rename(dead)
            except OSError:  # Windows: somebody still has it open.
                continue
            shutil.rmtree(dead, ignore_errors=True)

    def close(self) -> None:
        """Let go of the generation that is open; the next query opens what it needs."""
        with self._lock:
            self._close()

    def _collection_of(self, generation: str) -> Any:
        if self._open is None or self._open[0] != generation:
            self._close()
            if not generation or not (self.folder / generation).is_dir():
                raise StorageError(f"向量索引 {generation!r} 不在 {self.folder}，{HEAL}")
            try:
                client, collection = _collection(self.folder / generation, create=False)
            except Exception as error:
                raise StorageError(f"向量索引 {self.folder / generation} 打不开：{error}，{HEAL}") from error
            self._open = (generation, client, collection)
        return self._open[2]

    def _close(self) -> None:
        if self._open is not None:
            client = self._open[1]
            self._open = None
            client.close()


def _write(target: Path, remove: Sequence[str], add: Iterable[tuple[Sequence[str], Matrix]]) -> int:
    """Apply the changes and return how many vectors there are then."""
    client, collection = _collection(target, create=True)
    try:
        for start in range(0, len(remove), BATCH):
            collection.delete(ids=list(remove[start : start + BATCH]))
        for ids, matrix in add:
            for start in range(0, len(ids), BATCH):
                collection.add(ids=list(ids[start : start + BATCH]), embeddings=matrix[start : start + BATCH])
        return int(collection.count())
    finally:
        client.close()


def _copy(source: str, target: str) -> str:
    """Copy one file of an index; a reader may be writing to the database among them, so that one is backed up."""
    if not source.endswith(".sqlite3"):
        return shutil.copy2(source, target)
    old, new = sqlite3.connect(source, timeout=30), sqlite3.connect(target)
    try:
        old.backup(new)
    finally:
        new.close()
        old.close()
    return target


def _sign(folder: Path) -> None:
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-journal", "-wal"))
    )
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    (folder / MANIFEST).write_text(json.dumps(sizes), encoding="utf-8")


def _collection(path: Path, *, create: bool) -> tuple[Any, Any]:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    try:
        # Its close() is missing from the interface that chromadb 1.5.9 declares.
        client: Any = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    except Exception:
        # Chroma keeps what failed to start and would hand it out for this path for ever after.
        SharedSystemClient._identifier_to_system.pop(str(path), None)
        raise
    try:
        if create:
            made = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": HNSW})
            return client, made
        return client, client.get_collection(COLLECTION, embedding_function=None)
    except Exception:
        client.close()
        raise
