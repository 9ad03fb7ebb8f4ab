"""The index of vectors that a workspace has: a folder of its own, or a Chroma server that several machines share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from assistant.errors import StorageError
from assistant.knowledge.dense import DenseIndex

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix
    from assistant.workspace import Workspace


# Before the name of a generation that nobody has written yet.
_WAITING = "waiting."


class IndexAway(StorageError):
    """The index cannot be asked just now; what the database holds serves meanwhile."""


class VectorIndex(Protocol):
    """Vectors by content hash, in generations: the database names the one that belongs to its passages."""

    def publish(
        self,
        base: str,
        *,
        remove: Sequence[str],
        add: Iterable[tuple[Sequence[str], Matrix]],
        fresh: bool,
        total: int | None = None,
    ) -> str:
        """Make a generation from ``base`` without ``remove`` and with ``add``, ``total`` vectors; return its name."""
        ...

    def sound(self, generation: str) -> bool:
        """Tell whether the generation is there and whole. Raises :class:`IndexAway` where nobody can say."""
        ...

    def query(self, generation: str, vector: Matrix, count: int) -> list[tuple[str, float]]:
        """Return the ``count`` nearest contents as (content hash, cosine similarity), nearest first."""
        ...

    def count(self, generation: str) -> int:
        """Return how many vectors the generation holds."""
        ...

    def sweep(self, keep: Sequence[str]) -> None:
        """Remove what no generation of ``keep`` needs; what cannot be removed now is left for the next time."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


def waiting() -> str:
    """Return the name of a generation that is to be written as soon as the index can be."""
    return f"{_WAITING}{secrets.token_hex(6)}"


def open_index(workspace: Workspace) -> VectorIndex:
    """Return the index of ``workspace``, as its settings say. Nothing is asked of it yet."""
    url = workspace.settings.chroma_url
    if not url:
        return DenseIndex(workspace.state / "index")
    from assistant.knowledge.chromaserver import ServerIndex
    from assistant.storage.database import open_database
    from assistant.storage.identity import identity_of

    return ServerIndex(url, identity_of(open_database(workspace)))
