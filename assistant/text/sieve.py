"""The margins of many texts by one linear model, nearly and at one go: what lets most of them leave early.

The n-grams stand in a table by a hash of their characters, and all texts are looked up together. Two things make the
result differ from :meth:`~assistant.text.ngrams.LinearModel.margin`: an n-gram that a text holds twice counts twice,
and four n-grams in a hundred share their place with another. Of ten thousand hand-written lines two that are claims lay
more than 1 below their margin, none more than 2.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.text.ngrams import LONGEST, framed, length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.text.ngrams import LinearModel, Matrix

_BITS = 20
# Odd numbers with many ones: multiplied by one of them, and cut to its upper bits, a number is well spread.
_MIX, _SPREAD = 0x85EBCA6B, 0x9E3779B1
# The end of one text and the begin of the next, as n-grams have them.
_BETWEEN = "$^"


class Sieve:
    """The table of a model of two labels: where a text without n-grams stands, and how far each cell moves it.

    It is saved beside its model: reading the cells takes a tenth of the time that hashing all n-grams anew does, and
    most texts then never need the model itself.
    """

    def __init__(self, start: float, table: Matrix) -> None:
        import numpy as np

        self._start = start
        # Two bytes a cell: the table is looked up all over, and what the nearer caches do not hold takes ten times as
        # long. By a hundredth of a thousandth of the gravest n-gram each weight is off, at the most.
        self._unit = max(float(np.abs(table).max()), 1e-9) / np.iinfo(np.int16).max
        self._table = np.round(table / self._unit).astype(np.int16)

    @classmethod
    def of(cls, model: LinearModel) -> Sieve:
        """Make the table of a model."""
        import numpy as np

        toward, start = model.toward
        table = np.zeros(1 << _BITS, dtype=np.float32)
        weights = np.array(list(toward.values()), dtype=np.float32)
        # Where two n-grams share a cell, the one that speaks more for the second label counts.
        order = np.argsort(weights, kind="stable")
        table[_cells_of(list(toward))[order]] = weights[order]
        return cls(start, table)

    def save(self, path: Path) -> None:
        """Write the cells that move a text, half precision each."""
        import numpy as np

        cells = np.flatnonzero(self._table).astype(np.uint32)
        weights = (self._table[cells] * self._unit).astype(np.float16)
        np.savez_compressed(path, start=self._start, cells=cells, weights=weights)

    @classmethod
    def load(cls, path: Path) -> Sieve:
        """Read what :meth:`save` wrote."""
        import numpy as np

        table = np.zeros(1 << _BITS, dtype=np.float32)
        with np.load(path) as file:
            table[file["cells"]] = file["weights"]
            return cls(float(file["start"]), table)

    def margins(self, texts: Sequence[str]) -> list[float]:
        """Return about how far each folded text is on the side of the second label; none begins or ends in a blank."""
        import numpy as np

        line = framed(_BETWEEN.join(texts))
        starts, at = [0], -1
        for piece in line.split(_BETWEEN)[:-1]:
            at += len(piece) + len(_BETWEEN)
            starts.append(at)
        if len(starts) != len(texts):  # a text holds the sign between texts
            return [self.margins([text.replace(_BETWEEN, "$ ^")])[0] for text in texts]
        held = np.add.reduce(self._table.take(_cells(_codes(line))), axis=0, dtype=np.int32)
        found = np.add.reduceat(held, starts).tolist()
        sizes = [end - start for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
        return [
            self._start + self._unit * total / length(LONGEST * size - LONGEST)
            for total, size in zip(found, sizes, strict=True)
        ]


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _cells(codes: NDArray[np.uint32]) -> NDArray[Any]:
    """Return the cell of each n-gram: one row for each length, one column for each place it begins at."""
    import numpy as np

    mixed = np.zeros((LONGEST, len(codes)), dtype=np.uint32)
    mixed[0] = codes
    for size in range(1, LONGEST):
        mixed[size, :-size] = mixed[size - 1, :-size] * np.uint32(_MIX) + codes[size:]
    return _spread(mixed)


def _cells_of(grams: Sequence[str]) -> NDArray[Any]:
    """Return the cell of each n-gram as :func:`_cells` finds it in a text."""
    import numpy as np

    letters = np.frombuffer(b"".join(gram.encode("utf-32-le").ljust(4 * LONGEST, b"\0") for gram in grams), np.uint32)
    rows = letters.reshape(-1, LONGEST)
    sizes = np.array([len(gram) for gram in grams], dtype=np.int64)
    mixed = rows[:, 0].copy()
    for size in range(1, LONGEST):
        longer = sizes > size
        mixed[longer] = mixed[longer] * np.uint32(_MIX) + rows[longer, size]
    return _spread(mixed)


def _spread(mixed: NDArray[np.uint32]) -> NDArray[Any]:
    import numpy as np

    mixed *= np.uint32(_SPREAD)
    mixed >>= np.uint32(32 - _BITS)
    return mixed
