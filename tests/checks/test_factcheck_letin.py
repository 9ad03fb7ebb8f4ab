"""What the files leave out is let in by other words, or by a clause further on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, Mechanic, Product

GOODS = tuple(
    Product(sku=sku, name=name, price=Decimal(price), unit="件", source="p.csv", row=row)
    for row, (sku, name, price) in enumerate(
        [("C1", "羊绒大衣", "1280"), ("C2", "纯棉衬衫", "159"), ("C3", "定制西装", "1999")], start=2
    )
)
COUPON = Campaign(
    id="q", mechanic=Mechanic.COUPON, name="满 150 减 20 券", start=datetime(2026, 11, 1), end=datetime(2026, 12, 1),
    amount=Decimal(20), threshold=Decimal(150), use_until=date(2026, 12, 20), how="群里领", source="campaigns.yaml",
    scope="现货都能用，定制西装和清仓款不能用",
)  # fmt: skip
RULES = """\
- 剪掉吊牌的不退不换。
- 储值送的钱不能提现，本金可以退。
- 清仓价不再打会员折，也不积分。
- 下过水的只修，不全额退。"""
CONTEXT = CheckContext(
    at=datetime(2026, 11, 24, 10), brand=Brand(name="合身衣铺"), products=GOODS, others=(COUPON,),
    lookup=Nearby((Passage(source="规定.md", heading="售后", text=RULES, kind=PassageKind.POLICY),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("定制西装 1999，满 150 减 20 的券也能用，量好再裁。", "券也能用"),
        ("定制西装现在能约，满 150 减 20 的券照样能用。", "能用"),
        ("储值送的钱也能提现，放心存。", "提现"),
        ("吊牌剪掉了也能退，拿来就行。", "能退"),
        ("清仓价的也积分，一块一分。", "也积分"),
        ("下过水的也能全额退，不满意拿来。", "全额退"),
    ],
)
def test_what_is_left_out_is_let_in(text: str, place: str) -> None:
    found = [each for each in check(text, CONTEXT) if each.kind == "denied"]
    assert [place in each.text for each in found] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "纯棉衬衫 159，满 150 减 20 的券也能用。",
        "定制西装不能用券，纯棉衬衫的券照样能用。",
        "定制西装 1999，不参加满减，其他的券都能用。",
        "储值的本金可以退，送的钱不能提现。",
        "吊牌还在的都能退。",
        "剪掉吊牌的不退不换，没剪的随时能退。",
    ],
)
def test_what_the_files_grant_is_no_offence(text: str) -> None:
    assert [each for each in check(text, CONTEXT) if each.kind == "denied"] == []
