"""What is reckoned from prices is no wrong price: sums with factors, savings of a pack, what moved, cards."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.schema.brand import Brand
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
