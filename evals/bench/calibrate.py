"""How well the threshold of search tells answerable questions from others, and the weights that would tell best.

    python -m evals.bench.calibrate

For every question set it prints the share of answerable questions that are kept and of unanswerable ones that get
nothing, at several boundaries; then logistic weights fitted on the sets about other brands, tried on the one left out;
last the weights fitted on all, with anchors and without.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from assistant.knowledge import answerable, search
from assistant.knowledge.anchors import LISTS
from assistant.knowledge.answerable import Asked, Evidence
from assistant.knowledge.search import Scope, Search
from evals.bench.questions import BRANDS, Question, load, synced

if TYPE_CHECKING:
    Matrix = np.ndarray[Any, np.dtype[np.float64]]

#: What the model sees of a question, by name, and the score it gives.
Seen = tuple[dict[str, float], float]
BOUNDARIES = (-0.5, -0.25, 0.0, 0.25, 0.5)
ROUNDS = 6000
REGULARIZATION = 0.001


def main() -> None:
    """Print the tables."""
    sets: dict[str, tuple[list[Seen], list[Seen]]] = {}
    for name, knowledge in BRANDS.items():
        with tempfile.TemporaryDirectory() as folder, synced(knowledge, Path(folder)) as workspace:
            asked = Search(workspace)
            yes, no = (_readings(asked, load(name, kind)) for kind in ("answerable", "unanswerable"))
        sets[name] = yes, no
        print(f"{name:12} kept/empty  {_shares(yes, no)}")
    names = list(sets["sample"][0][0][0])
    for left in sets:
        # The sample brand is asked twice: neither of its sets may teach what the other is tried on.
        others = [pair for name, pair in sets.items() if BRANDS[name] != BRANDS[left]]
        weights = _fit(others, names)
        kept, empty = (_rows(side, names) @ weights >= 0 for side in sets[left])
        print(f"without {left:12} kept {kept.mean():.2f} empty {1 - empty.mean():.2f}")
    plain = [name for name in names if not name.startswith(LISTS)]
    for title, chosen in (("with anchors", names), ("without", plain)):
        print(title)
        for label, weight in zip([*chosen, "bias"], _fit(list(sets.values()), chosen), strict=True):
            print(f"    {label!r}: {weight:.2f},")


def _readings(asked: Search, questions: Sequence[Question]) -> list[Seen]:
    """Return what the model sees of each question, and its present score."""
    found: list[Seen] = []
    original = answerable.likelihood

    def watched(evidence: Sequence[Evidence], whole: Asked) -> float:
        value = original(evidence, whole)
        if evidence and not seen:
            seen.append((answerable.features(evidence, whole), math.log(value / (1 - value))))
        return value

    for question in questions:
        seen: list[Seen] = []
        with mock.patch.object(search, "likelihood", watched):
            asked.hits(question.text, scope=Scope(question.on), threshold=0)
        found.extend(seen)
    return found


def _shares(yes: Sequence[Seen], no: Sequence[Seen]) -> str:
    kept, empty = (np.array([score for _, score in side]) for side in (yes, no))
    return "  ".join(
        f"{boundary:+.2f}: {(kept >= boundary).mean():.2f}/{(empty < boundary).mean():.2f}" for boundary in BOUNDARIES
    )


def _rows(side: Sequence[Seen], names: Sequence[str]) -> Matrix:
    return np.array([[*(features[name] for name in names), 1.0] for features, _ in side])


def _fit(pairs: Sequence[tuple[Sequence[Seen], Sequence[Seen]]], names: Sequence[str]) -> Matrix:
    """Logistic regression by gradient ascent, both classes weighing the same."""
    yes, no = (np.vstack([_rows(pair[side], names) for pair in pairs]) for side in (0, 1))
    rows = np.vstack([yes, no])[:, :-1]
    target = np.r_[np.ones(len(yes)), np.zeros(len(no))]
    share = np.r_[np.full(len(yes), 0.5 / len(yes)), np.full(len(no), 0.5 / len(no))]
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    weights = np.zeros(scaled.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        weights += 2 * (scaled.T @ (share * (target - chance)) - REGULARIZATION * np.r_[weights[:-1], 0])
    raw = weights[:-1] / scale
    fitted: Matrix = np.r_[raw, weights[-1] - (mean * raw).sum()]
    return fitted


if __name__ == "__main__":
    main()
