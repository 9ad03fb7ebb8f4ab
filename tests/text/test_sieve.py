"""The sieve before the linear model: nearly its margins, of many texts at one go."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.adlaw.claims import DATA
from assistant.text.ngrams import LinearModel, fit
from assistant.text.sieve import Sieve

FRUIT = ["苹果很甜", "梨子多汁", "苹果和梨子", "买一斤苹果", "梨子降价了", "甜甜的苹果"]
CARS = ["洗车三十元", "车要保养了", "换轮胎和机油", "轮胎漏气", "保养送洗车", "机油换好了"]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return fit([("fruit", text) for text in FRUIT] + [("car", text) for text in CARS], at_least=1)


@pytest.fixture(scope="module")
def sieve(model: LinearModel) -> Sieve:
    return Sieve.of(model)


def test_texts_whose_ngrams_stand_once_have_their_margin(model: LinearModel, sieve: Sieve) -> None:
    texts = [*FRUIT[:3], *CARS, "三十元", ""]
    near = sieve.margins(texts)
    assert near == pytest.approx([model.margin(text) for text in texts], abs=0.05)


def test_each_text_is_judged_alone(sieve: Sieve) -> None:
    texts = [*CARS, *FRUIT]
    assert sieve.margins(texts) == [sieve.margins([text])[0] for text in texts]


def test_a_text_that_holds_the_sign_between_texts_counts_as_one(sieve: Sieve) -> None:
    assert len(sieve.margins(["洗车$^三十元", "苹果"])) == 2


def test_a_model_without_ngrams_knows_its_bias_alone() -> None:
    empty = fit([("a", "红"), ("b", "蓝")], at_least=9)
    assert Sieve.of(empty).margins(["红", "绿"]) == pytest.approx([empty.margin("红")] * 2)


def test_what_is_saved_is_read_again(sieve: Sieve, tmp_path: Path) -> None:
    sieve.save(tmp_path / "sieve.npz")
    texts = [*CARS, *FRUIT]
    assert Sieve.load(tmp_path / "sieve.npz").margins(texts) == pytest.approx(sieve.margins(texts), abs=0.01)


def test_the_packaged_one_is_of_the_packaged_model() -> None:
    near = Sieve.of(LinearModel.load(DATA / "claim.npz")).margins(CARS)
    assert Sieve.load(DATA / "sieve.npz").margins(CARS) == pytest.approx(near, abs=0.01)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_texts_have_margins(sieve: Sieve, texts: list[str]) -> None:
    assert len(sieve.margins([text.strip() for text in texts])) == len(texts)
