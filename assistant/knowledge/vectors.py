"""The vectors of texts in the database. They are kept as soon as they are made, so that a killed sync loses seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select, text

from assistant.knowledge.embedding import Embedder
from assistant.storage.database import Database
from assistant.storage.tables import vectors
from assistant.storage.upsert import insert_new

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix

# Texts a call: enough to keep both cores busy, few enough that a progress bar moves and a kill loses little.
BATCH = 32
CHUNK = 500
TEXT = "text:"
"""Before the hash of a text that is no passage (a message of a group, a theme): a sync does not forget these."""

_KNOWN = select(vectors.c.content).where(
    vectors.c.embedder == bindparam("embedder"), vectors.c.content.in_(bindparam("contents", expanding=True))
)
_VECTORS = select(vectors.c.content, vectors.c.vector).where(
    vectors.c.embedder == bindparam("embedder"), vectors.c.content.in_(bindparam("contents", expanding=True))
)


def embed_missing(
    database: Database, embedder: Embedder, texts: Mapping[str, str], *, progress: Callable[[int, int], None]
) -> int:
    """Embed what has no vector yet and return how many there were. ``texts`` maps content hashes to texts.

    ``progress`` is called with (done, total). Raises :class:`ProviderError` where a remote embedder fails; what was
    embedded by then is kept.
    """
    with database.read() as connection:
        known = _known(connection, embedder.name, list(texts))
    missing = [content for content in texts if content not in known]
    # Alike lengths together: a batch takes as long as its longest text.
    missing.sort(key=lambda content: (len(texts[content]), content))
    for start in range(0, len(missing), BATCH):
        progress(start, len(missing))
        batch = missing[start : start + BATCH]
        matrix = embedder.passages([texts[content] for content in batch])
        keep_vectors(database, embedder.name, dict(zip(batch, matrix, strict=True)))
    if missing:
        progress(len(missing), len(missing))
    return len(missing)


def keep_vectors(database: Database, embedder: str, found: Mapping[str, Matrix]) -> None:
    """Keep one vector for each content hash; what is there already stays."""
    rows = [
        {"content": content, "embedder": embedder, "vector": vector.astype("<f4").tobytes()}
        # In one order for all: two that keep the same texts must not wait for each other.
        for content, vector in sorted(found.items(), key=lambda item: item[0])
    ]
    if rows:
        with database.write() as connection:
            insert_new(connection, vectors, rows)


def load_vectors(connection: Connection, embedder: str, contents: Sequence[str]) -> Iterator[tuple[list[str], Matrix]]:
    """Yield the vectors of ``contents`` in batches of (content hashes, rows)."""
    import numpy as np

    for start in range(0, len(contents), CHUNK):
        rows = connection.execute(
            _VECTORS, {"embedder": embedder, "contents": list(contents[start : start + CHUNK])}
        ).all()
        if rows:
            yield (
                [content for content, _ in rows],
                np.vstack([np.frombuffer(vector, dtype="<f4") for _, vector in rows]),
            )


def forget_unused(connection: Connection) -> None:
    """Delete the vectors of passages that are no more."""
    connection.execute(
        text(
            "DELETE FROM vectors WHERE content NOT IN (SELECT content FROM passages) "
            "AND content NOT IN (SELECT question_content FROM passages) AND content NOT LIKE 'text:%'"
        )
    )


def _known(connection: Connection, embedder: str, contents: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(contents), CHUNK):
        known.update(
            connection.execute(
                _KNOWN, {"embedder": embedder, "contents": list(contents[start : start + CHUNK])}
            ).scalars()
        )
    return known
