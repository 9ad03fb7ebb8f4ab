"""The dense index: Chroma over the vectors of the database, in generations that never change once they are published.

A Chroma folder is not safe for two processes, and one opened earlier does not see what came later. So each sync writes
a new folder (a copy of the last one with the changes applied), and the database transaction that lands the passages
also names the folder. A reader opens the folder that its own snapshot of the database names.
"""

from __future__ import annotations

import shutil
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
# Exact enough that a text finds its own vector among 100,000: measured in evals/bench.
HNSW: Any = {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 100}


class DenseIndex:
    """Vectors by content hash under ``folder``, one sub-folder a generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._open: tuple[str, Any, Any] | None = None

    def publish(
        self, base: str, *, remove: Sequence[str], add: Iterable[tuple[Sequence[str], Matrix]], fresh: bool
    ) -> str:
        """Write a new generation and return its name.

        It is a copy of ``base`` without ``remove`` and with the batches of ``add``; ``fresh`` starts from nothing.
        Raises :class:`StorageError`.
        """
        name = uuid.uuid4().hex[:12]
        target = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if base and not fresh and (self.folder / base).is_dir():
                shutil.copytree(self.folder / base, target)
            client, collection = _collection(target)
            try:
                for start in range(0, len(remove), BATCH):
                    collection.delete(ids=list(remove[start : start + BATCH]))
                for ids, matrix in add:
                    for start in range(0, len(ids), BATCH):
                        collection.add(ids=list(ids[start : start + BATCH]), embeddings=matrix[start : start + BATCH])
            finally:
                client.close()
        except Exception as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StorageError(f"向量索引写不进 {target}：{error}") from error
        return name

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
                raise StorageError(f"向量索引 {self.folder / generation} 读不出来：{error}") from error
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
                raise StorageError(f"向量索引 {self.folder / generation} 读不出来：{error}") from error

    def sweep(self, keep: Sequence[str]) -> None:
        """Delete every generation but ``keep``; what cannot be deleted now is left for the next time."""
        if not self.folder.is_dir():
            return
        for child in self.folder.iterdir():
            if child.is_dir() and child.name not in keep:
                shutil.rmtree(child, ignore_errors=True)

    def _collection_of(self, generation: str) -> Any:
        if self._open is None or self._open[0] != generation:
            self._close()
            if not generation or not (self.folder / generation).is_dir():
                raise StorageError(f"向量索引 {generation!r} 不在 {self.folder}：请运行 assistant knowledge rebuild")
            try:
                client, collection = _collection(self.folder / generation)
            except Exception as error:
                raise StorageError(f"向量索引 {self.folder / generation} 打不开：{error}") from error
            self._open = (generation, client, collection)
        return self._open[2]

    def _close(self) -> None:
        if self._open is not None:
            client = self._open[1]
            self._open = None
            client.close()


def _collection(path: Path) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": HNSW})
    return client, collection
