"""From the model's margins to chances that hold, and from chances to what is sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Calibration:
    """How a margin becomes a chance, and the two chances between which the classifier abstains.

    The chance of a violation is that among as many violations as harmless texts. Under ``unsure`` a text is clear, from
    ``sure`` on it is a violation. ``heat`` divides the scores of the kinds before they become chances.
    """

    slope: float = 1.0
    start: float = 0.0
    heat: float = 1.0
    unsure: float = 0.7
    sure: float = 0.95

    def chance(self, margin: float) -> float:
        """Return the chance of a violation for a margin."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, self.slope * margin + self.start))))

    def margin(self, chance: float) -> float:
        """Return the margin that has a chance: the other way round."""
        return (math.log(chance / (1 - chance)) - self.start) / self.slope


def platt(margins: Sequence[float], harmful: Sequence[bool]) -> tuple[float, float]:
    """Return slope and start of the logistic curve through held-out margins, both kinds weighing the same (Platt)."""
    import numpy as np

    x, y = np.asarray(margins, dtype=np.float64), np.asarray(harmful, dtype=np.float64)
    share = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum()))
    slope, start = 1.0, 0.0
    for _ in range(50):  # Newton's method; two parameters need few steps
        chance = 1 / (1 + np.exp(-np.clip(slope * x + start, -60, 60)))
        off, bend = share * (chance - y), share * chance * (1 - chance) + 1e-12
        towards = np.array([(off * x).sum() + 1e-4 * (slope - 1), off.sum()])
        curve = np.array([[(bend * x * x).sum() + 1e-4, (bend * x).sum()], [(bend * x).sum(), bend.sum()]])
        step = np.linalg.solve(curve, towards)
        slope, start = slope - step[0], start - step[1]
    return float(slope), float(start)


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
