"""What is learned from lines, and that it comes out of its file as it went in."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.moderation.classifier import Classifier, Example
from assistant.moderation.classifier.calibration import chance, log_odds, logistic, temperature
from assistant.moderation.classifier.examples import packaged_examples
from assistant.moderation.classifier.model import Model
from assistant.moderation.classifier.neighbours import Neighbours, nearest, vote
from assistant.moderation.classifier.training import train
from assistant.schema.moderation import Category
from assistant.text.ngrams import ngrams


@pytest.fixture(scope="module")
def few():
    every = packaged_examples()
    return [each for number, each in enumerate(every) if number % 12 == 0]


@pytest.fixture(scope="module")
def small(few):
    return train(few, few)


def test_the_same_lines_give_the_same_model(few, small):
    again = train(few, few)
    assert again.calibration == small.calibration
    assert np.array_equal(again.harm.weights, small.harm.weights)
    assert np.array_equal(again.kind.weights, small.kind.weights)


def test_a_model_comes_out_of_its_file_as_it_went_in(small, tmp_path):
    small.save(tmp_path / "model.npz")
    other = Model.load(tmp_path / "model.npz")  # its neighbours are those in the package: the lines are not in the file
    assert other.calibration == small.calibration
    for text in ("加我微信拿货", "明天几点开门", "你脑子有病"):
        assert other.harm.margin(text) == pytest.approx(small.harm.margin(text), abs=0.2)


def test_neighbours_come_out_as_they_went_in_and_others_are_read_anew(few):
    held = Neighbours.of(few)
    same = Neighbours.unpacked(held.packed(), few)
    grams = ngrams("加我微信拿货")
    assert np.array_equal(same.likeness(grams), held.likeness(grams))
    others = [*few[1:], Example("加我微信拿货源", Category.AD)]
    assert len(Neighbours.unpacked(held.packed(), others).likeness(grams)) == len(others)


def test_the_nearest_of_equals_is_the_earlier_and_a_vote_is_as_loud_as_it_is_like():
    likeness = np.array([0.2, 0.9, 0.5, 0.9], dtype=np.float32)
    assert nearest(likeness, 3) == [1, 3, 2]
    assert nearest(likeness, 9) == [1, 3, 2, 0]
    assert vote(likeness, np.array([1, 1, -1, -1], dtype=np.float32)) == pytest.approx(-0.5)


def test_an_unknown_text_is_like_nothing(few):
    assert not Neighbours.of(few).likeness({"\ue0ff"}).any()


def test_the_curve_through_held_out_figures_is_found():
    rng = np.random.default_rng(1)
    figures = rng.normal(size=4000)
    harmful = rng.random(4000) < 1 / (1 + np.exp(-(2 * figures)))
    slope, start = logistic([figures], harmful.tolist())
    assert slope == pytest.approx(2, abs=0.25)
    assert start == pytest.approx(0, abs=0.2)
    assert chance(log_odds(0.9)) == pytest.approx(0.9)


def test_scores_twice_as_bold_as_they_are_right_are_cooled():
    rng = np.random.default_rng(2)
    right = rng.integers(0, 3, 3000)
    told = np.log(np.where(np.arange(3) == right[:, None], 0.6, 0.2))
    wrong = rng.random(3000) < 0.4
    right[wrong] = rng.integers(0, 3, int(wrong.sum()))
    assert temperature((2 * told).tolist(), right.tolist()) > temperature(told.tolist(), right.tolist())


def test_a_classifier_of_a_small_model_decides(small):
    classifier = Classifier(small)
    scores = classifier.scores("厂家直供一手货源，要的加我微信")
    assert scores.best is not Category.ALLOW
    assert 0 <= scores.allow <= 1
