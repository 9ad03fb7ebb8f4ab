"""Texts that operators paste: what is wrong is found and said with the facts, ordinary talk is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from shops import (
    AT,
    BAKERY,
    BAKERY_PASSAGES,
    BAKERY_PRODUCTS,
    BAKERY_SALE,
    GYM,
    GYM_BARGAIN,
    GYM_GROUP,
    GYM_PASSAGES,
    GYM_PRODUCTS,
    PETS,
    PETS_GIFT,
    PETS_PRODUCTS,
    SCHOOL,
    SCHOOL_COUPON,
    SCHOOL_PRODUCTS,
    SCHOOL_RANKING,
    brief,
)

from assistant.checks.briefsheet import sheet_of
from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.checks.factlock import lock_text
from assistant.knowledge.nearby import Nearby
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product, ProductStatus

AUTUMN = Campaign(
    id="autumn", mechanic=Mechanic.SECKILL, name="秋天吐司秒杀", start=datetime(2026, 10, 1, 9),
    end=datetime(2026, 10, 7, 21), items=(CampaignItem(sku="B3", price=Decimal("15.9"), stock=50, limit=2),),
    how="到店购买", source="campaigns.yaml",
)  # fmt: skip
GONE = (
    Product(sku="B8", name="栗子蒙布朗", price=Decimal(32), stock=0, unit="个", status=ProductStatus.SOLD_OUT,
            source="products.csv", row=9),
    Product(sku="B9", name="冰皮月饼礼盒", price=Decimal(168), status=ProductStatus.OFF_SHELF, source="p.csv", row=10),
    Product(sku="B10", name="圣诞树根蛋糕", price=Decimal(198), status=ProductStatus.PRESALE, source="p.csv", row=11),
)  # fmt: skip
CONTEXTS = {
    "bakery": CheckContext(
        at=AT, brand=BAKERY, products=(*BAKERY_PRODUCTS, *GONE), others=(BAKERY_SALE, AUTUMN),
        lookup=Nearby(BAKERY_PASSAGES[:2]),
    ),
    "sale": CheckContext(
        at=AT, brand=BAKERY, products=(*BAKERY_PRODUCTS, *GONE), others=(BAKERY_SALE, AUTUMN), campaign=BAKERY_SALE
    ),
    "gym": CheckContext(
        at=AT, brand=GYM, products=GYM_PRODUCTS, others=(GYM_GROUP, GYM_BARGAIN), lookup=Nearby(GYM_PASSAGES)
    ),
    "pets": CheckContext(at=AT, brand=PETS, products=PETS_PRODUCTS, others=(PETS_GIFT,)),
    "school": CheckContext(at=AT, brand=SCHOOL, products=SCHOOL_PRODUCTS, others=(SCHOOL_COUPON, SCHOOL_RANKING)),
}  # fmt: skip


def found(shop: str, text: str):
    return [each for each in check(text, CONTEXTS[shop]) if each.severity != "info"]


TALK = [
    ("bakery", "早上好，今天聊3个小办法，晚上8点群里见"),
    ("bakery", "室温18度，面团发了1个半小时才好"),
    ("bakery", "大家周末几点起床？我一般9点半"),
    ("bakery", "海盐卷 18 元一袋，会员 16 元"),
    ("bakery", "巴斯克蛋糕 6寸 128 元，要的提前说"),
    ("bakery", "满 99 元包邮，16:00 前下单当天送"),
    ("bakery", "全麦吐司常温放 3 天，冷冻能放 30 天"),
    ("bakery", "湖滨店 07:30 开门，21:00 打烊"),
    ("bakery", "学院店周一休息，周二到周日都在"),
    ("bakery", "电话 0571-87654321，来之前打一个"),
    ("bakery", "上次我在网上花了 300 多买烤箱，用不惯"),
    ("bakery", "做面包一年多了，2019 年开的第一炉"),
    ("bakery", "栗子蒙布朗卖完了，到货再告诉大家"),
    ("bakery", "巴斯克秒杀今晚 20:00 开始，88 元，每人限 1 个"),
    ("bakery", "10 月的秋天吐司秒杀已经结束，谢谢大家"),
    ("bakery", "你家面粉一袋多少钱？30 元贵不贵"),
    ("bakery", "昨天来了十几位老朋友，聊到打烊"),
    ("bakery", "烤箱预热 10 分钟，180 度"),
    ("bakery", "最后一波冷空气来了，出门多穿点"),
    ("gym", "深蹲 3 组，每组 12 次，组间歇 60 秒"),
    ("gym", "热身 5 到 10 分钟再跑"),
    ("gym", "年卡 2680 元，会员 2380 元"),
    ("gym", "今天体重掉了 0.5 公斤，继续"),
    ("pets", "猫砂铺 5 厘米，每天铲 2 次"),
    ("pets", "冻干鸡肉 59 元一罐，限购 4 罐"),
    ("school", "每天写 20 分钟，3 行字就够"),
    ("school", "6-12 岁的孩子可以上硬笔体验课，120 元一节"),
]


@pytest.mark.parametrize(("shop", "text"), TALK)
def test_talk_and_true_figures_are_left_alone(shop, text):
    assert [(each.kind, each.text, each.message) for each in found(shop, text)] == []


WRONG = [
    ("bakery", "海盐卷 15 元一袋", "15 元", "wrong_price", "18 元"),
    ("bakery", "海鹽卷 15 元一袋，要買的說一聲", "15 元", "wrong_price", "18 元"),
    ("bakery", "海盐卷 16 元一袋", "16 元", "member_price", "会员"),
    ("bakery", "栗子蒙布朗今天 32 元，来拿", "栗子蒙布朗", "sold_out", "卖完"),
    ("bakery", "冰皮月饼礼盒还有，要的接龙", "冰皮月饼礼盒", "off_shelf", "下架"),
    ("bakery", "圣诞树根蛋糕现货，今天能拿", "圣诞树根蛋糕", "presale", "预售"),
    ("bakery", "秋天吐司秒杀还在，15.9 元一条", "秋天吐司秒杀", "ended", "10月7日"),
    ("bakery", "全麦吐司 15.9 元，快来", "15.9 元", "expired_price", "秋天吐司秒杀"),
    ("bakery", "满 59 元包邮，今天下单今天送", "59 元", None, "99 元"),
    ("bakery", "湖滨店开到晚上 11 点", "晚上 11 点", "wrong_hours", "07:30-21:00"),
    ("bakery", "学院店周一照常营业", "周一照常营业", "closed_day", "周一"),
    ("bakery", "海盐卷只剩最后 2 袋", "2 袋", None, "60"),
    ("bakery", "已有 3000 位顾客下单", "3000 位顾客", "unverified_count", "出处"),
    ("bakery", "请在 11 月 20 日前报名烘焙课", "11 月 20 日", "expired", "过去"),
    ("bakery", "海盐卷买二送一", "买二", "unverified_count", "出处"),
    ("bakery", "11月24日（周三）到店买海盐卷", "11月24日（周三）", "wrong_weekday", "周二"),
    ("sale", "巴斯克秒杀今晚 20:00，78 元", "78 元", "wrong_price", "88 元"),
    ("sale", "巴斯克秒杀，全麦吐司 15.9 元", "15.9 元", "expired_price", "秋天吐司秒杀"),
    ("sale", "巴斯克秒杀 88 元，共 30 个，每人限 1 个", "30 个", None, "12"),
    ("sale", "巴斯克秒杀 88 元，11月25日 20:00 开始", "11月25日", None, "11月24日"),
    ("gym", "年卡 1680 元，今天办", "1680 元", "wrong_price", "2680 元"),
    ("gym", "私教课拼团 79 元，3 人成团", "79 元", "wrong_price", "99 元"),
    ("pets", "豆腐猫砂 19.9 元一袋", "19.9 元", "wrong_price", "29.9 元"),
    ("school", "早鸟券满 2000 减 500，12 月 5 日前领", "减 500", None, "300"),
]  # fmt: skip


@pytest.mark.parametrize(("shop", "text", "place", "kind", "told"), WRONG)
def test_what_is_wrong_is_found_and_the_facts_are_told(shop, text, place, kind, told):
    hits = [each for each in found(shop, text) if place in each.text or each.text in place]
    assert hits, [(each.text, each.message) for each in found(shop, text)]
    assert all(text[each.start : each.end] == each.text for each in hits)
    assert all(each.basis and each.suggestion for each in hits)
    assert any(told in each.message + each.suggestion for each in hits), [each.message for each in hits]
    if kind:
        assert kind in {each.kind for each in hits}


def test_without_a_brand_nothing_is_known_and_nothing_is_said():
    assert check("海盐卷 15 元，最后 2 袋", CheckContext(at=AT)) == []


def test_a_sheet_is_a_draft_and_held_to_the_last_figure():
    sheet = sheet_of(brief())
    text = "聊 3 件事：海盐卷 17 元"
    assert check(text, CheckContext(at=AT, sheet=sheet)) == lock_text(text, sheet) != []


def test_sizes_of_one_thing_are_told_apart():
    sizes = tuple(
        Product(
            sku=f"D{size}", name=f"云朵纸尿裤 {size} 码", price=Decimal(price), stock=9, source="products.csv", row=row
        )
        for row, (size, price) in enumerate((("M", 109), ("L", 119), ("XL", 129)), start=2)
    )
    context = replace(CONTEXTS["bakery"], products=(*sizes, *BAKERY_PRODUCTS), others=())
    assert check("云朵纸尿裤 M 码 109 元，纸尿裤 L码 119 元", context) == []
    wrong = check("纸尿裤 M 码今天 119 元", context)
    assert [each.text for each in wrong] == ["119 元"]
    assert "109 元" in wrong[0].message


def test_a_campaign_given_is_the_one_the_text_is_held_against():
    over = replace(CONTEXTS["bakery"], campaign=AUTUMN)
    assert {each.kind for each in check("全麦吐司 15.9 元，到店买", over)} == {"ended"}
