"""The dense leg of a small store: every vector is compared, exactly.

Up to ten thousand passages that takes a millisecond or two, no more than asking the index, and a command that runs once
need not load Chroma, which alone takes most of a second. Where queries keep coming, most of that time goes into reading
fifteen megabytes that the embedder has pushed out of the cache since. So from the fourth query on the vectors are first
looked at along their main axes (principal components), and those that come near are compared in full.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, union

from assistant.storage.tables import passages, vectors

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix

#: Passages up to which every vector is compared.
SMALL = 12_000
# Vectors from which the main axes are worth having, and the queries after which: finding them costs as much as fifty.
_MANY, _OFTEN = 4_000, 3
_AXES = 128
# So many times as many as are asked for are compared in full. Of the nearest sixty among 5,800 passages of two public
# corpora one in a thousand is lost by this, of the nearest twenty one in eight thousand.
_WIDE = 10
_SAMPLE = 3_000


@dataclass
class _Vectors:
    """The vectors of one generation, and what they are along their main axes once that is worth having."""

    generation: str
    contents: list[str]
    matrix: Matrix
    asked: int = 0
    axes: Matrix | None = None
    short: Matrix | None = None

    def shorten(self) -> None:
        """Find the main axes; the same vectors give the same."""
        import numpy as np

        some = self.matrix[:: max(1, len(self.matrix) // _SAMPLE)]
        _, axes = np.linalg.eigh(some.T @ some)
        self.axes = np.ascontiguousarray(axes[:, -_AXES:])
        self.short = np.ascontiguousarray(self.matrix @ self.axes)


class ExactScan:
    """The vectors in use, read once for each generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: _Vectors | None = None

    def query(
        self, connection: Connection, generation: str, embedder: str, vector: Matrix, count: int
    ) -> list[tuple[str, float]]:
        """Return the ``count`` nearest contents as (content hash, cosine similarity), nearest first."""
        import numpy as np

        with self._lock:
            if self._read is None or self._read.generation != generation:
                self._read = _Vectors(generation, *_vectors_in_use(connection, embedder))
            read = self._read
            read.asked += 1
            if read.asked > _OFTEN and read.short is None and len(read.contents) > _MANY:
                read.shorten()
        if not read.contents:
            return []
        among = _near(read, vector, count * _WIDE)
        similarities = read.matrix @ vector if among is None else read.matrix[among] @ vector
        best = np.arange(len(similarities))
        if count < len(similarities):
            best = np.sort(np.argpartition(similarities, -count)[-count:])
        best = best[np.argsort(-similarities[best], kind="stable")]
        places = best if among is None else among[best]
        return [
            (read.contents[place], float(similarity))
            for place, similarity in zip(places, similarities[best], strict=True)
        ]


def _near(read: _Vectors, vector: Matrix, wide: int) -> Matrix | None:
    """The places of the vectors that come near along the main axes, in rising order; None where all are compared."""
    import numpy as np

    if read.short is None or read.axes is None or wide >= len(read.contents):
        return None
    roughly = read.short @ (vector @ read.axes)
    return np.sort(np.argpartition(roughly, -wide)[-wide:])


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
