"""Prices of further columns: the words of the title and of the pack choose the one that is meant."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.briefsheet import add_product
from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.checks.factlock import lock_text
from assistant.checks.facts import FactSheet
from assistant.drafting.factsheet import product_line
from assistant.schema.brand import Brand
from assistant.schema.facts import Campaign, CampaignItem, LabelledPrice, Mechanic, Product

AT = datetime(2026, 11, 24, 10)


def price(label: str, amount: str, unit: str = "", count: int | None = None, of: str = "") -> LabelledPrice:
    held = None if count is None else Decimal(count)
    return LabelledPrice(label=label, amount=Decimal(amount), unit=unit, count=held, of=of)


GOODS = (
    Product(
        sku="W1", name="山泉水", spec="550ml", price=Decimal(2), unit="瓶", source="价目.csv", row=2,
        prices=(price("整箱价", "40", "箱", 24, "瓶"), price("批发价", "1.5")),
    ),
    Product(
        sku="W2", name="苏打汽水", spec="330ml", price=Decimal("4.5"), member_price=Decimal(4), unit="瓶", row=3,
        source="价目.csv", prices=(price("整箱价", "96", "箱", 24, "瓶"),),
    ),
    Product(sku="W3", name="乌龙茶饮", price=Decimal(6), unit="瓶", source="价目.csv", row=4),
    Product(
        sku="W4", name="盐焗鸡", price=Decimal(68), unit="只", source="价目.csv", row=5,
        prices=(price("半只价", "36", "半只"), price("老客价", "62")),
    ),
)  # fmt: skip
CONTEXT = CheckContext(at=AT, brand=Brand(name="顺手便利"), products=GOODS)


@pytest.mark.parametrize(
    "text",
    [
        "山泉水整箱 40，苏打汽水整箱 96。",
        "山泉水 40/箱，苏打汽水 96/箱 24瓶。",
        "山泉水一箱40元（24瓶），单买 2 块。",
        "山泉水 2 元一瓶，24 瓶 40 元。",
        "山泉水 24 瓶 48 元。",
        "山泉水 3 箱 120。",
        "整箱价：山泉水 40，苏打汽水 96",
        "整箱报价（不拆箱）：\n山泉水 40\n苏打汽水 96",
        "山泉水批发 1.5，散买 2 块一瓶。",
        "零售 4.5 会员 4 整箱 96，说的是苏打汽水。",
        "盐焗鸡 68 一只，半只 36。",
        "盐焗鸡 68，老客 62。",
        "去年山泉水整箱才 35。",
        "一箱山泉水 40，一箱苏打汽水 96。",
        "一箱山泉水 24 瓶，40 块。",
        "苏打汽水 零售 4.5 会员 4 整箱 96（24瓶）",
        "苏打汽水半箱 48。",
        "山泉水 2 元/瓶 40/箱",
        "不满整箱的山泉水按 2 元算。",
    ],
)
def test_the_price_its_words_choose_is_true(text: str) -> None:
    assert check(text, CONTEXT) == []


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ("山泉水整箱 45，要的说。", "45", "40 元（24瓶）"),
        ("苏打汽水 88 元一箱，今天送到。", "88 元", "96 元（24瓶）"),
        ("山泉水整箱 2 元。", "2 元", "40 元（24瓶）"),
        ("整箱价：山泉水 40，苏打汽水 90", "90", "96 元（24瓶）"),
        ("整箱价：\n山泉水 40\n苏打汽水 90", "90", "96 元（24瓶）"),
        ("盐焗鸡半只 38 元，趁热。", "38 元", "36 元"),
        ("山泉水批发价 1.8 元，要的报数。", "1.8 元", "1.5 元"),
    ],
)
def test_another_amount_is_told_the_price_of_the_same_kind(text: str, place: str, right: str) -> None:
    (found,) = check(text, CONTEXT)
    assert (found.kind, found.severity, found.text) == ("wrong_price", "error", place)
    assert right in found.suggestion


def test_a_pack_without_a_price_is_never_told_that_of_a_piece() -> None:
    (found,) = check("乌龙茶饮 130 元一箱，要的说。", CONTEXT)
    assert (found.kind, found.severity) == ("unverified_price", "warn")
    assert "6 元" not in f"{found.message}{found.suggestion}"


def test_a_price_of_another_column_has_to_be_called_so() -> None:
    (found,) = check("盐焗鸡 36 元，下班来拿。", CONTEXT)
    assert (found.kind, found.severity) == ("unlabelled_price", "warn")
    assert "半只价 36 元" in found.suggestion


def test_a_draft_is_held_to_the_same() -> None:
    sheet = FactSheet(AT, {each.sku: each.name for each in GOODS}, promo=True)
    for each in GOODS:
        add_product(sheet, each, None)
    assert lock_text("山泉水 2 元一瓶，整箱 40 元。", sheet) == []
    (found,) = lock_text("山泉水 2 元一瓶，整箱 48 元。", sheet)
    assert "40 元（24瓶）" in found.suggestion


@pytest.mark.parametrize(
    "text", ["山泉水一箱 12 瓶 40 元。", "山泉水整箱 40（20 瓶）。", "苏打汽水 96 一箱，一箱 18 瓶。"]
)
def test_what_a_pack_holds_is_a_fact(text: str) -> None:
    (found,) = check(text, CONTEXT)
    assert (found.kind, found.severity) == ("wrong_spec", "warn")
    assert "24瓶" in found.message


def test_a_campaign_may_call_its_price_as_a_column_does() -> None:
    goods = (Product(sku="T", name="铁观音", price=Decimal(98), unit="罐", prices=(price("团购价", "88"),)),)
    team = Campaign(
        id="t", mechanic=Mechanic.GROUP_BUY, name="铁观音三人团", start=datetime(2026, 11, 20), size=3,
        end=datetime(2026, 11, 30), items=(CampaignItem(sku="T", price=Decimal(79)),),
    )  # fmt: skip
    context = CheckContext(at=AT, brand=Brand(name="顺手便利"), products=goods, others=(team,))
    assert check("铁观音团购 79 元。", context) == []
    assert check("铁观音团购价 88 元。", context) == []
    assert [each.kind for each in check("铁观音团购价 85 元。", context)] == ["wrong_price"]


def test_a_writer_is_told_further_prices_where_they_are_spoken_of() -> None:
    water = GOODS[0]
    assert "40" not in product_line(water)
    assert "整箱价 40 元（24瓶）" in product_line(water, "给饭店老板报整箱")
    assert "批发" not in product_line(water, "给饭店老板报整箱")
