"""Letters out of use and pictures: read where they make a word that is looked for, left alone elsewhere."""

from __future__ import annotations

import pytest

from assistant.text.readings import Vocabulary, readings

WORDS = Vocabulary(["稳赚不赔", "降血糖", "保本保息", "第一品牌", "拉人头", "痛经", "垃圾"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("稳💰不赔的项目", "稳赚不赔的项目"),
        ("降🩸糖的茶", "降血糖的茶"),
        ("保夲保息", "保本保息"),
        ("全市笫一", "全市第一"),
        ("拉🧍头就有钱", "拉人头就有钱"),
        ("红糖茶治/痛/经", "红糖茶治痛经"),
        ("他们家都是la ji", "他们家都是垃圾"),
        ("d i y i 品牌", "第一品牌"),
        ("泡茶治痛*经", "泡茶治痛经"),
    ],
)
def test_a_sign_is_read_as_what_it_stands_for(written: str, meant: str) -> None:
    first, *others = readings(written, WORDS)
    assert first.text == written
    assert [reading.text for reading in others] == [meant]


@pytest.mark.parametrize("text", ["💰收款码换了", "降价📉了，鸡蛋四块八", "🩸库缺血，周六献血", "苹果和梨到了🍐🍐"])
def test_a_picture_beside_no_known_word_stays(text: str) -> None:
    assert [reading.text for reading in readings(text, WORDS)] == [text]


def test_the_place_in_the_original_is_kept() -> None:
    text = "跟着我，稳💰不赔"
    reading = readings(text, WORDS)[1]
    at = reading.text.index("稳赚不赔")
    low, high = reading.span(at, at + 4)
    assert text[low:high] == "稳💰不赔"
