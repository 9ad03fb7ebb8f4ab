"""How well the threshold of search tells answerable questions from others, and the weights that would tell best.

    python -m evals.bench.calibrate

For every question set it prints the share of answerable questions that are kept and of unanswerable ones that get
nothing, at several boundaries; then logistic weights fitted on all sets but one, tried on the one left out.
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
from assistant.knowledge.answerable import Evidence, Unknown
from assistant.knowledge.search import Scope, Search
from evals.bench.questions import BRANDS, Question, load, synced

if TYPE_CHECKING:
    Matrix = np.ndarray[Any, np.dtype[np.float64]]

NAMES = ("similarity - 0.9", "coverage", "agreement", "gap", "unknown share", "unknown run", "bias")
BOUNDARIES = (-0.5, -0.25, 0.0, 0.25, 0.5)
ROUNDS = 6000
REGULARIZATION = 0.001


def main() -> None:
    """Print the tables."""
    sets: dict[str, tuple[Matrix, Matrix]] = {}
    scores: dict[str, tuple[Matrix, Matrix]] = {}
    for name, knowledge in BRANDS.items():
        with tempfile.TemporaryDirectory() as folder, synced(knowledge, Path(folder)) as workspace:
            asked = Search(workspace)
            yes, no = (_readings(asked, load(name, kind)) for kind in ("answerable", "unanswerable"))
        sets[name] = yes[0], no[0]
        scores[name] = yes[1], no[1]
    for name, (yes_scores, no_scores) in scores.items():
        shares = "  ".join(
            f"{boundary:+.2f}: {(yes_scores >= boundary).mean():.2f}/{(no_scores < boundary).mean():.2f}"
            for boundary in BOUNDARIES
        )
        print(f"{name:12} kept/empty  {shares}")
    for left in sets:
        weights = _fit([pair for name, pair in sets.items() if name != left])
        yes_left, no_left = sets[left]
        print(
            f"without {left:12} kept {(yes_left @ weights >= 0).mean():.2f} empty {(no_left @ weights < 0).mean():.2f}"
        )
    for label, weight in zip(NAMES, _fit(list(sets.values())), strict=True):
        print(f"{label:18} {weight:8.3f}")


def _readings(asked: Search, questions: Sequence[Question]) -> tuple[Matrix, Matrix]:
    """Return what the model sees of each question, and its present score."""
    rows: list[list[float]] = []
    scores: list[float] = []
    original = answerable.likelihood

    def watched(found: Sequence[Evidence], unknown: Unknown, gap: float) -> float:
        value = original(found, unknown, gap)
        if len(rows) == len(scores) and found:
            rows.append(
                [
                    max(evidence.similarity or 0.0 for evidence in found) - 0.9,
                    max(evidence.coverage for evidence in found),
                    max(evidence.agreement for evidence in found),
                    gap,
                    unknown.share,
                    unknown.run,
                    1.0,
                ]
            )
            seen.append(math.log(value / (1 - value)))
        return value

    for question in questions:
        seen: list[float] = []
        with mock.patch.object(search, "likelihood", watched):
            asked.hits(question.text, scope=Scope(question.on), threshold=0)
        scores.extend(seen[:1])
    return np.array(rows), np.array(scores)


def _fit(pairs: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """Logistic regression by gradient ascent, both classes weighing the same."""
    yes, no = np.vstack([pair[0] for pair in pairs]), np.vstack([pair[1] for pair in pairs])
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
