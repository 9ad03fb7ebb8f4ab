from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assistant.moderation.detectors import build
from assistant.moderation.hits import Context
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message, Sender


@pytest.mark.parametrize(
    "text",
    [
        "在吗" * 11,
        "顶" * 22,
        "！" * 32,
        "求回复" * 8,
        "在吗 " * 10,
        "上课上课，" * 8,
        "团购满员 " * 7,
        "a\n" + "\n" * 40 + "b",
    ],
)
def test_one_unit_over_and_over_is_found(text, hard):
    assert hard("repetition", text)


@pytest.mark.parametrize(
    "text",
    [
        "哈" * 40,
        "啊啊啊啊啊啊终于买到了",
        "收到收到",
        "恭喜恭喜恭喜恭喜",
        "生日快乐生日快乐生日快乐",
        "加油加油加油加油加油加油加油加油",
        "🎉" * 20,
        "接龙\n1. 小满妈妈 2 份\n2. 阿静 1 份\n3. 老周 3 份\n4. 团团 1 份",
        "好好好好好好好",
        "6666666666666666",
    ],
)
def test_laughter_wishes_and_lists_are_not(text, finds):
    assert finds("repetition", text) == []


def told(detector, texts, *, seconds=60, sender="u1"):
    found = []
    for number, text in enumerate(texts):
        at = datetime(2026, 11, 3, 10) + timedelta(seconds=number * seconds)
        message = Message(id=f"m{number}", text=text)
        found.append(bool(detector.find(views_of(message), Context("a", Sender(id=sender), at, "text", message.id))))
    return found


def test_the_same_words_a_third_time(bakery):
    assert told(build("repetition", {}, bakery), ["有没有人一起拼单呀"] * 3) == [False, False, True]


def test_signs_blanks_and_a_random_tail_make_no_difference(bakery):
    texts = ["周末画室免费体验课还有位置 x7f2", "周末画室 免费体验课，还有位置！ 99a", "周末·画室免费体验课还有位置kk1"]
    assert told(build("repetition", {}, bakery), texts) == [False, False, True]


def test_short_answers_and_what_lies_apart_do_not_count(bakery):
    assert not any(told(build("repetition", {}, bakery), ["收到谢谢"] * 9))
    assert told(build("repetition", {}, bakery), ["有人吗"] * 6, seconds=5) == [False] * 4 + [True] * 2
    assert not any(told(build("repetition", {"seconds": 60}, bakery), ["有没有人一起拼单呀"] * 5, seconds=61))
