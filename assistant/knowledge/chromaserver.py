"""The dense index on a Chroma server, over its HTTP interface (v2).

A vector belongs to its content, so a generation needs no copy of the one before: new vectors are put into the same
collection before the database lands the passages, old ones are taken out afterwards, and what a reader finds that its
own snapshot of the database does not know it leaves out. A collection that does not hold what it should (a sync was
killed, the server has lost its data) is made anew beside the old one.

chromadb's own client is not used: it waits without limit for a server that hangs, and importing it takes over a second.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from assistant.errors import StorageError
from assistant.knowledge.dense import HNSW
from assistant.knowledge.index import IndexAway

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix

_DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
_BATCH, _PAGE = 1000, 200
# Seconds for a query, for a batch of vectors, and until a server that did not answer is asked again.
_ASK, _WRITE, _REST = 3.0, 60.0, 5.0


class ServerIndex:
    """Vectors by content hash in collections of a server; those of other workspaces (``identity``) are left alone.

    A generation is called ``COLLECTION.COUNT.TOKEN``.
    """

    def __init__(self, url: str, identity: str) -> None:
        parts = urlsplit(url)
        # Without a user and password, for people to read.
        self.shown = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        self._prefix = f"assistant-{identity}-"
        self._client = httpx.Client(base_url=url.rstrip("/") + _DATABASE, timeout=_ASK, trust_env=False)
        self._ids: dict[str, str] = {}
        self._leaving: tuple[str, Sequence[str]] = ("", ())
        self._silent = float("-inf")

    def publish(
        self,
        base: str,
        *,
        remove: Sequence[str],
        add: Iterable[tuple[Sequence[str], Matrix]],
        fresh: bool,
        total: int | None = None,
    ) -> str:
        """Add what is new to the collection of ``base``, or all to a new one; :meth:`sweep` then removes the old.

        Raises :class:`IndexAway` where the server does not answer, :class:`StorageError` where it refuses.
        """
        self._silent = float("-inf")  # whoever writes asks, whatever a reader has found
        name = f"{self._prefix}{secrets.token_hex(6)}" if fresh else _collection_of(base)
        added = 0
        if fresh:
            configuration = {"hnsw": HNSW}
            made = self._call("POST", "/collections", json={"name": name, "configuration": configuration})
            self._ids[name] = str(made["id"])
            before = 0
        else:
            before = _total_of(base)
            if self._count(name) != before:
                raise StorageError(f"Chroma 里的 {name} 不是 {before} 条向量，要重做")
        for ids, matrix in add:
            for start in range(0, len(ids), _BATCH):
                self._add(name, ids[start : start + _BATCH], matrix[start : start + _BATCH])
            added += len(ids)
        held = self._count(name)
        if held != before + added or (total is not None and held != total + len(remove)):
            raise StorageError(f"Chroma 里应有 {before + added} 条向量，只有 {held} 条")
        self._leaving = (name, list(remove))
        return f"{name}.{held - len(remove)}.{secrets.token_hex(4)}"

    def sound(self, generation: str) -> bool:
        """Tell whether the collection holds as many vectors as it should, those on their way out aside."""
        if not generation.startswith(self._prefix):
            self._call("GET", "/collections", params={"limit": 1})  # is anybody there?
            return False
        try:
            return self._count(_collection_of(generation)) >= _total_of(generation)
        except IndexAway:
            raise
        except StorageError:
            return False

    def query(self, generation: str, vector: Matrix, count: int) -> list[tuple[str, float]]:
        """Return the ``count`` nearest contents. Raises :class:`IndexAway` where words alone have to serve."""
        if not generation.startswith(self._prefix):
            raise IndexAway(f"Chroma（{self.shown}）里还没有这一批向量，暂时只按字词检索；等它连上会自动补齐")
        if monotonic() - self._silent < _REST:
            raise IndexAway(self._absent())
        asked = {"query_embeddings": [vector.tolist()], "n_results": count, "include": ["distances"]}
        try:
            found = self._of(_collection_of(generation), "/query", json=asked)
        except IndexAway:
            raise
        except StorageError as error:  # the server has lost it: the next sync makes it anew
            raise IndexAway(f"{error}，暂时只按字词检索；向量会自动补齐") from error
        return [
            (str(key), 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def count(self, generation: str) -> int:
        """Return how many vectors the collection holds. Raises :class:`StorageError`."""
        return self._count(_collection_of(generation))

    def sweep(self, keep: Sequence[str]) -> None:
        """Remove the vectors that the last :meth:`publish` left out, and the collections of no generation to keep."""
        name, leaving = self._leaving
        wanted = {_collection_of(generation) for generation in keep}
        try:
            for start in range(0, len(leaving) if name in wanted else 0, _BATCH):
                self._of(name, "/delete", json={"ids": list(leaving[start : start + _BATCH])}, timeout=_WRITE)
            self._leaving = ("", ())
            for other in self._collections():
                if other.startswith(self._prefix) and other not in wanted:
                    self._call("DELETE", f"/collections/{other}", timeout=_WRITE)
        except StorageError:
            return

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _add(self, name: str, ids: Sequence[str], matrix: Matrix) -> None:
        # The server takes the bytes of little-endian floats, a third of the size of their digits.
        vectors = [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in matrix]
        self._of(name, "/upsert", json={"ids": list(ids), "embeddings": vectors}, timeout=_WRITE)

    def _count(self, name: str) -> int:
        return int(self._of(name, "/count"))

    def _collections(self) -> Iterator[str]:
        found: list[str] = []
        while True:
            page = self._call("GET", "/collections", params={"limit": _PAGE, "offset": len(found)})
            found += [str(each["name"]) for each in page]
            if len(page) < _PAGE:
                return iter(found)

    def _of(self, name: str, path: str, **more: Any) -> Any:
        """Ask about a collection; its id is asked for once, and again where it is not known any more."""
        known = name in self._ids
        if not known:
            self._ids[name] = str(self._call("GET", f"/collections/{name}")["id"])
        try:
            return self._call("GET" if path == "/count" else "POST", f"/collections/{self._ids[name]}{path}", **more)
        except IndexAway:
            raise
        except StorageError:
            self._ids.pop(name, None)
            if known:
                return self._of(name, path, **more)
            raise

    def _call(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._client.request(method, path, **more)
            if answer.status_code >= 500:
                raise httpx.HTTPStatusError(str(answer.status_code), request=answer.request, response=answer)
            if answer.status_code >= 400:
                raise StorageError(f"Chroma（{self.shown}）不接受请求：{_said(answer)}")
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            self._silent = monotonic()
            raise IndexAway(self._absent()) from error
        self._silent = float("-inf")
        return found

    def _absent(self) -> str:
        return f"Chroma（{self.shown}）连不上，暂时只按字词检索；它回来后会自动恢复"


def _collection_of(generation: str) -> str:
    return generation.split(".", 1)[0]


def _total_of(generation: str) -> int:
    parts = generation.split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else -1


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("message", answer.status_code))[:200]
    except (ValueError, AttributeError):
        return str(answer.status_code)
