"""The labelled texts that a text is like, by the n-grams they share; rare ones count for more.

A linear model learns which n-grams tell; that a text is nearly one that somebody labelled it does not see. The three
nearest texts say that, and they are the reason shown.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.masked import latin
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import ngrams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: How many of the nearest texts vote.
VOTERS = 3


@dataclass(frozen=True)
class Rarity:
    """How much each n-gram says: the logarithm of the share of texts that hold it, turned round."""

    index: dict[str, int]
    weights: Floats
    #: What an n-gram weighs that hardly any text holds.
    top: float

    def length(self, grams: Collection[str], rows: Sequence[int]) -> float:
        """Return the length of the vector of a text with these n-grams, ``rows`` of which are known."""
        known = self.weights[rows]
        return math.sqrt(float(known @ known) + (len(grams) - len(rows)) * self.top**2) or 1.0

    @classmethod
    def among(cls, texts: Sequence[Collection[str]]) -> Rarity:
        """Count the n-grams of texts; what only one text holds is not listed."""
        import numpy as np

        counts = Counter(gram for grams in texts for gram in grams)
        listed = sorted(gram for gram, count in counts.items() if count > 1)
        weights = np.log(len(texts) / np.array([counts[gram] for gram in listed], dtype=np.float32))
        return cls({gram: row for row, gram in enumerate(listed)}, weights, math.log(max(2, len(texts))))


class Neighbours:
    """Labelled texts by their n-grams."""

    def __init__(
        self,
        examples: Sequence[Example],
        rarity: Rarity,
        starts: NDArray[Any],
        rows: NDArray[Any],
        lengths: Floats,
    ) -> None:
        """Take ``rows``, the n-grams of all texts, one text after the other, and ``starts``, where each text begins."""
        import numpy as np

        self.examples = tuple(examples)
        self.rarity = rarity
        self.starts, self.rows, self.lengths = starts, rows, lengths
        self.harmful = np.array([each.label is not Category.ALLOW for each in examples], dtype=bool)
        self.signs = np.where(self.harmful, 1, -1).astype(np.float32)
        texts = np.repeat(np.arange(len(examples)), np.diff(starts))
        order = np.argsort(rows, kind="stable")
        self._texts = texts[order].astype(np.int32)
        # What an n-gram of a text adds to its likeness: the weight in the one times that in the other.
        self._values = (rarity.weights[rows] / lengths[texts]).astype(np.float32)[order] * rarity.weights[rows[order]]
        begins = np.searchsorted(rows[order], np.arange(len(rarity.weights) + 1))
        self._begins = array("q", begins.astype(np.int64).tobytes())  # a list would hold an object for each

    @classmethod
    def of(cls, examples: Sequence[Example], rarity: Rarity | None = None) -> Neighbours:
        """Read the examples; by the rarity of their own n-grams, or by one that is given."""
        import numpy as np

        held = [ngrams(shaped(each.text)) for each in examples]
        rarity = rarity or Rarity.among(held)
        index = rarity.index
        listed = [sorted(index[gram] for gram in grams if gram in index) for grams in held]
        starts = np.cumsum([0, *map(len, listed)]).astype(np.int32)
        rows = np.array([row for rows in listed for row in rows], dtype=np.int32)
        lengths = [rarity.length(grams, rows) for grams, rows in zip(held, listed, strict=True)]
        return cls(examples, rarity, starts, rows, np.array(lengths, dtype=np.float32))

    @cached_property
    def digest(self) -> str:
        """What tells these texts from any others."""
        return digest(self.examples)

    @cached_property
    def latin(self) -> frozenset[str]:
        """The words in Latin letters that stand in these texts."""
        return latin(shaped(each.text) for each in self.examples)

    def likeness(self, grams: Collection[str]) -> Floats:
        """Return how like a text with these n-grams is to each labelled one: 0 to 1, the cosine."""
        import numpy as np

        rarity, begins = self.rarity, self._begins
        rows = [row for row in map(rarity.index.get, grams) if row is not None]
        if not rows:
            return np.zeros(len(self.examples), dtype=np.float32)
        spans = [(begins[row], begins[row + 1]) for row in sorted(rows)]
        rows.sort()
        texts = np.concatenate([self._texts[low:high] for low, high in spans])
        values = np.concatenate([self._values[low:high] for low, high in spans])
        found = np.bincount(texts, values, minlength=len(self.examples)) / rarity.length(grams, rows)
        return found.astype(np.float32)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return the n-grams of the texts as arrays; the texts themselves are left out."""
        import numpy as np

        grams = "\n".join(self.rarity.index)
        return {
            "grams": np.frombuffer(grams.encode(), dtype=np.uint8),
            "weights": self.rarity.weights,
            "top": np.array(self.rarity.top),
            "starts": self.starts,
            "rows": self.rows,
            "lengths": self.lengths,
            "digest": np.array(self.digest),
        }

    @classmethod
    def unpacked(cls, arrays: Mapping[str, NDArray[Any]], examples: Sequence[Example]) -> Neighbours:
        """Return the neighbours of the arrays of :meth:`packed`; where the texts are others, by reading them."""
        if str(arrays["digest"]) != digest(examples):
            return cls.of(examples)
        grams = arrays["grams"].tobytes().decode().split("\n")
        rarity = Rarity({gram: row for row, gram in enumerate(grams)}, arrays["weights"], float(arrays["top"]))
        return cls(examples, rarity, arrays["starts"], arrays["rows"], arrays["lengths"])


def digest(examples: Iterable[Example]) -> str:
    """Return what tells these examples from any others."""
    told = "\n".join(f"{each.label}\t{each.text}" for each in examples)
    return hashlib.blake2b(told.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def nearest(likeness: Floats, count: int) -> list[int]:
    """Return the places of the greatest values, greatest first; of equals the earlier comes first."""
    import numpy as np

    if count >= len(likeness):
        every: list[int] = np.argsort(-likeness, kind="stable").tolist()
        return every
    least = np.partition(likeness, -count)[-count]
    places = np.flatnonzero(likeness >= least)
    ordered: list[int] = places[np.argsort(-likeness[places], kind="stable")][:count].tolist()
    return ordered


def vote(likeness: Floats, signs: Floats) -> float:
    """Return what the nearest texts say, each as loud as it is like: above 0 harmful, below harmless."""
    places = nearest(likeness, VOTERS)
    return float(likeness[places] @ signs[places])
