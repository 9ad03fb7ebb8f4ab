"""Sizes of one name, last days, regions, limits of services; what is told of others, the past or sums is free."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.checks.sizes import each_row
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product

AT = datetime(2026, 11, 27, 10, 0)
D = Decimal
JUICE = Brand(
    name="榨点果汁", about="榨点果汁卖鲜榨果汁，楼上借棋。", no_ship=("青海", "内蒙古"),
    branches=(Branch(name="南门店", hours="09:00-21:00"),),
)  # fmt: skip
GOODS = (
    Product(sku="J1", name="西瓜汁", spec="小杯 300ml", price=D(12), source="menu.csv", row=2),
    Product(sku="J1", name="西瓜汁", spec="大杯 500ml", price=D(16), source="menu.csv", row=3),
    Product(sku="", name="橙汁", spec="小杯 300ml", price=D(15), source="menu.csv", row=4),
    Product(sku="", name="橙汁", spec="大杯 500ml", price=D(19), source="menu.csv", row=5),
    Product(
        sku="J3", name="梨膏", spec="200 克/罐", price=D(48), member_price=D(42), limit=2, source="menu.csv", row=6
    ),
    Product(sku="J4", name="杨梅干", spec="24 包/箱", price=D(96), source="menu.csv", row=7),
)
CAMPAIGNS = (
    Campaign(
        id="coupon", mechanic=Mechanic.COUPON, name="十二月满减券", start=datetime(2026, 11, 26, 10),
        end=datetime(2026, 12, 5, 22), amount=D(10), threshold=D(60), use_until=date(2026, 12, 31),
        scope="鲜榨果汁，梨膏和杨梅干除外", source="campaigns.yaml",
    ),
    Campaign(
        id="melon", mechanic=Mechanic.SECKILL, name="西瓜汁秒杀", start=datetime(2026, 11, 27, 9),
        end=datetime(2026, 11, 28, 21), items=(CampaignItem(sku="J1", name="西瓜汁（大杯）", price=D(11)),),
        source="campaigns.yaml",
    ),
)  # fmt: skip


def passage(text: str, question: str = "", kind: PassageKind = PassageKind.FAQ) -> Passage:
    return Passage(source="faq.md", heading="常问", question=question, text=text, kind=kind)


FAQ = (
    passage("借棋\n报手机号借楼上架子上的棋，每次最多 2 盒，借期 14 天，押金每盒 30 元。", kind=PassageKind.POLICY),
    passage("能寄。满 88 元包邮，不满收 9 元。", "能寄吗？邮费多少？"),
    passage("100 分抵 1 元，结账时说一声。", "积分怎么用？"),
    passage("自习桌限坐 2 小时，周末人多。", "能坐多久？"),
    passage("南门店门口有六个停车位。", "停车方便吗？"),
)
CONTEXT = CheckContext(at=AT, brand=JUICE, products=GOODS, others=CAMPAIGNS, lookup=Nearby(FAQ))

GUILTY = [
    ("大杯西瓜汁 12 元一杯", "12"),
    ("西瓜汁小杯 12，大杯 18", "18"),
    ("小杯的橙汁 19 元，喝了就走", "19"),
    ("西瓜汁 14 块一杯", "14"),
    ("满减券今天最后一天，没领的快领", "今天最后一天"),
    ("满减券明天截止", "明天截止"),
    ("满 60 减 10 的券梨膏也能用", "梨膏也能用"),
    ("青海的朋友也能寄，就是慢几天", "青海"),
    ("内蒙也给您发，运费照旧", "内蒙"),
    ("全国各地都能寄，下单就发", "全国各地"),
    ("满 60 减 10 的券先领着，全国一律包邮", "一律包邮"),
    ("楼上借棋押金 50 元，最多借 4 盒，借 30 天", "50 元"),
    ("楼上借棋押金 50 元，最多借 4 盒，借 30 天", "4 盒"),
    ("楼上借棋押金 50 元，最多借 4 盒，借 30 天", "30 天"),
    ("100 分抵 2 元，结账说一声", "100 分抵 2 元"),
    ("隔壁卖 20，我们西瓜汁大杯 13", "13"),
    ("梨膏今天到货了，每人限 5 罐", "5 罐"),
]


@pytest.mark.parametrize(("text", "place"), GUILTY)
def test_what_the_files_put_otherwise_is_found(text, place):
    start = text.index(place)
    found = [each for each in check(text, CONTEXT) if each.severity != "info"]
    assert any(each.start < start + len(place) and start < each.end for each in found), found


CLEAN = [
    "大杯西瓜汁 16 元，小杯西瓜汁 12 元",
    "西瓜汁小杯 12、大杯 16，橙汁 15/19",
    "橙汁 300ml 的 15，500ml 的 19",
    "西瓜汁（大杯）16 一杯",
    "大杯西瓜汁秒杀 11 块，今天九点开始",
    "满减券 12 月 5 日截止，用到 12 月 31 日",
    "西瓜汁秒杀明天最后一天",
    "青海和内蒙古寄不了，别的地方都能寄",
    "楼上借棋一次最多 2 盒，借 14 天，押金一盒 30",
    "攒 2000 分能抵 20，500 积分抵 5 块",
    "去年这时候西瓜汁才卖 9 块 9，瓜贵了",
    "2019 年刚开那会儿梨膏卖 30 一罐",
    "隔壁便利店橙汁 8 块一瓶，瓶装的，跟鲜榨两回事",
    "老周出一罐没开的梨膏，30，要的私他",
    "网上那种梨膏卖 25，我们 48 的是自己熬的",
    "梨膏平均一罐称下来 206 克，手抖多给了",
    "杨梅干 24 包 96，一包合 4 块",
    "梨膏 48 减会员 6 块，42",
    "小杯西瓜汁 12 加小杯橙汁 15，一共 27",
    "梨膏每人限 2 罐，48 一罐",
    "有人在外面卖我们的梨膏 70 一罐，别买",
    "买两罐梨膏 96，会员 84",
    "我 2016 年买的杨梅干才 5 块 8 一包",
    "99% 的人喝果汁不嚼渣，可惜了",
]


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_told_of_others_or_follows_is_left_alone(text):
    assert [each for each in check(text, CONTEXT) if each.severity != "info"] == []


def test_every_row_of_a_code_or_a_name_has_a_code_and_a_name_of_its_own():
    made = each_row(CONTEXT)
    assert len({each.sku for each in made.products}) == len(GOODS)
    assert [each.name for each in made.products][:2] == ["西瓜汁（小杯）", "西瓜汁（大杯）"]
    item = made.others[1].items[0]
    assert [each.price for each in made.products if each.sku == item.sku] == [D(16)]
    assert len(made.others[1].items) == 1


def test_a_price_list_without_sizes_is_left_as_it_is():
    plain = CheckContext(at=AT, brand=JUICE, products=GOODS[4:], others=(CAMPAIGNS[0],))
    assert each_row(plain) is plain
