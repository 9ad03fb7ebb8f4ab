"""Citations, required terms, grounding and streamed bodies of the model writer."""

from __future__ import annotations

import json
from datetime import date

import pytest
from briefs import brief_for, passages_of
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.required import unstated
from assistant.checks.termlines import Line
from assistant.drafting.model.answers import OUTPUTS, PromoPartsAnswer, SharePostAnswer
from assistant.drafting.model.grounding import LEAST_SHARED
from assistant.drafting.model.sheet import Sheet
from assistant.drafting.model.shown import seeds_for, sheet_for
from assistant.drafting.model.streaming import BodyReader
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.text.pairs import shared

SHEET = Sheet(passages_of("bakery"))


@given(
    st.integers(-2, 30), st.text(alphabet="面包，。 切片装袋冷冻\n", max_size=20) | st.sampled_from(["", "。", "  "])
)
def test_a_citation_is_always_verbatim(number: int, quote: str) -> None:
    citation = SHEET.cite(number, quote)
    if citation is not None:
        passage = SHEET.passage(number)
        assert passage is not None
        assert citation.quote
        assert citation.quote in passage.text


@pytest.mark.parametrize("strip", ["，。", " \n", ""])
def test_every_sentence_is_found_without_its_punctuation(strip: str) -> None:
    for number, passage in SHEET.numbered():
        for sentence in passage.text.split("。"):
            if sentence.strip():
                bare = "".join(char for char in sentence if char not in strip)
                citation = SHEET.cite(number, bare)
                assert citation is not None
                assert citation.quote in passage.text


OFFER = Line("offer", "成团", "满 3 人，开团后 24 小时内凑齐")
TIME = Line("time", "时间", "11月27日（周五）20:00 到 22:30")
RULE = Line("rule", "没成团", "24 小时没凑满 3 人，团自动取消，货款原路退回")
HOW = Line("how", "参加方式", "11 月 27 日 20:00 在小程序首页“周五秒杀”下单")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("三人成团，二十四小时内凑齐。", []),
        ("３人就能开团，24小时内有效", []),
        ("两人成团，24 小时内", ["成团"]),
        ("3 人成团", ["成团"]),
    ],
)
def test_an_offer_is_stated_by_its_numbers(text: str, missing: list[str]) -> None:
    assert [line.label for line in unstated(text, [OFFER])] == missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [("今晚 20 点到 22:30", []), ("今晚八点到十点半", ["时间"]), ("11月27日 20:00 开始", ["时间"])],
)
def test_a_time_is_stated_by_its_clock_and_its_day_is_left_to_the_lock(text: str, missing: list[str]) -> None:
    assert [line.label for line in unstated(text, [TIME])] == missing


def test_a_rule_needs_its_words_too() -> None:
    assert unstated("24 小时内凑满 3 人发货", [RULE]) == [RULE]
    assert unstated("要是 24 小时没凑满 3 人，团就自动取消，钱原路退回", [RULE]) == []


def test_a_way_to_take_part_is_told_by_its_words() -> None:
    assert unstated("到时候在小程序首页找周五秒杀下单", [HOW]) == []
    assert unstated("来店里找我", [HOW]) == [HOW]


SOURCE = "冷冻的吐司不用化冻，直接进烤箱一百八十度烤四到五分钟。"


@pytest.mark.parametrize(
    ("text", "grounded"),
    [("冻过的吐司别等它化，烤箱一百八十度直接烤四五分钟。", True), ("周末带家人去看银杏，记得拍照。", False)],
)
def test_grounding_tells_a_paraphrase_from_another_matter(text: str, grounded: bool) -> None:
    assert (shared(text, SOURCE) >= LEAST_SHARED) is grounded


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12)


@given(TEXT, st.lists(TEXT, min_size=3, max_size=5), TEXT, TEXT, st.integers(1, 9), st.booleans())
def test_a_streamed_share_is_its_body(
    hook: str, points: list[str], remember: str, question: str, size: int, ascii_only: bool
) -> None:
    answer = {
        "title": "标题",
        "hook": hook,
        "points": [{"passage": 1, "quote": "引文", "text": text} for text in points],
        "remember": remember,
        "question": question,
    }
    raw = json.dumps(answer, ensure_ascii=ascii_only)
    reader = BodyReader(SharePostAnswer)
    streamed = "".join(text for start in range(0, len(raw), size) for text in reader.feed(raw[start : start + size]))
    assert streamed == SharePostAnswer.model_validate(answer).written([]).body


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), st.integers(1, 9))
def test_a_streamed_series_is_its_body(parts: list[tuple[str, str]], size: int) -> None:
    answer = {"title": "标题", "parts": [{"name": name, "text": text} for name, text in parts]}
    raw = json.dumps(answer, ensure_ascii=False)
    for name in ("PromoPartsAnswer", "PromoPageAnswer"):
        schema = OUTPUTS[name]
        assert issubclass(schema, PromoPartsAnswer)
        reader = BodyReader(schema)
        pieces = [text for start in range(0, len(raw), size) for text in reader.feed(raw[start : start + size])]
        assert "".join(pieces) == schema.model_validate(answer).written([]).body


def test_a_prompt_shows_what_the_group_has_not_had() -> None:
    brief = brief_for("bakery", DraftKind.SHARE)
    had = brief.passages[0].source
    past = PastDraft(id="x", kind=DraftKind.SHARE, date=brief.at.date(), title="旧", body="旧", sources=(had,))
    shown = sheet_for(brief.model_copy(update={"history": (past,)}), 3).numbered()
    assert len(shown) == 3
    assert had not in {passage.source for _, passage in shown}
    wished = brief.model_copy(update={"about": "存", "history": (past,)})
    assert {passage.source for _, passage in sheet_for(wished, 3).numbered()} == {had}


def test_a_topic_begins_at_another_passage_each_day() -> None:
    fronts = {
        tuple(passage.text for _, passage in sheet_for(brief_for("bakery", day=date(2026, 11, day))).numbered())
        for day in range(1, 8)
    }
    assert len(fronts) > 3


def test_seeds_fit_the_group_and_the_season() -> None:
    titles = {seed.title for day in range(1, 20) for seed in seeds_for(brief_for("bakery", day=date(2026, 11, day)))}
    assert titles == {"边角料派来报到"}  # the others are for summer and for 中秋节
