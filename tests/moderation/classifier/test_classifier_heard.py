"""What is written by its sound, and what a text hides whatever it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.heard import heard, sounding
from assistant.moderation.classifier.masked import is_masked, latin
from assistant.schema.moderation import Category

KNOWN = {"垃圾", "货色", "今天", "天气", "垃", "圾"}
TABLE = sounding(["垃圾", "货色", "今天"])


def test_two_pieces_that_sound_like_known_ones_are_heard():
    assert heard("拉机祸涩", KNOWN, TABLE) == "垃圾货色"


@pytest.mark.parametrize("line", ["拉机", "今天天气", "垃圾货色", "", "abc"])
def test_one_piece_alone_and_known_words_stay(line):
    assert heard(line, KNOWN, TABLE) is None


@given(st.text("拉机祸涩今天气好a，", max_size=30))
def test_what_is_heard_has_the_same_length(line):
    read = heard(line, KNOWN, TABLE)
    assert read is None or len(read) == len(line)


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("你这个zzq吧", True),
        ("这人真是个蕟婊嵑", True),
        ("这个app好用", False),
        ("今天天气不错", False),
        ("hello there", False),
    ],
)
def test_letters_and_characters_that_nobody_uses_are_signs(line, masked):
    assert is_masked(line, frozenset("这人真是个婊"), latin(["装个app吧"])) is masked


def test_a_name_in_a_long_text_is_no_sign():
    assert not is_masked("今天在群里看到大家聊孩子的新玩具，zzq那家店的积木确实很不错", frozenset(), frozenset())


def test_one_text_is_embedded_once_whatever_it_may_say(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(
        "assistant.moderation.classifier.classify.second_likeness", lambda text, digest: asked.append(text)
    )
    for text in ("你们👨人就没几个好的，真恶心", "有些人真的没素质，也不看看自己"):
        asked.clear()
        Classifier.packaged().scores(text, "", ["你们男人没一个好东西", "有些人真恶心"])
        assert len(asked) <= 1


def test_a_further_reading_that_is_worse_decides():
    packaged = Classifier.packaged()
    assert packaged.scores("明天几点开门").best is Category.ALLOW
    read = packaged.scores("明天几点开门", "", ["真人荷官在线发牌，首充一百送八十八，秒提现"])
    assert read.best is Category.GAMBLING
