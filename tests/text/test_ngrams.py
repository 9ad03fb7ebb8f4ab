"""The linear model over character n-grams."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.ngrams import LinearModel, fit, ngrams

FRUIT = ["苹果很甜", "梨子多汁", "苹果和梨子", "买一斤苹果", "梨子降价了", "甜甜的苹果"]
CARS = ["洗车三十元", "车要保养了", "换轮胎和机油", "轮胎漏气", "保养送洗车", "机油换好了"]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return fit([("fruit", text) for text in FRUIT] + [("car", text) for text in CARS], at_least=1)


def test_it_tells_what_it_learnt_and_what_is_like_it(model: LinearModel) -> None:
    for text, label in (("苹果一斤多少", "fruit"), ("轮胎保养", "car")):
        chances = model.chances(text)
        assert model.labels[int(chances.argmax())] == label
        assert chances.sum() == pytest.approx(1)
        assert (model.margin(text) > 0) == (label == "car")


def test_margin_is_the_log_of_the_odds(model: LinearModel) -> None:
    fruit, car = model.chances("苹果和机油")
    assert model.margin("苹果和机油") == pytest.approx(np.log(car / fruit), abs=1e-3)


def test_a_saved_model_judges_alike(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    loaded = LinearModel.load(tmp_path / "model.npz")
    assert loaded.labels == model.labels
    for text in (*FRUIT, *CARS, "车厘子"):
        assert loaded.margin(text) == pytest.approx(model.margin(text), abs=0.15)


def test_a_rare_label_weighs_as_much() -> None:
    lopsided = fit([("a", "红红红")] * 1 + [("b", f"蓝蓝蓝{n}") for n in range(50)], at_least=1)
    assert lopsided.margin("红红红") < 0 < lopsided.margin("蓝蓝蓝")


def test_fitting_is_deterministic() -> None:
    examples = [("a", text) for text in FRUIT] + [("b", text) for text in CARS]
    assert np.array_equal(fit(examples).weights, fit(examples).weights)


@given(st.text(max_size=60))
def test_any_text_has_chances(text: str) -> None:
    grams = ngrams(text)
    assert all(1 <= len(gram) <= 3 for gram in grams)
    assert ngrams(text.replace("7", "8")) == grams
