"""Letters replaced by pictures and look-alikes, read as the classifier knows their neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.deciphered import deciphered
from assistant.schema.moderation import Category

KNOWN = {"男", "女", "人", "这", "男人", "女人", "这男", "今", "天", "今天", "好", "天好"}


@pytest.mark.parametrize(("line", "read"), [("这👨人", "这男人"), ("👩人", "女人"), ("汝人", "女人")])
def test_a_sign_is_the_character_that_makes_a_known_pair(line, read):
    assert deciphered(line, KNOWN) == read


@pytest.mark.parametrize("line", ["今天好", "今天好🌞", "👨", "", "abc 123", "这男人"])
def test_what_makes_no_known_pair_stays(line):
    assert deciphered(line, KNOWN) is None


@given(st.text(max_size=60))
def test_any_text_keeps_its_length(line):
    read = deciphered(line, KNOWN)
    assert read is None or (len(read) == len(line) and read != line)


def test_the_classifier_decides_by_the_graver_reading():
    packaged = Classifier.packaged()
    plain, hidden = "你们男人没一个好东西，都是废物", "你们👨人没一个好东西，都是废物"
    assert packaged.scores(plain).best is Category.ABUSE
    assert packaged.scores(hidden).best is Category.ABUSE
    assert packaged.scores("今天☀️真好，带👶去公园🌳").best is Category.ALLOW
