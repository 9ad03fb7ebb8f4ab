"""Figures that the files count in other units, of other customers or by other shares; what they make together."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Mechanic, Product

AT = datetime(2026, 11, 24, 10, 0)
SHOP = Brand(
    name="山脚骑行",
    about="湖州的单车铺，两家店。每队最多十个人，领队一人一台对讲机。",
    branches=(
        Branch(name="河滨店", hours="09:00-18:00"),
        Branch(name="山脚店", hours="09:00-18:00"),
    ),
)
GOODS = (
    Product(sku="B1", name="儿童座椅", price=Decimal(168), member_price=Decimal(155), source="p.csv", row=2),
    Product(sku="B2", name="骑行路书套装", spec="5 册", price=Decimal(88), source="p.csv", row=3),
    Product(sku="B3", name="补胎胶片", price=Decimal(20), source="p.csv", row=4),
    Product(
        sku="B4", name="燕麦能量棒", spec="12 条/盒", price=Decimal(36), description="燕麦占七成", source="p.csv", row=5
    ),
)
LADDER = Campaign(
    id="ladder", mechanic=Mechanic.BARGAIN, name="能量棒人多便宜", start=datetime(2026, 11, 20),
    end=datetime(2026, 11, 30), how="到店登记", items=(CampaignItem(sku="B4", price=Decimal(30)),),
    ladder=(LadderStep(buyers=10, price=Decimal(30)), LadderStep(buyers=40, price=Decimal(26))),
    floor_price=Decimal(26), source="campaigns.yaml",
)  # fmt: skip


def passage(question: str, text: str, heading: str = "常问") -> Passage:
    return Passage(
        source="faq.md", heading=heading, question=question, text=f"{question}\n{text}", kind=PassageKind.FAQ
    )


FAQ = (
    passage("儿童座椅给装吗？", "本店买的免费装。别处买的收 45 元，会员 35 元，约 20 分钟。"),
    passage("定做车架要付多少定金？", "定做车架付一半定金，尾款取车时付清。"),
    passage("能量棒是百分百燕麦吗？", "不是，燕麦占七成，另外三成是坚果和蜂蜜。"),
    passage("寄存的车能放几天？", "寄存的车保留 7 天，过期每天收 5 元。"),
    passage("车架贴名字怎么收费？", "可以把名字做成贴纸贴在车架上，加 9 元。"),
    passage("上门取车收费吗？", "上门取车三公里内 10 元，三到八公里 25 元。"),
    passage("学骑车一小时能教会吗？", "多数孩子两个小时左右就能自己骑。"),
    passage("哪家店能做车架喷漆？", "车架喷漆只有山脚店做，约 3 天。"),
)
CONTEXT = CheckContext(at=AT, brand=SHOP, products=GOODS, others=(LADDER,), lookup=Nearby(FAQ))

WRONG = [
    ("别家买的儿童座椅开过来也装，收 30 块", "30 块"),
    ("每队最多带十五个孩子，领队一人一台对讲机", "十五个孩子"),
    ("定做车架先付三成，剩下的取车再结", "三成"),
    ("寄存的车保留半个月，慢慢来", "半个月"),
    ("名字做成贴纸贴在车架上，加 5 块钱", "5 块钱"),
    ("上门取车三公里内不收钱", "三公里内不收钱"),
    ("能量棒凑到 40 个人就是 22 一盒", "22"),
    ("骑行路书一套八册，88 元", "八册"),
    ("儿童座椅标价 168 元，会员拿 149 元", "149 元"),
    ("车架喷漆河滨店也能做，不用绕到山脚去", "河滨店"),
]


@pytest.mark.parametrize(("text", "wrong"), WRONG)
def test_what_the_files_count_otherwise_is_found(text, wrong):
    found = [each for each in check(text, CONTEXT) if each.severity != "info"]
    assert any(wrong in each.text or each.text in wrong for each in found), found


RIGHT = [
    "别处买的儿童座椅也装，收 45 块，会员 35 块",
    "每队最多带十个孩子，领队一人一台对讲机",
    "定做车架先付一半，剩下的取车再结",
    "寄存的车保留一周，别放忘了",
    "名字做成贴纸贴在车架上，加 9 块钱",
    "您家离店六公里，上门取车 25",
    "能量棒拿满三盒，合计 108 元",
    "能量棒按三十块的团价拿三盒，合计 90 元",
    "能量棒凑到 40 个人就是 26 一盒",
    "骑行路书一套五本，88 元",
    "孩子学骑车学了五天，会了",
    "车架喷漆山脚店能做，约三天",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_they_count_alike_is_left_alone(text):
    assert [each for each in check(text, CONTEXT) if each.severity != "info"] == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("先付 50 块定金", Kind.MONEY, 50),
        ("定金付三成，尾款再说", Kind.PERCENT, 30),
        ("积分最多抵一半", Kind.PERCENT, 50),
    ],
)
def test_shares_and_deposits_are_read(text, kind, value):
    assert (kind, Decimal(value)) in [(each.kind, each.low) for each in scan(text, today=AT.date())]


def test_half_of_anything_else_is_no_share():
    assert scan("面包吃了一半，别扔", today=AT.date()) == []
