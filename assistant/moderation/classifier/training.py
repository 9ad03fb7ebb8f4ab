"""Teaching the model: lines in, weights and the meaning of their sums out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.moderation.classifier.calibration import Calibration, logistic, temperature
from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.meaning import SHARE, centred
from assistant.moderation.classifier.model import Model
from assistant.moderation.classifier.neighbours import Neighbours, vote
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import LinearModel, fit, ngrams

if TYPE_CHECKING:
    from assistant.moderation.classifier.meaning import Floats

HARMFUL = "harmful"
FOLDS = 5
PENALTY = 3e-5
#: Under this margin the neighbours are not asked. Chances from which a text is not clear, and is a violation: chosen on
#: lines held out, checked on public sets (docs/moderation.md).
LOOK, UNSURE, SURE, AGAIN = -0.8, 0.7, 0.97, 0.5


@dataclass(frozen=True)
class Held:
    """What models that have not seen an example say of it: margin, vote, and the chance of each kind of harm."""

    example: Example
    margin: float
    vote: float
    kinds: dict[str, float]


def train(examples: Sequence[Example], shown: Sequence[Example], rows: Floats | None = None) -> Model:
    """Learn from examples; ``shown`` are those among them that vote, ``rows`` their vectors, where there are any.

    The same examples give the same model.
    """
    harm, kind = _fitted(examples)
    found = {held.example: held for held in held_out(examples, set(shown))}
    model = Model(harm, kind, Neighbours.of(shown), calibrated([found[each] for each in examples], kind.labels))
    return model if rows is None else calibrated_again(model, [found[each] for each in shown], rows)


def calibrated_again(model: Model, held: Sequence[Held], rows: Floats) -> Model:
    """Return the model calibrated for the second look; ``held`` are the lines that vote, ``rows`` their vectors."""
    meanings = centred(rows)
    votes = []
    for place, each in enumerate(held):
        likeness = model.neighbours.likeness(ngrams(shaped(each.example.text))) + SHARE * meanings.likeness(rows[place])
        # As for the first look, a text is judged by four fifths of the others.
        likeness[place % FOLDS :: FOLDS] = -1
        votes.append(vote(likeness, model.neighbours.signs))
    harmful = [each.example.label is not Category.ALLOW for each in held]
    margin, voted, start = logistic([[each.margin for each in held], votes], harmful)
    again = replace(model.calibration, again_margin=margin, again_vote=voted, again_start=start)
    return replace(model, calibration=again)


def calibrated(held: Sequence[Held], kinds: Sequence[str]) -> Calibration:
    """Return what the figures of examples held out mean."""
    harmful = [each.example.label is not Category.ALLOW for each in held]
    margins = [each.margin for each in held]
    alone, alone_start = logistic([margins], harmful)
    margin, voted, start = logistic([margins, [each.vote for each in held]], harmful)
    told = [each for each in held if str(each.example.label) in each.kinds]
    heat = temperature(
        [[math.log(max(each.kinds.get(kind, 0.0), 1e-9)) for kind in kinds] for each in told],
        [kinds.index(str(each.example.label)) for each in told],
    )
    return Calibration(margin, voted, start, alone, alone_start, heat, LOOK, UNSURE, SURE, AGAIN)


def held_out(examples: Sequence[Example], shown: set[Example]) -> Iterator[Held]:
    """Yield for each example what models say that have not seen it, fold by fold."""
    for fold in range(FOLDS):
        seen = [each for number, each in enumerate(examples) if number % FOLDS != fold]
        harm, kind = _fitted(seen)
        neighbours = Neighbours.of([each for each in seen if each in shown])
        for each in examples[fold::FOLDS]:
            line = shaped(each.text)
            chances = dict(zip(kind.labels, map(float, kind.chances(line)), strict=True))
            voted = vote(neighbours.likeness(ngrams(line)), neighbours.signs)
            yield Held(each, harm.margin(line), voted, chances)


def _fitted(examples: Sequence[Example]) -> tuple[LinearModel, LinearModel]:
    lines = sorted(((str(each.label), shaped(each.text)) for each in examples), key=lambda pair: pair[0] != "allow")
    harm = fit([(label if label == Category.ALLOW else HARMFUL, text) for label, text in lines], l2=PENALTY)
    kind = fit([pair for pair in lines if pair[0] != Category.ALLOW], l2=PENALTY)
    return harm, kind
