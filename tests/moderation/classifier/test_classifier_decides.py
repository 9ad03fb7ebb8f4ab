"""The classifier as it comes: clear cases, abstention, reasons, any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.moderation.classifier import Classifier
from assistant.schema.moderation import Category


@pytest.fixture(scope="module")
def packaged():
    return Classifier.packaged()


@pytest.mark.parametrize(
    "text",
    [
        "明天几点开门",
        "这款面包还有货吗，我想订两个",
        "老师，孩子的作业发哪里",
        "猫粮什么时候到货",
        "年卡可以停一个月吗",
        "气死我了，又等了一个小时",
    ],
)
def test_talk_of_a_shop_is_clear(packaged, text):
    scores = packaged.scores(text)
    assert scores.best is Category.ALLOW
    assert scores.sure
    assert scores.chance == scores.allow > 0.5


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("厂家直供一手货源，诚招代理，要的加我微信 mm0000", Category.AD),
        ("真人荷官在线发牌，首充一百送八十八，秒提现", Category.GAMBLING),
        ("刷单返利，一单三十，先垫付后返，日结", Category.FRAUD),
        ("同城上门，美女技师，照片私发", Category.PORN),
    ],
)
def test_a_plain_violation_is_of_its_kind(packaged, text, category):
    scores = packaged.scores(text)
    assert scores.best is category
    assert scores.allow < 0.2


def test_the_reason_is_labelled_texts_like_it(packaged):
    near = packaged.nearest("诚招代理，一手货源，加微信", 3)
    assert [each.label for each in near].count(Category.AD) >= 2
    assert packaged.nearest("\ue0ff") == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_decided_and_the_same_each_time(text):
    packaged = Classifier.packaged()
    scores = packaged.scores(text)
    assert scores == packaged.scores(text)
    assert 0 <= scores.chance <= 1
    assert 0 <= scores.allow <= 1
    assert scores.sure or scores.best is not Category.ALLOW
