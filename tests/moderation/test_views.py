from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.views import views_of
from assistant.schema.moderation import Message, Sender
from assistant.text.readings import Vocabulary

START = datetime(2026, 11, 3, 10)
MEMBER = Sender(id="u1")


def texts(said: str, vocabulary: Vocabulary | None = None) -> list[str]:
    return [reading.text for reading in views_of(Message(id="1", text=said), vocabulary)[0].readings]


def test_ordinary_text_has_one_reading():
    assert texts("今天的吐司几点出炉") == ["今天的吐司几点出炉"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("加 我 薇 信", "加我薇信"),
        ("加·我·薇·信", "加我薇信"),
        ("加\n我\n微\n信", "加我微信"),
        ("力口我亻言", "加我信"),
        ("去澳氵州玩", "去澳洲玩"),
        ("扌丁卡", "打卡"),
        ("亻言 用 卡", "信用卡"),
    ],
)
def test_what_is_pulled_apart_is_also_read_together(said, read):
    written, *others = texts(said)
    assert written == said
    assert read in others


@pytest.mark.parametrize(
    "said", ["女子组比赛", "木子李", "他也去", "马上到", "日月潭", "古月的女儿", "又又来了", "门口集合"]
)
def test_words_that_look_like_parts_stay(said):
    assert texts(said) == [said]


def test_the_vocabulary_is_read_in_disguise_and_also_after_putting_together():
    words = Vocabulary(["刷单", "骗子"])
    assert "刷单返利" in texts("唰单返利", words)
    assert "骗子来了" in texts("马扁子来了", words)
    assert texts("马扁子来了") == ["马扁子来了"]


def test_parts_are_read_with_their_names():
    message = Message(
        id="1",
        text="看",
        kind="quote",
        meta={
            "title": "标题", "description": "说明", "url": "https://a.example", "urls": ["https://b.example"],
            "ocr": "图上的字", "qr": "weixin://x", "app": "小程序", "file_name": "表.xlsx",
            "quote": {"id": "0", "text": "引用"},
            "forwarded": [{"sender": "x", "text": "一"}, {"sender": "y", "text": "二"}], "platform": "qq",
        },
    )  # fmt: skip
    assert {view.part: view.original for view in views_of(message)} == {
        "text": "看", "title": "标题\n说明", "url": "https://a.example\nhttps://b.example",
        "ocr": "图上的字", "qr": "weixin://x",
        "app": "小程序", "file_name": "表.xlsx", "quote": "引用", "forwarded": "一\n二",
    }  # fmt: skip


@pytest.mark.parametrize("value", [None, 3, [], {}, [None, 3], {"sender": "x"}, "  ", [[["深"]]]])
def test_odd_values_of_meta_are_taken_as_they_can(value):
    views = views_of(Message(id="1", text="看", meta={"ocr": value, "quote": value}))
    assert views[0].part == "text"


def message(number: int, text: str, **more: object) -> Message:
    at = START + timedelta(seconds=10 * number)
    return Message.model_validate(
        {"id": str(number), "text": text, "sender": MEMBER, "sent_at": at, "group": "a"} | more
    )


def joined(messages: list[Message]) -> str | None:
    found = [view.original for view in views_of(messages[-1], None, messages[:-1]) if view.part == "joined"]
    return found[0] if found else None


def test_up_to_five_messages_within_a_minute_are_joined():
    many = [message(number, str(number)) for number in range(7)]
    assert joined(many) == "2\n3\n4\n5\n6"
    assert joined([message(0, "早"), message(9, "晚")]) is None
    assert joined([message(0, "别人的", sender=Sender(id="u2")), message(1, "我的")]) is None
    assert joined([message(0, "别群的", group="b"), message(1, "这群的")]) is None
    assert joined([message(1, "同一条"), message(1, "同一条")]) is None


def test_only_what_reaches_across_counts_in_joined():
    view = views_of(message(1, "后面"), None, [message(0, "前面")])[-1]
    assert (view.original, view.since) == ("前面\n后面", 3)
    assert view.counts(1, 4)
    assert not view.counts(0, 2)
    assert not view.counts(3, 5)


@given(st.text(max_size=60))
def test_any_text_is_read_and_points_into_itself(said):
    for view in views_of(Message(id="1", text=said), Vocabulary(["刷单", "加微信", "骗子"])):
        assert view.original == said
        for reading in view.readings:
            for at in range(len(reading.text)):
                low, high = reading.span(at, at + 1)
                assert 0 <= low < high <= len(said)
