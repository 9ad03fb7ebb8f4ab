"""What follows from figures of the files may be told; a wrong sum, a wrong saving and a wrong content may not."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Mechanic, Product

AT = datetime(2026, 11, 24, 10, 0)
TEA = Brand(
    name="半山茶铺",
    about="徽州的茶铺，自己炒茶，2015 年开张。",
    branches=(Branch(name="老街店", hours="10:00-20:00", closed=("周一",), address="屯溪老街 12 号"),),
)


def article(sku: str, name: str, price: str, *, spec: str = "", member: str = "", note: str = "", stock: int = 40):
    member_price = Decimal(member) if member else None
    return Product(
        sku=sku, name=name, spec=spec, price=Decimal(price), member_price=member_price, description=note, stock=stock,
        source="p.csv", row=int(sku[1:]),
    )  # fmt: skip


GOODS = (
    article("G1", "黄山毛峰", "128", spec="100 克/罐", member="118", note="兰花味"),
    article("G2", "祁门红茶包", "45", spec="20 包/盒", member="42"),
    article("G3", "围炉煮茶", "88", spec="每位 2 小时", note="每天下午开炉"),
    article("G4", "茶室包间", "200", spec="每天", note="含热水"),
    article("G5", "青瓷盖碗 120 毫升", "68"),
    article("G6", "青瓷盖碗 150 毫升", "78"),
    article("G7", "炒茶体验课", "160", spec="一次 3 小时", note="周三周六开班"),
)
COUPON = Campaign(
    id="coupon", mechanic=Mechanic.COUPON, name="冬茶满减券", start=datetime(2026, 11, 1), end=datetime(2026, 12, 31),
    how="前台领", threshold=Decimal(120), amount=Decimal(20), per_person=1, scope="全店茶叶", source="campaigns.yaml",
)  # fmt: skip
TEAM = Campaign(
    id="team", mechanic=Mechanic.GROUP_BUY, name="祁红三人团", start=datetime(2026, 11, 20), end=datetime(2026, 12, 5),
    how="在柜台说“祁红团”", size=3, fill_hours=24,
    items=(CampaignItem(sku="G2", price=Decimal(36), stock=60, limit=2),),
    source="campaigns.yaml",
)  # fmt: skip
SEASON = Campaign(
    id="season", mechanic=Mechanic.SECKILL, name="秋茶秒杀", start=datetime(2026, 10, 1), end=datetime(2026, 10, 8),
    how="小程序", items=(CampaignItem(sku="G1", price=Decimal(98)),), source="campaigns.yaml",
)  # fmt: skip
CROWD = Campaign(
    id="crowd", mechanic=Mechanic.BARGAIN, name="煮茶人多便宜", start=datetime(2026, 12, 1), end=datetime(2026, 12, 20),
    how="前台登记", items=(CampaignItem(sku="G3", stock=30),), floor_price=Decimal(60),
    ladder=(LadderStep(buyers=10, price=Decimal(76)), LadderStep(buyers=20, price=Decimal(60))),
    rule="按最后的人数算", source="campaigns.yaml",
)  # fmt: skip


def passage(question: str, text: str) -> Passage:
    return Passage(source="faq.md", heading="常问", question=question, text=text, kind=PassageKind.FAQ)


FAQ = (
    passage("茶室怎么订？", "包间付一半定金，节假日每天加 50 元，提前两天取消全退。"),
    passage("送货吗？", "老街周边满 80 元免费送，不满收 5 元。"),
    passage("围裙多大？", "炒茶围裙：60 到 80 厘米 S，80 到 100 厘米 M，100 到 120 厘米 L。"),
    passage("停车呢？", "停东门停车场，首小时 6 元，走过来五分钟。"),
)
CONTEXT = CheckContext(
    at=AT, brand=TEA, products=GOODS, others=(COUPON, TEAM, SEASON, CROWD), lookup=Nearby(FAQ)
)  # fmt: skip


def found(text: str):
    return [each for each in check(text, CONTEXT) if each.severity != "info"]


TRUE = [
    "黄山毛峰 128 一罐，会员两罐 236",  # pieces
    "茶室包间三天 600 元",  # days of what costs by the day
    "黄山毛峰 128，用券减完 108",  # a coupon
    "毛峰 128 加祁门红茶包 45，一起 173 元",  # a sum
    "祁门红茶包 45 一盒 20 包，一包两块二毛五",  # a share
    "祁门红茶包会员 42，省 3 元",  # a difference
    "黄山毛峰会员 118，差不多九二折",  # a rate
    "黄山毛峰 98 是十月秒杀那几天的事，今天是 128",  # told as over
    "围炉煮茶现在 88 一位，十二月凑到 20 个人是 60",  # now, and then
    "青瓷盖碗 120 毫升 68，150 毫升 78",  # the size behind the name chooses the row
    "炒茶体验课周三有，周六也有，160 一次",
    "围裙 M 码 80 到 100 厘米",
    "周二十点开门，周一休",  # 周二, 十点
    "祁红团 36 一盒，每人 2 盒，三个人成团",
]


@pytest.mark.parametrize("text", TRUE)
def test_what_follows_from_the_files_is_left_alone(text):
    assert found(text) == []


WRONG = [
    ("茶室包间三天 500 元", "500 元"),
    ("毛峰 128 加祁门红茶包 45，一起 153 元", "153 元"),
    ("祁门红茶包 45，会员 42，省 8 元", "8 元"),
    ("黄山毛峰 98 一罐，秒杀那天的价还是给大家", "98"),
    ("祁门红茶包 45 一盒 30 包", "30 包"),
    ("黄山毛峰 128 一罐，150 克装", "150 克"),
    ("黄山毛峰 128，桂花味的", "桂花味"),
    ("围炉煮茶每天上午开炉，88 一位", "上午"),
    ("炒茶体验课周五也有，160 一次", "周五"),
    ("围裙 L 码 80 到 100 厘米", "80 到 100 厘米"),
    ("包间付三成定金就行", "三成"),
    ("停东门停车场，首小时 3 元", "3 元"),
    ("老街周边不满 80 收 8 元", "8 元"),
    ("祁门红茶包两个人就成团，36 一盒", "两个人"),
    ("祁红团 36 一盒，每人限 5 盒", "5 盒"),
    ("围炉煮茶十二月那场，人数到 20 就 50 元", "20 就 50"),
    ("老街店周一也有人，来拿茶就行", "周一"),
    ("冬茶满减券一人能领 3 张", "3 张"),
]


@pytest.mark.parametrize(("text", "wrong"), WRONG)
def test_what_the_files_do_not_bear_is_found(text, wrong):
    told = found(text)
    assert any(wrong in each.text or each.text in wrong for each in told), told


def test_a_limit_of_another_campaign_bears_nothing():
    """One prize of another campaign makes no last piece of these goods."""
    assert found("青瓷盖碗 150 毫升 78，就剩 1 只了")
    assert not found("青瓷盖碗 150 毫升 78，还有 40 只")
