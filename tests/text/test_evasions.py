"""Words of rules in disguise: what people write for them is read, what everybody writes is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.evasions import Evasions
from assistant.text.readings import as_written, seen_through
from assistant.text.shapes import alike, ordinary, parts, pictures

WORDS = ("舔狗", "女拳", "同性恋", "列入黑名单", "垃圾", "黑鬼", "没脑子")
VOCABULARY = Evasions(("加微信",), WORDS)


def read(text: str) -> str:
    written = as_written(text)
    seen = seen_through(written, VOCABULARY)
    return written.text if seen is None else seen.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("他就是个舌忝犭句", "他就是个舔狗"),
        ("女龹手滚出去", "女拳滚出去"),
        ("都是👅🐶", "都是舔狗"),
        ("🌶️🐔客服", "垃圾客服"),
        ("这帮汝拳", "这帮女拳"),
        ("又是tian gou", "又是舔狗"),
        ("他是恬苟", "他是舔狗"),
        ("女泉又来了", "女拳又来了"),
        ("一个txl", "一个同性恋"),
        ("要黑入列名单了", "要黑入列名单了"),
        ("狗舔真多", "狗舔真多"),
        ("全女拳", "全女拳"),
        ("没子脑", "没脑子"),
        ("查成女分拳怎么", "查成女拳怎么"),
    ],
)
def test_disguises_are_read(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "天狗食月几点看",
        "我家两只狗舔我脸",
        "女全职妈妈",
        "这个辣鸡翅多少钱",
        "他人很好",
        "拉机器的师傅来了",
        "💊和🐶粮都到了",
        "男女全款都行",
        "默认地址改一下",
        "微信转账",
        "hr 什么时候面试",
    ],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert read(text) == as_written(text).text


def test_words_that_are_not_ours_are_not_read_loosely() -> None:
    plain = Evasions(("女拳",), ())
    assert plain.find("汝拳") == []
    assert [each.word for each in VOCABULARY.find("汝拳")] == ["女拳"]


def test_the_tables_hold_what_they_say() -> None:
    for character, written in parts().items():
        assert len(character) == 1
        assert all(len(each) > 1 for each in written)
    assert all(character not in signs for character, signs in alike().items())
    assert all(pictures().values())
    assert "天狗" in ordinary()


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("舔狗女拳舌忝犭句👅🐶tiangou 性忄生，0")), max_size=40)
)
def test_places_lie_in_the_text_whatever_it_is(text: str) -> None:
    written = as_written(text)
    seen = seen_through(written, VOCABULARY)
    if seen is not None:
        last = 0
        for at in range(len(seen.text)):
            low, high = seen.span(at, at + 1)
            assert 0 <= low < high <= len(text)
            assert low >= last or seen.is_twisted(at, at + 1)
            last = low
    assert seen_through(written, VOCABULARY) == seen


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["他是恬苟", "一个txl", "都是👅🐶", "没子脑"]), st.text(alphabet="的了，。 ", max_size=8))
def test_what_stands_around_a_disguise_does_not_hide_it(text: str, around: str) -> None:
    assert read(f"{around}{text}。{around}") != as_written(f"{around}{text}。{around}").text
