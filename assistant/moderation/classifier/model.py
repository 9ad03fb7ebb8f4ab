"""The classifier: is a text harmful, of which kind, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.moderation.classifier.calibration import Calibration
from assistant.moderation.classifier.examples import DATA, Example, packaged_examples
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import LinearModel, length, ngrams

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGED = DATA / "model.npz"


class Scores(NamedTuple):
    """What a text is: the likeliest category, its chance, the chance of ``allow``, and whether that is sure.

    Not sure is an abstention: ``best`` is then the category to ask about, never ``allow``.
    """

    best: Category
    chance: float
    allow: float
    sure: bool


@dataclass(frozen=True)
class Model:
    """What was learned: a model of allowed and harmful texts, one of the kinds of harm, and what their scores mean."""

    harm: LinearModel
    kind: LinearModel
    calibration: Calibration

    def save(self, path: Path) -> None:
        """Write the model to one file."""
        import numpy as np

        arrays: dict[str, Any] = {
            f"{name}_{key}": array
            for name, model in (("harm", self.harm), ("kind", self.kind))
            for key, array in model.packed().items()
        }
        calibration = self.calibration
        arrays["calibration"] = np.array(
            [calibration.slope, calibration.start, calibration.heat, calibration.unsure, calibration.sure]
        )
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read what :meth:`save` wrote."""
        import numpy as np

        with np.load(path) as file:
            harm, kind = (LinearModel.unpacked(_part(file, name)) for name in ("harm", "kind"))
            return cls(harm, kind, Calibration(*map(float, file["calibration"])))


def _part(file: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    return {key.removeprefix(f"{name}_"): file[key] for key in file if key.startswith(f"{name}_")}


class Classifier:
    """Says what a text is. It never changes: learning gives another one."""

    def __init__(self, model: Model, *, version: str = "packaged") -> None:
        self.version = version
        self._model = model
        self._toward, self._start = model.harm.toward
        self._clear = model.calibration.margin(model.calibration.unsure)

    @classmethod
    def packaged(cls) -> Classifier:
        """Return the classifier as it comes, taught by our own lines."""
        return _packaged()

    def scores(self, text: str, group: str = "") -> Scores:  # noqa: ARG002
        """Return what a text is, in a group of the operator's where it has learned of its own."""
        line = shaped(text)
        grams = ngrams(line)
        toward = self._toward
        margin = self._start + sum([w for w in map(toward.get, grams) if w is not None]) / length(len(grams))
        calibration = self._model.calibration
        harmful = calibration.chance(margin)
        if margin < self._clear:
            return Scores(Category.ALLOW, 1 - harmful, 1 - harmful, True)
        kinds = self._model.kind.chances(line)
        best = int(kinds.argmax())
        category = Category(self._model.kind.labels[best])
        return Scores(category, harmful * float(kinds[best]), 1 - harmful, harmful >= calibration.sure)

    def nearest(self, text: str, k: int = 3) -> list[Example]:
        """Return the ``k`` labelled texts most like a text, the most alike first."""
        mine = ngrams(shaped(text))
        return sorted(packaged_examples(), key=lambda each: -len(mine & ngrams(shaped(each.text))))[:k]


@cache
def _packaged() -> Classifier:
    return Classifier(Model.load(PACKAGED))
