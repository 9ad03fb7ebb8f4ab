"""Teaching the model: lines in, weights and the meaning of their sums out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.moderation.classifier.calibration import Calibration, platt, temperature
from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.model import Model
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import LinearModel, fit

HARMFUL = "harmful"
FOLDS = 5
PENALTY = 3e-5


def train(examples: Sequence[Example], *, thresholds: tuple[float, float] = (0.7, 0.95)) -> Model:
    """Learn from examples. Deterministic: the same examples in the same order give the same model."""
    harm, kind = _fitted(examples)
    held = held_out(examples)
    slope, start = platt([margin for margin, _ in held], [each.label is not Category.ALLOW for each in examples])
    told = [(chances, each) for (_, chances), each in zip(held, examples, strict=True) if str(each.label) in chances]
    labels = kind.labels
    heat = temperature(
        [[math.log(max(chances.get(label, 0.0), 1e-9)) for label in labels] for chances, _ in told],
        [labels.index(str(each.label)) for _, each in told],
    )
    unsure, sure = thresholds
    return Model(harm, kind, Calibration(slope, start, heat, unsure, sure))


def held_out(examples: Sequence[Example]) -> list[tuple[float, dict[str, float]]]:
    """Return for each example the margin and the chances of the kinds, by models that have not seen it."""
    found: dict[int, tuple[float, dict[str, float]]] = {}
    for fold in range(FOLDS):
        harm, kind = _fitted([each for number, each in enumerate(examples) if number % FOLDS != fold])
        for number in range(fold, len(examples), FOLDS):
            line = shaped(examples[number].text)
            chances = dict(zip(kind.labels, map(float, kind.chances(line)), strict=True))
            found[number] = (harm.margin(line), chances)
    return [found[number] for number in range(len(examples))]


def _fitted(examples: Sequence[Example]) -> tuple[LinearModel, LinearModel]:
    lines = sorted(((str(each.label), shaped(each.text)) for each in examples), key=lambda pair: pair[0] != "allow")
    harm = fit([(label if label == Category.ALLOW else HARMFUL, text) for label, text in lines], l2=PENALTY)
    kind = fit([pair for pair in lines if pair[0] != Category.ALLOW], l2=PENALTY)
    return harm, kind


def with_thresholds(model: Model, unsure: float, sure: float) -> Model:
    """Return the model with other thresholds."""
    return replace(model, calibration=replace(model.calibration, unsure=unsure, sure=sure))
