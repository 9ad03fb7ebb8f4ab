"""What is exempt frees itself and nothing beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.allowlist import Allowlist
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Hit
from assistant.moderation.own import Own
from assistant.moderation.views import views_of
from assistant.schema.brand import Brand
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product
from assistant.schema.moderation import EvidenceSpan, Message
from assistant.schema.rules import Exempt

NOON = datetime(2026, 11, 27, 12, 0)
BRAND = Brand(name="青禾面包房", synonyms={"贝果": ("面包圈",)})
TOAST = Campaign(
    id="toast",
    mechanic=Mechanic.SECKILL,
    name="周五吐司秒杀",
    start=datetime(2026, 11, 27, 10),
    end=datetime(2026, 11, 27, 20),
    groups=("regulars",),
    items=(CampaignItem(name="原味吐司", price=Decimal("9.9")),),
)
OWN = Own(BRAND, {}, (TOAST,), (Product(sku="A", name="原味吐司", price=Decimal(18)),))
EXEMPT = Exempt(phrases=("加我们企业微信", "领券中心"), domains=("qinghe.example",), mini_programs=("青禾小程序",))
SURROUNDINGS = Surroundings.of(BRAND, domains=EXEMPT.domains, mini_programs=EXEMPT.mini_programs)
LIST = Allowlist(EXEMPT, OWN, SURROUNDINGS)


def views(text: str, **meta: str):
    return views_of(Message(id="m", text=text, meta=meta))


def hit(text: str, *words: str, part: str = "text", detector: str = "terms") -> Hit:
    spans = tuple(
        EvidenceSpan(start=text.index(word), end=text.index(word) + len(word), text=word, why="", part=part)
        for word in words
    )
    return Hit(detector, spans)


def left(text: str, *words: str, at: datetime = NOON, group: str = "regulars", detector: str = "terms") -> bool:
    return bool(LIST.left([hit(text, *words, detector=detector)], views(text), at, group))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大家加我们企业微信吧", ("加我们企业微信",)),
        ("大家加我们企业微信吧", ("企业微信",)),
        ("加我們企業微信", ("加我們企業微信",)),
        ("领券中心、原味吐司", ("领券中心、原味吐司",)),
        ("来个面包圈", ("面包圈",)),
        ("看 https://shop.qinghe.example/a?b=1 吧", ("https://shop.qinghe.example/a?b=1",)),
        ("周五吐司秒杀开始了", ("周五吐司秒杀",)),
    ],
)
def test_a_find_inside_exempt_words_is_no_find(text, words):
    assert not left(text, *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("加我们企业微信，再加我私人号 abc123", ("加我们企业微信，再加我私人号",)),
        ("加我们企业微信，再加我私人号 abc123", ("加我们企业微信", "abc123")),
        ("企业微信", ("企业微信",)),
        ("！！！领券中心", ("！！！",)),
        ("http://qinghe.example.evil.example/a", ("http://qinghe.example.evil.example/a",)),
        ("http://evil.example/?u=http://qinghe.example", ("http://evil.example/?u=http://qinghe.example",)),
        ("http://qinghe.example/?u=http://evil.example", ("http://qinghe.example/?u=http://evil.example",)),
        ("me@qinghe.example.cn", ("qinghe.example.cn",)),
    ],
)
def test_a_find_that_reaches_beyond_them_stays(text, words):
    assert left(text, *words)


def test_a_campaign_is_exempt_where_and_while_it_runs():
    assert left("周五吐司秒杀", "周五吐司秒杀", at=datetime(2026, 11, 28))
    assert left("周五吐司秒杀", "周五吐司秒杀", group="quiet")


def test_passing_on_the_shops_offer_is_no_offer_of_ones_own():
    text = "周五吐司秒杀 9.9 元，要的赶紧"
    assert not left(text, "9.9 元，要的赶紧", detector="price_invitation")
    assert left(text, "9.9 元，要的赶紧", detector="contact_bait")
    assert left("周五吐司秒杀 3 元，要的赶紧", "3 元，要的赶紧", detector="price_invitation")
    assert left("吐司 9.9 元，要的赶紧", "9.9 元，要的赶紧", detector="price_invitation")


def test_a_rule_set_may_exempt_neither_goods_nor_campaigns():
    strict = Allowlist(EXEMPT.model_copy(update={"own_products": False, "own_campaigns": False}), OWN, SURROUNDINGS)
    for text in ("原味吐司", "周五吐司秒杀"):
        assert strict.left([hit(text, text)], views(text), NOON, "regulars")


def test_an_exempt_mini_program_is_exempt_whole():
    shown = views("", app="青禾小程序")
    assert LIST.left([hit("青禾小程序", "青禾小程序", part="app")], shown, NOON, "regulars") == []
    other = views("", app="青禾小程序领钱")
    assert LIST.left([hit("青禾小程序领钱", "青禾小程序领钱", part="app")], other, NOON, "regulars")


def test_what_is_left_of_a_text_is_everything_else():
    (view,) = views("请加我们企业微信，原味吐司真香")
    assert LIST.rest(view, NOON, "regulars") == "请，真香"
    (clean,) = views("早上好")
    assert LIST.rest(clean, NOON, "regulars") is clean.original


@given(before=st.text(max_size=8), after=st.text(max_size=8))
def test_exempt_places_lie_inside_the_text_and_cover_the_phrase(before, after):
    text = f"{before}领券中心{after}"
    (view,) = views(text)
    spans = LIST.spans(view, NOON, "regulars")
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert any(text[start:end] == "领券中心" for start, end in spans)
