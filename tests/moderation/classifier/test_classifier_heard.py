"""What is written by its sound, and what a text hides whatever it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.heard import Words, words_of
from assistant.moderation.classifier.masked import is_masked, latin
from assistant.moderation.classifier.ordered import is_disguised, ordered, won_by
from assistant.schema.moderation import Category

COSTS = dict.fromkeys(["垃圾", "货色", "今天", "天气", "化粪池", "拉面", "机会"], 10.0)
LETTERS = dict.fromkeys("垃圾货色今天气好拉机涩祸面会", 8.0)
WORDS = Words(COSTS, LETTERS, {})
PAIRS = frozenset(["吃饱", "饱饭", "了就", "有钱", "钱的", "的人", "自然", "人家", "化粪", "粪池", "池里", "在化"])


def test_words_that_sound_like_what_is_written_are_heard():
    assert WORDS.read("拉机祸涩") == "垃圾货色"


def test_shuffled_letters_of_a_word_are_put_right():
    assert WORDS.read("池粪化") == "化粪池"


@pytest.mark.parametrize("line", ["今天天气", "垃圾货色", "拉面", "", "abc", "机会好"])
def test_words_as_they_are_written_stay(line):
    assert WORDS.read(line) is None


def test_of_two_words_that_sound_alike_the_graver_is_heard():
    words = {"建人": 10.0, "贱人": 10.5}
    letters = dict.fromkeys("见人", 9.0)
    assert Words(words, letters, {}).read("见人") == "建人"
    assert Words(words, letters, {"贱人": 3.0}).read("见人") == "贱人"


@given(st.text("拉机祸涩今天气好a，粪池化", max_size=30))
def test_what_is_heard_has_the_same_length(line):
    read = WORDS.read(line)
    assert read is None or len(read) == len(line)


def _thorough() -> Words:
    """The same words, none of which is passed over because it costs too much."""
    words = Words(COSTS, LETTERS, {})
    vars(words)["_least"] = float("-inf")
    return words


THOROUGH = _thorough()


@given(st.text("拉机祸涩今天气好垃圾货色会面a，粪池化", max_size=30))
def test_what_costs_too_much_to_be_heard_is_passed_over_for_nothing(line):
    assert WORDS.read(line, {"今天", "天气"}) == THOROUGH.read(line, {"今天", "天气"})


@given(st.text("吃饱饭了有钱的人a，在池粪化里", max_size=30))
def test_putting_in_order_changes_no_letters_and_wins_pairs(line):
    found = ordered(line, PAIRS)
    assert found is None or (sorted(found.text) == sorted(line) and found.won == won_by(line, found.text, PAIRS) > 0)


def test_neighbours_that_changed_places_change_back():
    assert ordered("钱有的人", PAIRS) == ("有钱的人", 2)
    assert ordered("池粪化里", PAIRS) == ("化粪池里", 3)
    assert ordered("有钱的人", PAIRS) is None


def test_few_pairs_won_in_a_long_text_are_chance():
    assert is_disguised("在池粪化里", 4)
    assert not is_disguised("在池粪化里", 1)
    assert not is_disguised("天" * 60, 4)


def test_words_of_the_dictionary_are_known():
    words = words_of({"花呗": 4.0, "花": 2.0}, {})
    assert {"天气", "花呗"} <= words.pairs
    assert words.read("今天天汽很好") == "今天天气很好"


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("你这个zzq吧", True),
        ("这人真是个蕟婊嵑", True),
        ("这个app好用", False),
        ("今天天气不错", False),
        ("hello there", False),
        ("你们🐕人真够⌛的", True),
        ("今天真好🎂🎂🎂谢谢大家", False),
        ("哈哈哈😆你也来", False),
    ],
)
def test_letters_and_characters_that_nobody_uses_are_signs(line, masked):
    assert is_masked(line, frozenset("这人真是个婊你们够的今天好谢大家哈也来"), latin(["装个app吧"])) is masked


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
