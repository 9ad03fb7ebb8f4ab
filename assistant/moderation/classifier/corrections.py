"""What an operator's corrections change: how much each n-gram moves a text, and texts known by heart.

The packaged model stays as it is. A lesson is a small model beside it, fitted to the corrections alone from where the
packaged one stands, so that the more there are the more it moves away: a few change the texts like them, fifty of both
kinds also what is expected of texts at large. Logistic regression in the dual, by Newton's method: exact, the same each
time, and two hundred corrections take a fraction of a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.moderation.classifier.calibration import Calibration, log_odds
from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.neighbours import Neighbours, vote
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import length, ngrams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.text.ngrams import LinearModel

    Floats = NDArray[np.float64]

#: The later corrections count: more than these take long to learn, and by then the earlier have been learned from.
MOST = 1500
# Strengths of the penalties: on what single corrections may do, and on leaving the packaged weights.
_PENALTY = 0.3
_FIRM = (3.0, 0.3, 0.3)
# With few corrections of either kind the packaged weights hold: ten would else turn everything into an advert.
_SCARCE = 100.0
_STEPS = 12


@dataclass(frozen=True)
class Lesson:
    """What corrections taught: new weights of margin and vote, and how each n-gram ``moves`` the odds of a text."""

    margin: float
    vote: float
    start: float
    moves: Mapping[str, float]
    known: Mapping[str, Category]
    neighbours: Neighbours

    def moved(self, grams: Collection[str]) -> float:
        """Return how far the n-grams of a text move its odds."""
        moves = self.moves
        return sum([weight for weight in map(moves.get, grams) if weight is not None]) / length(len(grams))


def learn(
    examples: Sequence[Example], harm: LinearModel, neighbours: Neighbours, calibration: Calibration
) -> Lesson | None:
    """Learn from corrections, given in the order they were made; of several on the same text the last holds."""
    import numpy as np

    last = {shaped(each.text): each for each in examples}
    lines = [line for line in last if line][-MOST:]
    if not lines:
        return None
    taught = [last[line] for line in lines]
    own = Neighbours.of(taught, neighbours.rarity)
    held = [ngrams(line) for line in lines]
    signs = np.concatenate([neighbours.signs, own.signs])
    figures = np.ones((len(lines), 3))
    for place, (line, grams) in enumerate(zip(lines, held, strict=True)):
        others = own.likeness(grams)
        others[place] = 0
        figures[place, :2] = harm.margin(line), vote(np.concatenate([neighbours.likeness(grams), others]), signs)
    # Corrections say on which side of the line a text belongs: the line is where a text is no longer clear.
    line_at = log_odds(calibration.unsure)
    prior = np.array([calibration.margin, calibration.vote, calibration.start - line_at])
    scarce = _SCARCE / (1 + min(int(own.harmful.sum()), int((~own.harmful).sum()))) ** 2
    strengths, weights = _solved(_kernel(held), figures, own.signs, prior, np.array(_FIRM) + scarce)
    moves: Counter[str] = Counter()
    for strength, grams in zip(strengths.tolist(), held, strict=True):
        share = strength / length(len(grams))
        for gram in sorted(grams):
            moves[gram] += share
    margin, voted, start = (float(weight) for weight in weights)
    return Lesson(margin, voted, start + line_at, dict(moves), {line: last[line].label for line in lines}, own)


def _kernel(held: Sequence[Collection[str]]) -> Floats:
    """How like texts are to each other, as a linear model over their n-grams sees it."""
    import numpy as np

    where: dict[str, list[int]] = {}
    for place, grams in enumerate(held):
        for gram in grams:
            where.setdefault(gram, []).append(place)
    shared = np.zeros((len(held), len(held)))
    for places in where.values():
        shared[np.ix_(places, places)] += 1
    lengths = np.array([length(len(grams)) for grams in held])
    return shared / np.outer(lengths, lengths)


def _solved(kernel: Floats, figures: Floats, signs: NDArray[Any], prior: Floats, firm: Floats) -> tuple[Floats, Floats]:
    """Return the strength of each correction and the weights of the figures; these are drawn to ``prior``."""
    import numpy as np

    count = len(kernel)
    design = np.column_stack([kernel, figures])
    penalty = np.zeros((design.shape[1], design.shape[1]))
    penalty[:count, :count] = _PENALTY * kernel + 1e-6 * np.eye(count)
    penalty[count:, count:] = np.diag(firm)
    begun = np.concatenate([np.zeros(count), prior])
    found = begun.copy()
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(np.clip(signs * (design @ found), -60, 60)))
        bend = (design * (wrong * (1 - wrong) + 1e-9)[:, None]).T @ design + penalty
        found = found - np.linalg.solve(bend, penalty @ (found - begun) - design.T @ (signs * wrong))
    return found[:count], found[count:]
