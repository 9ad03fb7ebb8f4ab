"""Texts as the character n-grams they hold, and a linear model over them that tells kinds of texts apart.

Multinomial logistic regression over which character 1- to 3-grams a text holds, each text of about unit length. It
learns from a few hundred examples, needs no word segmentation, and a text costs some hundred look-ups in a dictionary.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

LONGEST = 3
#: A text of few n-grams says little: each counts as if it held so many more that tell nothing.
SILENT = 20
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_BLANKS = re.compile(r"\s+")


def ngrams(text: str) -> set[str]:
    """Return the character n-grams of a folded text; every figure counts as the same, both ends as a character."""
    line = framed(text)
    found = set(line)
    longer: list[str] = list(line)
    for size in range(1, LONGEST):
        longer = list(map(operator.add, longer, line[size:]))
        found.update(longer)
    return found


def framed(text: str) -> str:
    """Return a folded text as its n-grams are taken: every figure the same, both ends marked."""
    return f"^{_BLANKS.sub(' ', _DIGITS.sub('0', text.strip()))}$"


def length(count: int) -> float:
    """Return the length of the vector of a text that holds ``count`` n-grams; its parts are divided by it."""
    return math.sqrt(count + SILENT)


@dataclass(frozen=True)
class LinearModel:
    """Labels, the n-grams that count, and their weights: one row an n-gram, one column a label."""

    labels: tuple[str, ...]
    index: dict[str, int]
    weights: Matrix
    bias: Matrix

    def chances(self, text: str) -> Matrix:
        """Return how likely each label is for a folded text, in the order of ``labels``; they add up to 1."""
        import numpy as np

        index, grams = self.index, ngrams(text)
        rows = [index[gram] for gram in grams if gram in index]
        scores = self.bias + self.weights[rows].sum(axis=0) / length(len(grams))
        powers = np.exp(scores - scores.max())
        found: Matrix = powers / powers.sum()
        return found

    def margin(self, text: str) -> float:
        """Return how far a folded text is on the side of the second of two labels; 0 is the boundary.

        The natural logarithm of the odds. Quicker than :meth:`chances`, for models of two labels only.
        """
        toward, start = self.toward
        grams = ngrams(text)
        return start + sum([weight for weight in map(toward.get, grams) if weight is not None]) / length(len(grams))

    @cached_property
    def toward(self) -> tuple[dict[str, float], float]:
        """How far each n-gram moves a text to the second of two labels, and where a text without any stands."""
        difference = (self.weights[:, 1] - self.weights[:, 0]).tolist()
        return {gram: difference[row] for gram, row in self.index.items()}, float(self.bias[1] - self.bias[0])

    def save(self, path: Path) -> None:
        """Write the model, as :meth:`packed`."""
        import numpy as np

        arrays: dict[str, Any] = self.packed()
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read what :meth:`save` wrote."""
        import numpy as np

        with np.load(path) as file:
            return cls.unpacked(file)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return the model as arrays, eight bits a weight with one scale a label; weightless n-grams are left out."""
        import numpy as np

        scale = np.abs(self.weights).max(axis=0) / 127
        kept = np.round(self.weights / scale).astype(np.int8)
        told = np.flatnonzero(kept.any(axis=1))
        grams = sorted(self.index, key=lambda gram: self.index[gram])
        return {
            "labels": np.array(self.labels),
            "grams": np.frombuffer("\n".join(grams[row] for row in told).encode(), dtype=np.uint8),
            "weights": kept[told],
            "scale": scale.astype(np.float32),
            "bias": self.bias.astype(np.float32),
        }

    @classmethod
    def unpacked(cls, arrays: Mapping[str, NDArray[Any]]) -> LinearModel:
        """Return the model of the arrays of :meth:`packed`."""
        import numpy as np

        grams = arrays["grams"].tobytes().decode().split("\n")
        weights = arrays["weights"].astype(np.float32) * arrays["scale"]
        labels = tuple(str(label) for label in arrays["labels"])
        return cls(labels, {gram: row for row, gram in enumerate(grams)}, weights, arrays["bias"])


def fit(examples: Sequence[tuple[str, str]], *, l2: float = 1e-6, rounds: int = 120, at_least: int = 2) -> LinearModel:
    """Learn from (label, folded text) pairs; each label weighs the same however many examples it has.

    ``l2`` is the strength of the penalty on large weights, ``at_least`` the texts an n-gram must stand in to count.
    Deterministic: the same examples in the same order give the same model.
    """
    import numpy as np

    labels = tuple(dict.fromkeys(label for label, _ in examples))
    held = [ngrams(text) for _, text in examples]
    counts = Counter(gram for grams in held for gram in grams)
    index = {gram: row for row, gram in enumerate(sorted(g for g, count in counts.items() if count >= at_least))}
    by_text = _sparse([([index[gram] for gram in grams if gram in index], length(len(grams))) for grams in held])
    target = np.zeros((len(examples), len(labels)), dtype=np.float32)
    target[np.arange(len(examples)), [labels.index(label) for label, _ in examples]] = 1
    share = (target / target.sum(axis=0)).sum(axis=1, keepdims=True) / len(labels)
    weights = np.zeros((len(index), len(labels)), dtype=np.float32)
    bias = np.zeros(len(labels), dtype=np.float32)
    return _descend(LinearModel(labels, index, weights, bias), by_text, target, share, l2, rounds)


@dataclass(frozen=True)
class _Sparse:
    """The n-grams of all texts: ``texts`` and ``grams`` name the cells that are not zero, ``values`` what they hold."""

    texts: NDArray[Any]
    grams: NDArray[Any]
    values: Matrix


def _sparse(rows: Iterable[tuple[Sequence[int], float]]) -> _Sparse:
    """Return the cells of texts, each given as the rows of its n-grams and its length."""
    import numpy as np

    listed, lengths = zip(*rows, strict=True)
    sizes = np.array([len(row) for row in listed])
    texts = np.repeat(np.arange(len(listed)), sizes)
    grams = np.fromiter((gram for row in listed for gram in row), dtype=np.int64, count=int(sizes.sum()))
    values = np.repeat(1 / np.array(lengths), sizes).astype(np.float32)
    return _Sparse(texts, grams, values)


def _descend(model: LinearModel, found: _Sparse, target: Matrix, share: Matrix, l2: float, rounds: int) -> LinearModel:
    """Full-batch descent with Adam's step (Kingma and Ba, 2015)."""
    import numpy as np

    weights, bias = model.weights, model.bias
    by_gram = np.argsort(found.grams, kind="stable")
    first, second = [np.zeros_like(weights), np.zeros_like(bias)], [np.zeros_like(weights), np.zeros_like(bias)]
    for step in range(1, rounds + 1):
        scores = _sums(found.texts, weights[found.grams] * found.values[:, None], len(target)) + bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        off = (powers / powers.sum(axis=1, keepdims=True) - target) * share
        spread = (off[found.texts] * found.values[:, None])[by_gram]
        slopes = [_sums(found.grams[by_gram], spread, len(weights)) + l2 * weights, off.sum(axis=0)]
        for place, (value, slope) in enumerate(zip((weights, bias), slopes, strict=True)):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.999 * second[place] + 0.001 * slope**2
            rate = 0.3 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            value -= rate * first[place] / (np.sqrt(second[place]) + 1e-8)
    return model


def _sums(keys: NDArray[Any], rows: Matrix, size: int) -> Matrix:
    """Add up the rows of each key; ``keys`` come in rising order."""
    import numpy as np

    total = np.zeros((size, rows.shape[1]), dtype=np.float32)
    if len(keys):
        begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        total[keys[begins]] = np.add.reduceat(rows, begins, axis=0)
    return total
