"""From the model's margins to chances that hold, and from chances to what is sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Calibration:
    """How the margin of a text and the vote of the texts it is like become a chance, and which chances are sure.

    The chance of a violation is that among as many violations as harmless texts. A text whose ``margin`` alone is under
    ``look`` is clear; for all others the neighbours vote. Under ``unsure`` a text is clear then, from ``sure`` on it is
    a violation, between them the classifier abstains. From ``again`` to ``sure`` a second look is taken, at what texts
    mean, and the ``again_`` weights hold. ``heat`` divides the scores of the kinds before they become
    chances.
    """

    margin: float = 1.0
    vote: float = 0.0
    start: float = 0.0
    alone: float = 1.0
    alone_start: float = 0.0
    heat: float = 1.0
    look: float = -1.0
    unsure: float = 0.7
    sure: float = 0.95
    again: float = 0.65
    again_margin: float = 1.0
    again_vote: float = 0.0
    again_start: float = 0.0

    def log_odds(self, margin: float, vote: float) -> float:
        """Return the logarithm of the odds of a violation."""
        return self.margin * margin + self.vote * vote + self.start

    @property
    def tempered(self) -> float:
        """What a vote after a second look weighs beside one before it: likeness of meaning is added to it."""
        return self.again_vote / self.vote if self.vote else 0.0

    def log_odds_again(self, margin: float, vote: float) -> float:
        """Return them after a second look."""
        return self.again_margin * margin + self.again_vote * vote + self.again_start


def chance(log_odds: float) -> float:
    """Return the chance that the logarithm of the odds stands for."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def log_odds(chance: float) -> float:
    """Return the logarithm of the odds of a chance between 0 and 1."""
    return math.log(chance / (1 - chance))


def logistic(columns: Sequence[Sequence[float]], harmful: Sequence[bool]) -> list[float]:
    """Return a weight for each column and the start of the logistic curve through held-out figures (Platt, 1999).

    Both kinds weigh the same. Newton's method: so few parameters need few steps.
    """
    import numpy as np

    y = np.asarray(harmful, dtype=np.float64)
    x = np.column_stack([*(np.asarray(column, dtype=np.float64) for column in columns), np.ones(len(y))])
    share = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum()))
    weights = np.zeros(x.shape[1])
    penalty = 1e-4 * np.eye(x.shape[1])
    for _ in range(40):
        chances = 1 / (1 + np.exp(-np.clip(x @ weights, -60, 60)))
        slope = x.T @ (share * (chances - y)) + penalty @ weights
        bend = (x * (share * chances * (1 - chances))[:, None]).T @ x + penalty
        weights = weights - np.linalg.solve(bend, slope)
    return [float(weight) for weight in weights]


def temperature(scores: Sequence[Sequence[float]], right: Sequence[int]) -> float:
    """Return what scores are to be divided by so that their softmax fits the right columns best."""
    import numpy as np

    table, columns = np.asarray(scores, dtype=np.float64), np.asarray(right)

    def surprise(heat: float) -> float:
        cooled = table / heat
        cooled -= cooled.max(axis=1, keepdims=True)
        told = cooled - np.log(np.exp(cooled).sum(axis=1, keepdims=True))
        return float(-told[np.arange(len(columns)), columns].mean())

    return min((round(0.2 * 1.1**step, 4) for step in range(40)), key=surprise)
