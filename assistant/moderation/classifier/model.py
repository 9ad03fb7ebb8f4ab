"""What was learned, and the file that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.moderation.classifier.calibration import Calibration
from assistant.moderation.classifier.examples import DATA, packaged_examples
from assistant.moderation.classifier.heard import Words, words_of
from assistant.moderation.classifier.neighbours import Neighbours
from assistant.text.ngrams import LinearModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGED = DATA / "model.npz"


@dataclass(frozen=True)
class Model:
    """A model of allowed and harmful texts, one of the kinds of harm, the labelled texts, and what all that means."""

    harm: LinearModel
    kind: LinearModel
    neighbours: Neighbours
    calibration: Calibration

    @cached_property
    def words(self) -> Words:
        """The words that a text may be made of, as it is written or as it sounds."""
        rarity = self.neighbours.rarity
        weights = rarity.weights.tolist()
        return words_of({gram: weights[row] for gram, row in rarity.index.items()}, self.harm.toward[0])

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of characters that stand next to each other in words and in the lines."""
        return self.words.pairs.union(gram for gram in self.neighbours.rarity.index if len(gram) == 2)

    def save(self, path: Path) -> None:
        """Write the model to one file; the texts are not in it."""
        import numpy as np

        arrays: dict[str, Any] = {
            f"{name}_{key}": array
            for name, part in (("harm", self.harm), ("kind", self.kind), ("near", self.neighbours))
            for key, array in part.packed().items()
        }
        np.savez_compressed(path, **arrays, calibration=np.array(astuple(self.calibration)))

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read what :meth:`save` wrote, beside our own lines."""
        import numpy as np

        with np.load(path) as file:
            arrays = {key: file[key] for key in file.files}
        harm, kind = (LinearModel.unpacked(_part(arrays, name)) for name in ("harm", "kind"))
        neighbours = Neighbours.unpacked(_part(arrays, "near"), packaged_examples())
        # Most n-grams stand in all three, and a text takes three times as much memory as the entry that holds it.
        same = {gram: gram for gram in harm.index}
        kind = replace(kind, index=_shared(kind.index, same))
        neighbours.rarity = replace(neighbours.rarity, index=_shared(neighbours.rarity.index, same))
        return cls(harm, kind, neighbours, Calibration(*map(float, arrays["calibration"])))


def _shared(index: Mapping[str, int], same: dict[str, str]) -> dict[str, int]:
    """The same index with the very texts that are known already."""
    return {same.setdefault(gram, gram): row for gram, row in index.items()}


def _part(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    return {key.removeprefix(f"{name}_"): array for key, array in arrays.items() if key.startswith(f"{name}_")}
