"""Readings: what is written otherwise is put right, in its place, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.readings import Vocabulary, as_written, readings

WORDS = Vocabulary(
    re.findall(
        r"\w+", "最好 最低 第一 国家级 顶级 保本 稳赚不赔 首选 母乳 免疫力 抗癌 独一无二 天下第一 原价 百分百 唯一"
    )
)


def second(text: str) -> str | None:
    """The reading besides the one as written, or None."""
    found = readings(text, WORDS)
    return found[1].text if len(found) > 1 else None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("醉好用", "最好用"),
        ("全网嘴低", "全网最低"),
        ("蕞好", "最好"),
        ("zui好吃", "最好吃"),
        ("ZUI 低", "最低"),
        ("zuì低", "最低"),
        ("zuihao", "最好"),
        ("最·好", "最好"),
        ("最✨低", "最低"),
        ("全 国 最 好 吃", "全国最好吃"),
        ("弟一品牌", "第一品牌"),
        ("苐一", "第一"),
        ("dì一", "第一"),
        ("国家J", "国家级"),
        ("顶ji食材", "顶级食材"),
        ("唯①正品", "唯一正品"),
        ("稳赚不陪", "稳赚不赔"),
        ("独1无二", "独一无二"),
        ("抗💊癌", "抗癌"),
        ("百分💯百", "百分百"),
        ("兔疫力", "免疫力"),
        ("母孔化", "母乳化"),
        ("圆价九百", "原价九百"),
        ("tianxia第一", "天下第一"),
    ],
)
def test_a_disguised_word_is_put_right(written: str, read: str) -> None:
    assert second(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "喝醉好难受", "奶嘴好用", "我弟一直在", "表弟一家", "最后。好的", "环保 本店", "N95 第 1 次", "abczui好",
        "10圆价", "早上买包，本店", "小白兔疫苗", "最好", "第一", "国家 A 级", "T恤", "ok好", "最。好", "她说最，好吗",
    ],
)  # fmt: skip
def test_ordinary_text_has_one_reading(written: str) -> None:
    assert second(written) is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("最\u200b好", "最好"),
        ("最\u200d\u200c\ufeff好", "最好"),
        ("最\ufe0f好", "最好"),
        ("最\u0332好\u0332", "最好"),
        ("第1\ufe0f\u20e3", "第1"),
        ("最\u202e好", "最好"),
    ],
)
def test_what_nobody_sees_is_gone_from_the_first_reading(written: str, plain: str) -> None:
    assert as_written(written).text == plain


def test_a_span_leads_back_to_what_was_written() -> None:
    text = "今天全\u200b网zui低价，真的"
    reading = readings(text, WORDS)[1]
    assert reading.text == "今天全网最低价，真的"
    start = reading.text.index("全网最低价")
    low, high = reading.span(start, start + 5)
    assert text[low:high] == "全\u200b网zui低价"
    assert reading.is_twisted(start + 2, start + 3)
    assert not reading.is_twisted(0, 2)


LETTERS = st.sampled_from([*"最好低第一国家级醉嘴zuihao 1①·✨。，\u200b\ufe0f😀弟ABJ母孔"])


@given(st.lists(LETTERS, max_size=30).map("".join))
def test_every_reading_keeps_its_place_in_the_text(text: str) -> None:
    first, *others = readings(text, WORDS)
    assert first.text == as_written(text).text
    for reading in (first, *others):
        last = 0
        for index in range(len(reading.text)):
            low, high = reading.span(index, index + 1)
            assert 0 <= low < high <= len(text)
            assert low >= last
            last = low


@given(st.text(max_size=50))
def test_any_text_can_be_read(text: str) -> None:
    for reading in readings(text, WORDS):
        assert len(reading.text) <= len(text) + 8 * max(1, len(reading.twisted))
