"""The classifier: is a text harmful, of which kind, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from assistant.moderation.classifier.calibration import chance
from assistant.moderation.classifier.corrections import Lesson, learn
from assistant.moderation.classifier.deciphered import deciphered
from assistant.moderation.classifier.examples import Example
from assistant.moderation.classifier.masked import is_masked
from assistant.moderation.classifier.meaning import SHARE, second_likeness
from assistant.moderation.classifier.model import PACKAGED, Model
from assistant.moderation.classifier.neighbours import VOTERS, Neighbours, nearest, vote
from assistant.moderation.classifier.ordered import is_disguised, ordered, won_by
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import length, ngrams

if TYPE_CHECKING:
    from assistant.moderation.classifier.neighbours import Floats

#: From this chance on a text in disguise is not clear: who hides what he says has a reason.
DISGUISED = 0.55
#: From this chance on it is worth looking whether a text may be meant otherwise.
WORTH = 0.2
#: From this one a text whose characters were shuffled or stand for others, as it is written.
HIDDEN = 0.65
#: And from this one a text that is masked, whatever it says.
MASKED = 0.6
#: By so much graver a text must be as it sounds than as it is written, in odds; else it only sounds like something.
HEARD = 3.0
#: By so much surer it must be of abuse: harsh words stand near grumbling, and are often about nobody in the group.
HARSH = 0.05
#: Below this chance no second look has ever made a text sure: of 1,500 adverts cut to pieces and 4,000 harmless lines
#: put together none below 0.87.
NEVER_SURE = 0.85
#: How like a correction a text must be to be decided as it was; and how sure that is.
SAME = 0.9
SURE_OF_SAME = 0.98
# Adverts and links hide nothing by letters and names that nobody knows: those are of goods and firms.
_WAYS = frozenset({Category.AD, Category.LINK})
# How much the vote of labelled texts tells about the kind of harm, beside the model of kinds.
_TELLS = 3.0


class Scores(NamedTuple):
    """What a text is: the likeliest category, its chance, the chance of ``allow``, and whether that is sure.

    Not sure is an abstention: ``best`` is then the category to ask about, and ``allow`` only where nothing but what is
    sure was asked for. ``embedded``: a second look was taken, which takes long. ``second``: the kind of harm that comes
    next and its chance, for groups without a rule against the first.
    """

    best: Category
    chance: float
    allow: float
    sure: bool
    embedded: bool = False
    second: tuple[Category, float] | None = None


@dataclass(slots=True)
class _Read:
    """A reading of a text, looked at; without ``near`` it is clear by its margin alone.

    ``near`` and ``mine`` are how like it is to our own lines and to the corrections, ``label`` what a person said.
    """

    text: str
    line: str
    least: float
    margin: float
    harmful: float = 0.0
    moved: float = 0.0
    near: Floats | None = None
    mine: Floats | None = None
    label: Category | None = None


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

    def scores(self, text: str, group: str = "", readings: Sequence[str] = (), *, only_sure: bool = False) -> Scores:
        """Return what a text is, in a group of the operator's where it has learned of its own.

        ``readings`` are what else it may say. A text in disguise is what the gravest of its readings is, and is
        embedded once at most. ``only_sure``: an answer that is not sure counts for nothing, and is not sought for long.
        """
        line = shaped(text)
        lesson = (self._lessons.get(group) or self._lessons.get("")) if self._lessons else None
        written = self._read(text, line, self._model.calibration.unsure, lesson)
        # What a person said of this text holds, however it is written.
        if written.label is not None:
            return _as_corrected(written.label)
        others = self._others(written, lesson, readings)
        if written.near is None and not others:
            allow = 1 - written.harmful
            return Scores(Category.ALLOW, allow, allow, True)
        reads = (written, *others)
        index, latin = self._model.neighbours.rarity.index, self._model.neighbours.latin
        harmful = max(read.harmful for read in reads)
        masked = harmful >= MASKED and is_masked(line, index, latin)
        told = any(read.label is not None for read in reads)
        if only_sure and not masked and not told and self._model.calibration.again <= harmful < NEVER_SURE:
            return Scores(Category.ALLOW, 1 - harmful, 1 - harmful, False)
        # Half a text means something else.
        embedded = not masked and self._look_again(reads, lesson)
        judged = [self._judged(read, lesson, masked=masked) for read in reads]
        gravest = judged[0]
        if gravest.best is Category.ALLOW or not gravest.sure:
            gravest = max(judged, key=lambda each: (each.best is not Category.ALLOW, -each.allow))
        return gravest._replace(embedded=True) if embedded else gravest

    def whose(self, group: str) -> str:
        """Return the group whose corrections count in ``group``; empty where it has none of its own."""
        return group if group in self._lessons else ""

    def _others(self, written: _Read, lesson: Lesson | None, readings: Sequence[str]) -> list[_Read]:
        """What else a text may say: as it was put right, with signs and sounds as what they stand for."""
        neighbours, unsure = self._model.neighbours, self._model.calibration.unsure
        # Gaps are no part of a line: what was only drawn together says what the text as written says.
        lines = {written.line}
        found = []
        for each in readings:
            line = shaped(each)
            if line not in lines:
                lines.add(line)
                found.append(self._read(each, line, unsure, lesson))
        meant = deciphered(written.line, neighbours.rarity.index)
        if meant is not None:
            found.append(self._read(meant, meant, DISGUISED, lesson))
        if written.near is not None and WORTH <= written.harmful < self._model.calibration.sure:
            for guess in self._guesses(written):
                written.least = min(written.least, HIDDEN)
                read = self._read(guess, guess, DISGUISED, lesson)
                if _odds(read.harmful) >= HEARD * _odds(written.harmful):
                    found.append(read)
        return found

    def _guesses(self, written: _Read) -> Iterator[str]:
        """What a text may have been before its characters changed places, or others of the same sound took theirs."""
        line, known = written.line, self._model.pairs
        straight = ordered(line, known)
        if straight is not None and is_disguised(line, straight.won):
            yield straight.text
        spoken = self._model.words.read(line, known)
        if spoken is not None and is_disguised(line, won_by(line, spoken, known)):
            yield spoken

    def _read(self, text: str, line: str, least: float, lesson: Lesson | None) -> _Read:
        """The first look at a reading, ``line`` as it is shaped; from the chance ``least`` on it is not clear."""
        grams = ngrams(line)
        margin = self._start + sum(map(self._toward.get, grams, repeat(0.0))) / length(len(grams))
        calibration, moved = self._model.calibration, 0.0
        read = _Read(text, line, least, margin)
        if lesson is not None:
            read.label = lesson.known.get(line)
            read.moved = moved = lesson.moved(grams)
        if margin + moved / max(calibration.margin, 0.1) < calibration.look:
            read.harmful = chance(calibration.alone * margin + calibration.alone_start + moved)
            return read
        read.near = self._model.neighbours.likeness(grams)
        if lesson is not None and read.label is None:
            read.mine = lesson.neighbours.likeness(grams)
            closest = nearest(read.mine, 1)[0]
            if read.mine[closest] >= SAME:
                read.label = lesson.neighbours.examples[closest].label
        read.harmful = self._chance(read, lesson)
        return read

    def _chance(self, read: _Read, lesson: Lesson | None, meant: Floats | None = None) -> float:
        """The chance of a violation; ``meant``: how near it is to our lines in meaning, where that is known."""
        import numpy as np

        assert read.near is not None
        calibration, signs = self._model.calibration, self._model.neighbours.signs
        near = read.near if meant is None else read.near + SHARE * meant
        if lesson is None or read.mine is None:
            odds = calibration.log_odds if meant is None else calibration.log_odds_again
            return chance(odds(read.margin, vote(near, signs)))
        voted = vote(np.concatenate([read.mine, near]), np.concatenate([lesson.neighbours.signs, signs]))
        weight = lesson.vote if meant is None else lesson.vote * calibration.tempered
        return chance(lesson.margin * read.margin + weight * voted + lesson.start + read.moved)

    def _look_again(self, reads: Sequence[_Read], lesson: Lesson | None) -> bool:
        """Embed the gravest of the readings that are open; what it means counts for each. False where none is."""
        calibration = self._model.calibration
        gravest = max(reads, key=lambda read: read.harmful)
        if not calibration.again <= gravest.harmful < calibration.sure:
            return False
        meant = second_likeness(gravest.text, self._model.neighbours.digest)
        if meant is None:
            return False
        for read in reads:
            if read.near is not None and read.harmful >= calibration.again:
                read.harmful = self._chance(read, lesson, meant)
                read.near = read.near + SHARE * meant
        return True

    def _judged(self, read: _Read, lesson: Lesson | None, *, masked: bool = False) -> Scores:
        """What a reading is; ``masked``: the text as written looks like hiding something."""
        if read.label is not None:
            return _as_corrected(read.label)
        clear = Scores(Category.ALLOW, 1 - read.harmful, 1 - read.harmful, True)
        if read.harmful < (min(read.least, MASKED) if masked else read.least) or read.near is None:
            return clear
        neighbours = self._model.neighbours
        told = _labels(neighbours, read.near)
        if lesson is not None and read.mine is not None:
            told = _labels(lesson.neighbours, read.mine)
        scores = self._harmful(read.line, read.harmful, told)
        if masked and scores.best not in _WAYS:
            # Half of what it says is hidden: which rule it breaks is for a person to see.
            return scores._replace(chance=read.harmful)
        harsh = HARSH if scores.best is Category.ABUSE else 0.0
        return scores if read.harmful >= read.least + harsh else clear

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

    def _harmful(self, line: str, harmful: float, told: dict[str, float]) -> Scores:
        """The scores of a text that breaks a rule; ``told``: what labelled texts like it say about the kind."""
        import numpy as np

        calibration = self._model.calibration
        labels = self._model.kind.labels
        powers = np.maximum(self._model.kind.chances(line), 1e-9) ** (1 / calibration.heat)
        powers *= np.exp([_TELLS * told.get(label, 0.0) for label in labels])
        second, best = powers.argsort()[-2:].tolist()
        shares = powers * (harmful / powers.sum())
        runner_up = (Category(labels[second]), float(shares[second]))
        sure = harmful >= calibration.sure
        return Scores(Category(labels[best]), float(shares[best]), 1 - harmful, sure, second=runner_up)


def _odds(chance: float) -> float:
    return chance / max(1 - chance, 1e-9)


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
