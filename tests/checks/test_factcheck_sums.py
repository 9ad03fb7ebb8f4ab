"""What is reckoned from prices is no wrong price: sums with factors, savings of a pack, what moved, cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import LabelledPrice, Product

BOX = LabelledPrice(label="整提价", amount=Decimal(54), unit="提", count=Decimal(6), of="卷")
GOODS = (
    Product(sku="Z1", name="厨房纸", price=Decimal(10), member_price=Decimal(9), unit="卷", row=2, prices=(BOX,)),
    Product(sku="Z2", name="洗衣凝珠", price=Decimal(45), member_price=Decimal(41), unit="盒", row=3),
    Product(sku="Z3", name="钢丝球", price=Decimal("6.5"), unit="包", row=4),
)
CONTEXT = CheckContext(at=datetime(2026, 11, 24, 10), brand=Brand(name="巷口日杂"), products=GOODS)


@pytest.mark.parametrize(
    "text",
    [
        "洗衣凝珠 2盒×45=90，钢丝球 3包×6.5=19.5，一共109.5。",
        "@5栋 您的：洗衣凝珠 2 盒 90+钢丝球 2 包 13=103。",
        "厨房纸散买 10 一卷，整提 54，一卷合 9 块，一提省 6 块。",
        "厨房纸十卷 100 块，原纸又涨了两块，我们先不动价。",
        "洗衣凝珠厂里跌了三毛，还是 45 一盒。",
        "洗衣凝珠 45，卡价 41。",
        "洗衣凝珠 45，老客 41，有卡的报手机号。",
        "刚才 502 问厨房纸还有没有，有的。",
    ],
)
def test_what_follows_is_true(text: str) -> None:
    assert [each for each in check(text, CONTEXT) if each.check == "facts"] == []


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("洗衣凝珠到了，香味淡，放得久，41 一盒，谁都这个价，不用办卡。", "41", "member_price"),
        ("洗衣凝珠 41 一盒，没卡也这个价。", "41", "member_price"),
        ("洗衣凝珠 2盒×45=90，钢丝球 3包×6.5=19.5，一共 120。", "120", "wrong_price"),
        ("厨房纸散买 10 一卷，整提 54，一提省 7 块。", "7 块", "wrong_saving"),
    ],
)
def test_what_does_not_follow_is_found(text: str, place: str, kind: str) -> None:
    found = [each for each in check(text, CONTEXT) if each.text == place]
    assert [each.kind for each in found] == [kind]


OLD = Brand(name="巷口日杂", about="2009 年在巷口开的日杂店。")


@pytest.mark.parametrize(
    "said", ["我们店开了十几年，不差这一单。", "巷口日杂开店 17 年了。", "我们店做了十多年，放心。"]
)
def test_how_long_the_shop_has_been_there_follows_from_its_first_year(said: str) -> None:
    assert check(said, replace(CONTEXT, brand=OLD)) == []


@pytest.mark.parametrize("said", ["巷口日杂开店 30 年了。", "我们店开了二十几年，放心。"])
def test_longer_than_since_its_first_year_is_found(said: str) -> None:
    assert [each.kind for each in check(said, replace(CONTEXT, brand=OLD))] == ["unverified_duration"]


DELIVERY = Passage(
    source="规定.md", heading="送货", kind=PassageKind.POLICY,
    text="街坊送货：满 50 元免费送，不满收 5 元。\n小店进货：送货 3 箱起免费，不足 3 箱每趟 15 元。",
)  # fmt: skip


def test_a_bound_that_is_met_is_no_promise_without_one() -> None:
    context = replace(CONTEXT, lookup=Nearby((DELIVERY,)))
    assert check("您要的五箱厨房纸备好了，送货免费，明早到。", context) == []
    assert "unbounded" not in {each.kind for each in check("您这单 98 元，送货免费，下午到。", context)}
    assert [each.kind for each in check("钢丝球 6.5 一包，送货免费，下午到。", context)] == ["unbounded"]
    assert [each.kind for each in check("您要的五箱厨房纸备好了，一律送货免费。", context)] == ["unbounded"]


def test_last_week_is_told_and_not_promised() -> None:
    assert check("上周的账：一共收了四十三单，退了两单，都是洗衣凝珠。", CONTEXT) == []


@pytest.mark.parametrize(
    ("text", "said"), [("钢丝球不限量，要的来。", "不限量"), ("钢丝球 6.5 一包，随便买。", "随便买")]
)
def test_what_is_limited_is_not_to_be_had_without_limit(text: str, said: str) -> None:
    limited = tuple(each.model_copy(update={"limit": 2}) if each.sku == "Z3" else each for each in GOODS)
    (found,) = check(text, replace(CONTEXT, products=limited))
    assert (found.kind, found.severity, found.text) == ("wrong_limit", "error", said)
    assert "2 包" in found.suggestion
    assert check(text, CONTEXT) == []
