"""Orders are names with numbers, and so are prices: which is which."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.schema.brand import Brand
from assistant.schema.facts import Product

GOODS = tuple(
    Product(sku=sku, name=name, price=Decimal(price), unit=unit, source="价目.csv", row=row)
    for row, (sku, name, price, unit) in enumerate(
        [("F1", "麒麟西瓜", "39.9", "个"), ("F2", "红心火龙果", "45", "盒"), ("F3", "丑橘", "16", "斤"),
         ("F4", "羊角蜜", "25.8", "箱")], start=2)
)  # fmt: skip
CONTEXT = CheckContext(at=datetime(2026, 11, 24, 10), brand=Brand(name="阿芳水果"), products=GOODS)


@pytest.mark.parametrize(
    "text",
    [
        "接龙：\n1. 楼上张 麒麟西瓜3\n2. 七栋 丑橘5 羊角蜜12",
        "今天分货：麒麟西瓜 20，红心火龙果 12，丑橘 30，到店自己点数。",
        "丑橘4 麒麟西瓜2",
        "三栋的要丑橘 10，晚上来拿。",
        "还差：麒麟西瓜 6 羊角蜜 8",
        "少发的补上了：\n丑橘 3\n羊角蜜 7",
        "麒麟西瓜 9",
    ],
)
def test_orders_are_no_prices(text: str) -> None:
    assert check(text, CONTEXT) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("麒麟西瓜 35，要的来。", "35"),
        ("今天的：丑橘 12，羊角蜜 20", "12"),
        ("麒麟西瓜 39.9，红心火龙果 40，丑橘 16", "40"),
        ("丑橘 5 一斤，到店拿。", "5"),
        ("特价：丑橘 5，羊角蜜 8", "5"),
    ],
)
def test_prices_are_no_orders(text: str, place: str) -> None:
    assert place in [each.text for each in check(text, CONTEXT)]
