"""A group's clause that wants words in a promotion is obeyed; a poster says when exactly the campaign ends."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from promo_cases import EVERY, brief, shop

from assistant.drafting.demands import demands_of, stated
from assistant.drafting.offline.promo import write_promo
from assistant.schema.brief import Brief
from assistant.schema.facts import Mechanic

SECKILL = "bakery"


@pytest.mark.parametrize(
    ("clause", "phrase"),
    [
        ("价格注明人民币", "人民币"),
        ("價格註明人民幣", "人民币"),
        ("报价要标注货币为人民币", "人民币"),
        ("促销写明含税。", "含税"),
        ("促销开头标注“广告”字样", "广告"),
        ("每条促销注明“理性消费”", "理性消费"),
    ],
)
def test_what_is_wanted(clause: str, phrase: str) -> None:
    assert [demand.phrase for demand in demands_of([clause])] == [phrase]


@pytest.mark.parametrize(
    "clause",
    [
        "写清楚截止时间",
        "不要写明含税",
        "报价写明港币",
        "海报写上活动时间",
        "多用提问",
        "尺码同时写公分",
        "注明“全网最低价”",
    ],
)
def test_what_facts_decide_or_nobody_wants(clause: str) -> None:
    assert demands_of([clause]) == ()


def wanting(form: str, *clauses: str, mechanic: Mechanic = Mechanic.GROUP_BUY, **bounds: object) -> Brief:
    return brief(SECKILL, mechanic, form, demands=demands_of(clauses), **bounds)


@pytest.mark.parametrize("form", ["post", "landing", "series"])
def test_messages_with_prices_say_so(form: str) -> None:
    asked = wanting(form, "价格注明人民币")
    written = write_promo(asked)
    assert stated(asked.constraints.demands[0], written, asked)
    texts = [part.text for part in written.parts] if form == "series" else [written.body]
    for text in texts:
        assert ("人民币" in text) is bool(re.search(r"\d ?元", text))
        assert len(text) <= asked.constraints.max_length
    if written.parts:
        assert all(part.text in written.body for part in written.parts)


def test_an_advertisement_says_so_first() -> None:
    assert write_promo(wanting("post", "促销标注“广告”")).body.startswith("【广告】")


def test_where_the_words_do_not_fit_the_draft_is_written_without() -> None:
    plain = write_promo(wanting("post"))
    asked = wanting("post", "价格注明人民币", max_length=len(plain.body))
    tight = write_promo(asked)
    assert len(tight.body) <= asked.constraints.max_length
    assert tight.body


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_a_poster_never_gives_the_day_alone_where_the_campaign_ends_earlier(trade: str, mechanic: Mechanic) -> None:
    campaign = shop(trade).campaigns[mechanic]
    assert campaign.end is not None
    hours = campaign.model_copy(
        update={"end": datetime.combine(campaign.end.date(), datetime.min.time()).replace(hour=21)}
    )
    body = write_promo(brief(trade, mechanic, "poster", campaign=hours)).body
    assert len(body) <= 40
    day = f"{hours.end.month}月{hours.end.day}日" if hours.end else ""
    assert day not in body or "21:00" in body
