"""The classifier: is a text harmful, of which kind, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.moderation.classifier.calibration import chance
from assistant.moderation.classifier.corrections import Lesson, learn
from assistant.moderation.classifier.deciphered import deciphered
from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.meaning import SHARE, second_likeness
from assistant.moderation.classifier.model import PACKAGED, Model
from assistant.moderation.classifier.neighbours import VOTERS, Neighbours, nearest, vote
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import length, ngrams

if TYPE_CHECKING:
    from assistant.moderation.classifier.neighbours import Floats

#: From this chance on a text in disguise is not clear: who hides what he says has a reason.
DISGUISED = 0.55
#: By so much surer it must be of abuse: harsh words stand near grumbling, and are often about nobody in the group.
HARSH = 0.05
#: How like a correction a text must be to be decided as it was; and how sure that is.
SAME = 0.9
SURE_OF_SAME = 0.98
# How much the vote of labelled texts tells about the kind of harm, beside the model of kinds.
_TELLS = 3.0


class Scores(NamedTuple):
    """What a text is: the likeliest category, its chance, the chance of ``allow``, and whether that is sure.

    Not sure is an abstention: ``best`` is then the category to ask about, never ``allow``.
    """

    best: Category
    chance: float
    allow: float
    sure: bool


class Classifier:
    """Says what a text is. Learning gives another one; the packaged model in it is shared."""

    def __init__(self, model: Model, *, version: str = "packaged") -> None:
        self.version = version
        self._model = model
        self._toward, self._start = model.harm.toward
        self._taught: dict[str, tuple[Example, ...]] = {}
        self._lessons: dict[str, Lesson] = {}

    @classmethod
    def packaged(cls) -> Classifier:
        """Return the classifier as it comes, taught by our own lines."""
        return _packaged()

    def with_corrections(self, examples: Sequence[Example], group: str = "") -> Classifier:
        """Return a classifier that has learned from an operator's corrections, given in the order they were made.

        They take the place of those it knew for the group; without a group they hold in all. A group learns from both,
        its own last, so that where they differ its own hold.
        """
        other = Classifier(self._model, version=self.version)
        other._taught = {**self._taught, group: tuple(examples)}
        shared = other._taught.get("", ())
        model = self._model
        for name, own in other._taught.items():
            if name != group and group and name in self._lessons:
                other._lessons[name] = self._lessons[name]
                continue
            lesson = learn((*shared, *own) if name else own, model.harm, model.neighbours, model.calibration)
            if lesson is not None:
                other._lessons[name] = lesson
        return other

    def scores(self, text: str, group: str = "") -> Scores:
        """Return what a text is, in a group of the operator's where it has learned of its own.

        A text in disguise is what the graver of its readings is.
        """
        line = shaped(text)
        scores = self._scores(text, line, group, self._model.calibration.unsure)
        # What a person said of this text holds, however it is written.
        if scores.chance == SURE_OF_SAME or (scores.best is not Category.ALLOW and scores.sure):
            return scores
        read = deciphered(line, self._model.neighbours.rarity.index)
        if read is None:
            return scores
        other = self._scores(read, read, group, DISGUISED)
        if other.best is Category.ALLOW:
            return scores
        return other if scores.best is Category.ALLOW or other.allow < scores.allow else scores

    def _scores(self, text: str, line: str, group: str, least: float) -> Scores:
        """What a text is, read as ``line``; from the chance ``least`` on it is not clear."""
        grams = ngrams(line)
        toward = self._toward
        margin = self._start + sum([w for w in map(toward.get, grams) if w is not None]) / length(len(grams))
        calibration = self._model.calibration
        if self._lessons:
            lesson = self._lessons.get(group) or self._lessons.get("")
            if lesson is not None:
                return self._learned(text, line, grams, margin, lesson, least)
        if margin < calibration.look:
            allow = 1 - chance(calibration.alone * margin + calibration.alone_start)
            return Scores(Category.ALLOW, allow, allow, True)
        neighbours = self._model.neighbours
        near = neighbours.likeness(grams)
        harmful = chance(calibration.log_odds(margin, vote(near, neighbours.signs)))
        if calibration.again <= harmful < calibration.sure:
            meant = second_likeness(text, neighbours.digest)
            if meant is not None:
                near = near + SHARE * meant
                harmful = chance(calibration.log_odds_again(margin, vote(near, neighbours.signs)))
        if harmful < least:
            return Scores(Category.ALLOW, 1 - harmful, 1 - harmful, True)
        return self._harmful(line, harmful, least, _labels(neighbours, near))

    def nearest(self, text: str, k: int = 3, group: str = "") -> list[Example]:
        """Return the ``k`` labelled texts most like a text, the most alike first."""
        import numpy as np

        grams = ngrams(shaped(text))
        likeness = self._model.neighbours.likeness(grams)
        examples: tuple[Example, ...] = self._model.neighbours.examples
        lesson = self._lessons.get(group) or self._lessons.get("")
        if lesson is not None:
            likeness = np.concatenate([lesson.neighbours.likeness(grams), likeness])
            examples = (*lesson.neighbours.examples, *examples)
        return [examples[place] for place in nearest(likeness, k) if likeness[place] > 0]

    def _learned(self, text: str, line: str, grams: set[str], margin: float, lesson: Lesson, least: float) -> Scores:
        """The scores where corrections count."""
        label = lesson.known.get(line)
        if label is not None:
            return _as_corrected(label)
        moved = lesson.moved(grams)
        calibration = self._model.calibration
        if margin + moved / max(calibration.margin, 0.1) < calibration.look:
            allow = 1 - chance(calibration.alone * margin + calibration.alone_start + moved)
            return Scores(Category.ALLOW, allow, allow, True)
        import numpy as np

        mine, ours = lesson.neighbours, self._model.neighbours
        near, theirs = mine.likeness(grams), ours.likeness(grams)
        closest = nearest(near, 1)[0]
        if near[closest] >= SAME:
            return _as_corrected(mine.examples[closest].label)
        signs = np.concatenate([mine.signs, ours.signs])
        voted = vote(np.concatenate([near, theirs]), signs)
        harmful = chance(lesson.margin * margin + lesson.vote * voted + lesson.start + moved)
        if calibration.again <= harmful < calibration.sure:
            meant = second_likeness(text, ours.digest)
            if meant is not None:
                voted = vote(np.concatenate([near, theirs + SHARE * meant]), signs)
                odds = lesson.margin * margin + lesson.vote * calibration.tempered * voted + lesson.start + moved
                harmful = chance(odds)
        if harmful < least:
            return Scores(Category.ALLOW, 1 - harmful, 1 - harmful, True)
        return self._harmful(line, harmful, least, _labels(mine, near))

    def _harmful(self, line: str, harmful: float, least: float, told: dict[str, float]) -> Scores:
        """The scores of a text that is not clear; ``told``: what labelled texts like it say about the kind."""
        import numpy as np

        calibration = self._model.calibration
        labels = self._model.kind.labels
        powers = np.maximum(self._model.kind.chances(line), 1e-9) ** (1 / calibration.heat)
        powers *= np.exp([_TELLS * told.get(label, 0.0) for label in labels])
        best = int(powers.argmax())
        if labels[best] == Category.ABUSE and harmful < least + HARSH:
            return Scores(Category.ALLOW, 1 - harmful, 1 - harmful, True)
        share = float(powers[best] / powers.sum())
        return Scores(Category(labels[best]), harmful * share, 1 - harmful, harmful >= calibration.sure)


def _as_corrected(label: Category) -> Scores:
    allow = SURE_OF_SAME if label is Category.ALLOW else 1 - SURE_OF_SAME
    return Scores(label, SURE_OF_SAME, allow, True)


def _labels(neighbours: Neighbours, likeness: Floats) -> dict[str, float]:
    """How loud the harmful ones among the labelled texts nearest to a text say which kind it is."""
    told: dict[str, float] = {}
    for place in nearest(likeness, VOTERS):
        label = neighbours.examples[place].label
        if label is not Category.ALLOW:
            told[label.value] = told.get(label.value, 0.0) + float(likeness[place])
    return told


@cache
def _packaged() -> Classifier:
    return Classifier(Model.load(PACKAGED))
