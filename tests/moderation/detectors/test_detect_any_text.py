"""What holds for every detector and any Unicode text."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.moderation.detectors import NAMES, build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Detector, Hit
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message, Sender

_WORDS = (
    "加 我 薇 信 ➕ v vx https:// t.cn/ .com 点com 138 ①③⑧ 0000 ￥ 复制 招 代理 元 出 身份证 住 小区 3幢 忽略 规则 "
    "\u200b 氵 州 ？ ， 要的 私 【 】 🐔 \U0010ffff 哈"
)
PIECES = st.sampled_from([*_WORDS.split(" "), "\n", " "])
ANY = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))
ADVERTS = [
    "姐妹们我做童装批发的，厂家直发，要的加我薇信bb8821",
    "兼职宝妈在家就能做，一天两百，感兴趣的私我",
    "出一台九成新的跑步机300元，要的滴滴我",
    "诚招代理，不囤货，加V：abc1234",
    "代购奶粉，联系13800005678",
    "帮我点一下http://kanjia.example/u88",
]
UNSEEN = ["\u200b", "\u200d", "\u2060", "\ufeff", " ", "\u3000", "\u00a0", "\u202e"]


@cache
def detectors() -> tuple[Detector, ...]:
    return tuple(build(name, {}, Surroundings()) for name in NAMES if name != "terms")


def found(message: Message) -> list[Hit]:
    views = views_of(message)
    context = Context("a", Sender(id="u"), datetime(2026, 11, 3), message.kind, message.id)
    return [hit for detector in detectors() for hit in detector.find(views, context)]


@settings(max_examples=150, deadline=None)
@given(ANY, ANY)
@example("加\u0300我薇信abc123", "１３８００００５６７８")
def test_no_text_breaks_a_detector_and_evidence_lies_in_the_original(text, other):
    message = Message(id="1", text=text, meta={"ocr": other, "quote": {"text": other}, "url": other})
    parts = {view.part: view.original for view in views_of(message)}
    for hit in found(message):
        for span in hit.evidence:
            assert 0 <= span.start < span.end <= len(parts[span.part])
            assert parts[span.part][span.start : span.end] == span.text


@pytest.mark.parametrize("advert", ADVERTS)
def test_the_adverts_are_found_as_they_are(advert):
    assert any(hit.hard for hit in found(Message(id="1", text=advert)))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(ADVERTS), st.lists(st.tuples(st.integers(0, 60), st.sampled_from(UNSEEN)), min_size=1, max_size=20)
)
def test_unseen_characters_and_blanks_hide_nothing(advert, inserted):
    hidden = advert
    for place, sign in inserted:
        hidden = hidden[: place % (len(hidden) + 1)] + sign + hidden[place % (len(hidden) + 1) :]
    assert any(hit.hard for hit in found(Message(id="1", text=hidden)))


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_the_same_message_has_the_same_finds(text):
    message = Message(id="1", text=text)
    assert found(message) == found(message)
