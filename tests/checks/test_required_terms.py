"""Who announces a campaign states what its mechanic must state; a draft to the letter, an operator in her words."""

from __future__ import annotations

import pytest
from shops import (
    AT,
    BAKERY,
    BAKERY_PRODUCTS,
    BAKERY_SALE,
    GYM,
    GYM_BARGAIN,
    GYM_GROUP,
    GYM_PRODUCTS,
    PETS,
    PETS_GIFT,
    PETS_PRODUCTS,
    SCHOOL,
    SCHOOL_COUPON,
    SCHOOL_PRODUCTS,
    SCHOOL_RANKING,
)

from assistant.checks.context import CheckContext
from assistant.checks.required import check
from assistant.checks.termlines import terms
from assistant.schema.contracts import DraftKind


def context(brand, products, campaign, **more):
    return CheckContext(at=AT, brand=brand, products=products, campaign=campaign, **more)


CAMPAIGNS = {
    "seckill": context(BAKERY, BAKERY_PRODUCTS, BAKERY_SALE),
    "group": context(GYM, GYM_PRODUCTS, GYM_GROUP),
    "bargain": context(
        GYM, GYM_PRODUCTS, GYM_BARGAIN.model_copy(update={"how": "到前台报名", "rule": "按报名人数结算"})
    ),
    "gift": context(PETS, PETS_PRODUCTS, PETS_GIFT.model_copy(update={"how": "到店结账时领"})),
    "coupon": context(SCHOOL, SCHOOL_PRODUCTS, SCHOOL_COUPON.model_copy(update={"how": "找前台领"})),
    "ranking": context(SCHOOL, SCHOOL_PRODUCTS, SCHOOL_RANKING.model_copy(update={"how": "每天群里发一张作业"})),
}


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_the_terms_as_we_write_them_are_complete(name):
    asked = CAMPAIGNS[name]
    text = "\n".join(line.labelled for line in terms(asked.campaign, asked))
    assert check(text, asked) == []
    assert check(text, context(asked.brand, asked.products, asked.campaign, kind=DraftKind.PROMO)) == []


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_each_term_left_out_is_missed_in_a_draft(name):
    asked = CAMPAIGNS[name]
    draft = context(asked.brand, asked.products, asked.campaign, kind=DraftKind.PROMO)
    lines = terms(asked.campaign, asked)
    for line in lines:
        rest = "\n".join(other.labelled for other in lines if other is not line)
        missed = check(rest, draft)
        # What one line leaves out another may say as well: the price of the ladder, the number of the prize.
        assert missed == [] or any(line.text in each.message for each in missed), line
    assert sum(bool(check("\n".join(o.labelled for o in lines if o is not line), draft)) for line in lines) >= 3


SPOKEN = [
    (
        "seckill",
        "今晚 20:00 到 26 日 22:00，巴斯克蛋糕 88 元，共 12 个，每人限 1 个；"
        "海盐卷 12.8 元一袋，共 60 袋，每人限 2 袋。群里接龙，到店自提",
    ),
    (
        "group",
        "私教体验课拼团 99 元，满 3 人成团，24 小时内凑齐，没拼满原路退。"
        "共 30 节，每人限 1 节，点链接开团，11月29日 21:00 截止",
    ),
    ("gift", "买 3 袋豆腐猫砂送冻干鸡肉 1 罐，一共 50 份，每人 1 份，送完换等值罐头，到店结账时领，11月30日前"),
    ("coupon", "早鸟券满 2000 减 300，限软笔春季班用，共 20 张，每人 1 张，找前台领，12月5日截止，12月31日前用掉"),
]


@pytest.mark.parametrize(("name", "text"), SPOKEN)
def test_an_operator_may_say_the_terms_in_her_own_words(name, text):
    assert [each.message for each in check(text, CAMPAIGNS[name])] == []


LACKING = [
    ("seckill", "巴斯克蛋糕今晚秒杀，88 元，来群里接龙", ["数量"]),
    ("group", "私教体验课三人团，点链接开团", ["没成团", "时间"]),
    ("gift", "买豆腐猫砂送冻干鸡肉，到店结账时领", ["赠品", "时间"]),
    ("coupon", "早鸟券可以领了，满 2000 减 300，找前台", ["数量", "用券时间"]),
    ("ranking", "打卡比拼开始了，每天群里发一张作业", ["第 1 名", "公布"]),
]


@pytest.mark.parametrize(("name", "text", "labels"), LACKING)
def test_what_is_not_said_is_named_with_a_line_to_add(name, text, labels):
    found = check(text, CAMPAIGNS[name])
    assert all(each.severity == "error" and each.kind == "missing_term" for each in found)
    assert all("《" in each.basis and each.suggestion.startswith("补上一行：") for each in found)
    for label in labels:
        assert any(label in each.message for each in found), [each.message for each in found]


def test_a_pointer_to_the_full_terms_makes_it_a_reminder():
    text = "巴斯克蛋糕今晚秒杀，88 元，规则见群公告"
    assert {each.severity for each in check(text, CAMPAIGNS["seckill"])} == {"info"}
    draft = context(BAKERY, BAKERY_PRODUCTS, BAKERY_SALE, kind=DraftKind.PROMO)
    assert {each.severity for each in check(text, draft)} == {"error"}


def test_what_announces_nothing_must_state_nothing():
    sale = CAMPAIGNS["seckill"]
    assert check("今晚见", context(BAKERY, BAKERY_PRODUCTS, None)) == []
    assert check("", sale) == []
    assert check("今晚见", context(BAKERY, BAKERY_PRODUCTS, BAKERY_SALE, format="poster")) == []
    assert check("今晚见", context(BAKERY, BAKERY_PRODUCTS, BAKERY_SALE, kind=DraftKind.TOPIC)) == []


def test_a_campaign_whose_own_entry_lacks_terms_is_told_so():
    sale = BAKERY_SALE.model_copy(update={"how": "", "end": None})
    text = "今晚八点起巴斯克蛋糕秒杀 88 元，共 12 个，每人限 1 个；海盐卷 12.8 元，共 60 袋，每人限 2 袋"
    found = check(text, context(BAKERY, BAKERY_PRODUCTS, sale))
    assert [(each.kind, each.severity) for each in found] == [("incomplete_campaign", "warn")]
    assert "还缺：结束时间、参加方式" in found[0].message
