"""Promises the files bound, pairs they pair otherwise, price tags: found in the guilty, left alone in the clean."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Mechanic, Prize, Product

AT = datetime(2026, 11, 27, 10, 0)
TEA = Brand(
    name="半山茶铺",
    about="半山茶铺卖茶叶和茶具，也教泡茶。",
    branches=(
        Branch(name="北街店", hours="09:00-21:00", closed=("周三",), address="北街 8 号"),
        Branch(name="江边店", hours="10:00-20:00", address="江边路 30 号"),
    ),
    synonyms={"普洱": ("熟茶",)},
)
D = Decimal
GOODS = (
    Product(sku="T1", name="茉莉花茶", spec="50 克/罐", price=D(48), member_price=D(42), stock=80, limit=2, source="p"),
    Product(sku="T2", name="普洱小饼", spec="6 个/盒", price=D(96), member_price=D(88), stock=40, source="p"),
    Product(sku="T3", name="泡茶课", spec="4 节", price=D(320), description="八岁起，周六周日 14:00", source="p"),
    Product(sku="T4", name="冷泡茶礼盒", price=D(128), description="冬天不做，提前三天订", source="p"),
)
CAMPAIGNS = (
    Campaign(
        id="ladder", mechanic=Mechanic.BARGAIN, name="普洱小饼人多便宜", start=datetime(2026, 12, 1, 9),
        end=datetime(2026, 12, 6, 21), items=(CampaignItem(sku="T2", stock=60),), floor_price=D(72), source="c",
        ladder=tuple(LadderStep(buyers=heads, price=D(price)) for heads, price in ((10, 86), (20, 79), (40, 72))),
    ),
    Campaign(
        id="day", mechanic=Mechanic.MEMBER_DAY, name="每月 8 日会员日", start=datetime(2026, 1, 8),
        end=datetime(2027, 12, 31), benefits=("积分双倍", "满 100 减 10", "满 300 减 45"), source="c",
    ),
    Campaign(
        id="rank", mechanic=Mechanic.RANKING, name="泡茶打卡榜", start=datetime(2026, 12, 1), source="c",
        end=datetime(2026, 12, 21),
        prizes=(Prize(rank="1", prize="紫砂壶一把"), Prize(rank="2-5", prize="茉莉花茶一罐")),
    ),
    Campaign(
        id="gift", mechanic=Mechanic.GIFT, name="买小饼送茶针", start=datetime(2026, 11, 1), end=datetime(2026, 12, 31),
        items=(CampaignItem(sku="T2"),), buy="普洱小饼 1 盒", gift="茶针一支", source="c",
    ),
)  # fmt: skip


def passage(question: str, text: str) -> Passage:
    return Passage(source="faq.md", heading="常问", question=question, text=text, kind=PassageKind.FAQ)


FAQ = (
    passage("送货吗？", "三公里内实付满 90 元免费送货，不满收 6 元，下午三点前下单当天送到。"),
    passage("停车方便吗？", "后院停车，凭小票免两小时，之后每小时 4 元。"),
    passage("能退吗？", "没拆封的七天内能退，拆了的不退。寄回来的运费您出，质量问题我们出。"),
    passage("储值卡怎么充？", "充 200 送 15，充 500 送 50，没有有效期。"),
    passage("茶席要订吗？", "茶席提前一天订，最多坐六个人，不收订位费。"),
    passage("包装收钱吗？", "礼品包装免费，手写卡片也不收钱。"),
    passage("过年开吗？", "春节从 2 月 4 日歇到 2 月 11 日。"),
)
CONTEXT = CheckContext(at=AT, brand=TEA, products=GOODS, others=CAMPAIGNS, lookup=Nearby(FAQ))

GUILTY = [
    ("北街店天天开门，路过就进来喝一杯", "天天开门"),
    ("我们全年无休，什么时候想喝都行", "全年无休"),
    ("江边店 24 小时营业，夜里也能买茶", "24 小时营业"),
    ("周三下午北街店有新茶试喝", "周三下午北街店"),
    ("泡茶课每天都有，随你哪天来", "每天都有"),
    ("泡茶课六岁就能报，320 元四节", "六岁"),
    ("送货不要钱，一罐也送", "送货不要钱"),
    ("五公里内都送，下单就行", "五公里"),
    ("下午五点下单当天也能送到", "下午五点"),
    ("后院停车全天免费", "全天免费"),
    ("拆了也能退，放心买", "拆了也能退"),
    ("茶席不用预约，直接来坐", "不用预约"),
    ("礼品包装收 10 元一份", "10 元"),
    ("茉莉花茶 42 一罐，谁来都这个价", "42"),
    ("茉莉花茶 39 一罐，刚到的", "39"),
    ("普洱小饼 96 一个，慢慢撬着喝", "96"),
    ("熟茶 66 一盒，熬夜的来一盒", "66"),
    ("茉莉花茶一人最多 5 罐", "5 罐"),
    ("储值卡充 200 送 50，充 500 送 15", "充 200 送 50"),
    ("会员日满 300 减 10，满 100 减 45", "满 300 减 10"),
    ("普洱小饼凑到 20 人 72 元", "20 人 72"),
    ("打卡榜第三名能拿紫砂壶一把", "第三名"),
    ("今天积分双倍，来的报手机号", "今天积分双倍"),
    ("买茉莉花茶也送茶针，柜台拿", "茉莉花茶也送"),
    ("河西店也开始卖茉莉花茶了", "河西店"),
]


@pytest.mark.parametrize(("text", "place"), GUILTY)
def test_what_the_files_bound_is_found_at_its_place(text, place):
    start = text.index(place)
    found = [each for each in check(text, CONTEXT) if each.severity != "info"]
    assert any(each.start < start + len(place) and start < each.end for each in found), found
    assert all(each.text == text[each.start : each.end] and each.basis for each in found)


CLEAN = [
    "北街店除了周三天天开门，周三歇一天",
    "江边店十点开到晚上八点，夜里来不了",
    "周四下午北街店有新茶试喝",
    "泡茶课周六周日下午两点，八岁起",
    "每天都有人来问怎么泡，别用滚水",
    "三公里内满 90 免费送货，不满收 6 元",
    "下午三点前下单当天送到，三点以后的赶不上",
    "后院停车凭小票免两小时，之后每小时 4 元",
    "没拆封的七天内能退，拆了就退不了",
    "茶席提前一天订，不收订位费",
    "礼品包装免费，卡片我们写",
    "茉莉花茶 48 一罐，会员 42",
    "茉莉花茶会员 42，不是会员 48",
    "普洱小饼 96 一盒六个，算下来一个 16",
    "两罐茉莉花茶 96，够喝一个月",
    "茉莉花茶一人最多 2 罐",
    "储值卡充 200 送 15，充 500 送 50",
    "会员日满 100 减 10，满 300 减 45",
    "普洱小饼 10 人 86，20 人 79，40 人 72",
    "打卡榜第一名紫砂壶一把，二到五名茉莉花茶",
    "会员日积分双倍，每月 8 日，报手机号",
    "买普洱小饼送茶针一支",
    "今天跟大家说说会员日怎么用",
    "过年 2 月 4 日歇到 11 日，要茶的早点说",
    "每天跑五公里送孩子上学，回来喝口热的",
]


@pytest.mark.parametrize("text", CLEAN)
def test_what_the_files_bear_is_left_alone(text):
    assert [each for each in check(text, CONTEXT) if each.severity != "info"] == []
