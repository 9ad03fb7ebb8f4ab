"""An embedder that remembers: a text it was given once costs a look into the database, in any later run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.knowledge.vectors import TEXT, embed_missing, keep_vectors, load_vectors

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Embedder, Matrix
    from assistant.storage.database import Database


class Remembered:
    """Gives the vectors of texts, one row a text. Raises :class:`ProviderError` where a remote embedder fails."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of ``texts`` as passages."""
        import numpy as np

        keys = [_key(text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        embed_missing(self._database, self._embedder, wanted, progress=lambda _done, _total: None)
        rows: dict[str, Matrix] = {}
        with self._database.read() as connection:
            for contents, matrix in load_vectors(connection, self._embedder.name, list(wanted)):
                rows.update(zip(contents, matrix, strict=True))
        return np.vstack([rows[key] for key in keys])

    def query(self, text: str) -> Matrix:
        """Return the vector of ``text`` as a query."""
        key = _key(f"query: {text}")
        with self._database.read() as connection:
            for _, matrix in load_vectors(connection, self._embedder.name, [key]):
                found: Matrix = matrix[0]
                return found
        vector = self._embedder.query(text)
        keep_vectors(self._database, self._embedder.name, {key: vector})
        return vector


def _key(text: str) -> str:
    return TEXT + hashlib.sha256(text.encode()).hexdigest()[:32]
