"""The dense leg of a small store: every vector is compared, exactly.

Up to ten thousand passages that takes a millisecond or two, no more than asking the index, and a command that runs once
need not load Chroma, which alone takes most of a second.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, union

from assistant.storage.tables import passages, vectors

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix

#: Passages up to which every vector is compared.
SMALL = 12_000


class ExactScan:
    """The vectors in use, read once for each generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: tuple[str, list[str], Matrix] | None = None

    def query(
        self, connection: Connection, generation: str, embedder: str, vector: Matrix, count: int
    ) -> list[tuple[str, float]]:
        """Return the ``count`` nearest contents as (content hash, cosine similarity), nearest first."""
        import numpy as np

        with self._lock:
            if self._read is None or self._read[0] != generation:
                self._read = (generation, *_vectors_in_use(connection, embedder))
            _, contents, matrix = self._read
        if not contents:
            return []
        similarities = matrix @ vector
        among = np.arange(len(contents))
        if count < len(contents):
            among = np.sort(np.argpartition(similarities, -count)[-count:])
        nearest = among[np.argsort(-similarities[among], kind="stable")]
        return [(contents[place], float(similarities[place])) for place in nearest]


def _vectors_in_use(connection: Connection, embedder: str) -> tuple[list[str], Matrix]:
    import numpy as np

    used = union(select(passages.c.content), select(passages.c.question_content))
    rows = connection.execute(
        select(vectors.c.content, vectors.c.vector)
        .where(vectors.c.embedder == embedder, vectors.c.content.in_(used))
        .order_by(vectors.c.content)
    ).all()
    if not rows:
        return [], np.zeros((0, 0), dtype=np.float32)
    return [row.content for row in rows], np.vstack([np.frombuffer(row.vector, dtype="<f4") for row in rows])
