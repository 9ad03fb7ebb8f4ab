"""A figure that the files put otherwise is found wherever it stands; one they bear in other words is left alone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.knowledge.nearby import Nearby
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product, ProductStatus

AT = datetime(2026, 11, 24, 10, 0)
SPA = Brand(
    name="半日温泉",
    about="城南的温泉浴场，六个池子，没有儿童池。",
    branches=(Branch(name="城南店", hours="10:00-24:00", note="最后入场 22:30；门口能停三十辆车"),),
)
GOODS = (
    Product(
        sku="T1", name="双人下午场", spec="4 小时", price=Decimal(298), description="提前两天订，含两条浴巾", source="p"
    ),
    Product(
        sku="T2",
        name="颂钵课 8 课时",
        spec="每次 50 分钟",
        price=Decimal(960),
        description="周二周五 19:00",
        source="p",
    ),
    Product(sku="T3", name="年卡", spec="365 天", price=Decimal(3650), description="可停 40 天", source="p.csv", row=4),
    Product(sku="T4", name="玫瑰浴盐礼盒", price=Decimal(88), stock=0, status=ProductStatus.PRESALE),
)
FRIENDS = Campaign(
    id="friends", mechanic=Mechanic.REFERRAL, name="带朋友来泡", start=datetime(2026, 10, 1), end=datetime(2027, 3, 1),
    how="前台报手机号", reward="老客人加 20 天有效期", new_reward="新朋友送搓澡一次", source="campaigns.yaml",
)  # fmt: skip


def passage(question: str, text: str, kind: PassageKind = PassageKind.FAQ) -> Passage:
    return Passage(source="faq.md", heading="常问", question=question, text=text, kind=kind)


FAQ = (
    passage("迟到了怎么办？", "开场前三小时以前打电话改时间不收钱，迟到四十分钟以内照常入场。"),
    passage("退款多久到？", "填完退款单以后 7 个工作日内原路退回。"),
    passage("能带孩子吗？", "一米二以下免票，孩子要满五岁，家长全程陪着。"),
    passage("接送车几点？", "地铁口的接送车每天 11:00 到 20:00，半小时一班，一车坐十八个人。"),
    passage("春节开吗？", "2027 年 2 月 5 日到 8 日关门，2 月 9 日恢复。"),
    passage("送货多少钱？", "浴盐同城三公里内 6 元，三到八公里 15 元。"),
    passage("泡多久好？", "一次泡十五分钟就上来歇一歇，别超过半小时。", PassageKind.ARTICLE),
)
CONTEXT = CheckContext(at=AT, brand=SPA, products=GOODS, others=(FRIENDS,), lookup=Nearby(FAQ))

WRONG = [
    ("双人下午场提前一天说就行", "一天"),
    ("颂钵课还是周三周五晚上七点，带条毛巾", "周三"),
    ("颂钵课 10 课时，每次 50 分钟", "10 课时"),
    ("年卡出差能停 60 天", "60 天"),
    ("退款单填好，5 个工作日原路退回", "5 个工作日"),
    ("临时来不了，开场前一小时打电话改时间不收钱", "一小时"),
    ("最后入场 23:00，下班来也赶得上", "23:00"),
    ("门口能停五十辆车，开车来方便", "五十辆"),
    ("接送车每天 11:00 到 21:00，地铁口等", "11:00 到 21:00"),
    ("春节 2 月 5 日到 10 日关门", "2 月 5 日到 10 日"),
    ("带朋友来，老客人加 30 天有效期", "30 天"),
    ("浴盐同城五公里内 6 元送到家", "五公里"),
]


@pytest.mark.parametrize(("text", "wrong"), WRONG)
def test_what_the_files_put_otherwise_is_found(text, wrong):
    found = [each for each in check(text, CONTEXT) if each.severity != "info"]
    assert any(wrong in each.text or each.text in wrong for each in found), found
    assert all("资料" in each.message and each.basis for each in found)


RIGHT = [
    "双人下午场提前两天说，4 小时随便泡",
    "颂钵课周二周五晚上七点，一次五十分钟",
    "颂钵课八课时 960 元，摊下来一次 120 元",
    "年卡 3650 元，算下来每天 10 块",
    "年卡能停四十天",
    "退款单填好，七个工作日原路退回",
    "迟到半小时照常入场，别急",
    "最后入场晚上十点半",
    "接送车 11:00 就有，一车十八个人",
    "春节 2 月 6 日关着，9 日恢复",
    "老客人加 20 天有效期",
    "浴盐五公里的话 15 元送到家",
    "玫瑰浴盐礼盒 88 元，预订中",
    "泡二十分钟就上来喝口水",
    "我上次去别家，最后入场 21:00",
    "最后入场是 21:00 吗",
    "不满意打 12315，是您的权利",
    "尾号 138****0475 的客人，手牌落在前台",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_they_bear_in_other_words_is_left_alone(text):
    assert [each for each in check(text, CONTEXT) if each.severity != "info"] == []


DAY = Brand(
    name="小满面馆",
    about="两家面馆，不卖酒。",
    branches=(
        Branch(name="河西店", hours="07:00-21:00", closed=("周三",)),
        Branch(name="鼓楼店", hours="07:00-21:00", closed=("周三",)),
    ),
)
NOODLES = (
    Product(sku="N1", name="蟹黄捞面", price=Decimal(58), description="只有鼓楼店", source="p.csv", row=2),
    Product(sku="N2", name="红汤牛肉面", price=Decimal(28), source="p.csv", row=3),
)
SALE = Campaign(
    id="sale", mechanic=Mechanic.SECKILL, name="牛肉面秒杀", start=datetime(2026, 11, 27, 11), how="到店",
    end=datetime(2026, 11, 27, 14), items=(CampaignItem(sku="N2", price=Decimal(18), stock=60, limit=1),),
    exclusions=("外卖不参加",), source="campaigns.yaml",
)  # fmt: skip
CARD = Campaign(
    id="card", mechanic=Mechanic.GIFT, name="充卡送卤蛋", start=datetime(2026, 11, 1), end=datetime(2026, 12, 31),
    buy="充 200 元", gift="卤蛋 4 个", how="到店", source="campaigns.yaml",
)  # fmt: skip
ANSWERS = (
    passage("可以带宠物进来吗？", "不可以，店里地方小，门口有拴绳的桩子。"),
    passage("能开包间吗？", "没有包间，大桌能坐十个人。"),
    passage("外卖和堂食一样价吗？", "一样价。凉菜、卤味不送，汤单独装。"),
)
NOODLE = CheckContext(at=AT, brand=DAY, products=NOODLES, others=(SALE, CARD), lookup=Nearby(ANSWERS))

OFFERED = [
    ("河西店也有蟹黄捞面，58 元一碗", "denied"),
    ("凉菜也能送，外卖下单就行", "denied"),
    ("家里人聚餐我们有包间，先打电话", "denied"),
    ("红汤牛肉面现在就是 18 元，随便点", "not_begun"),
    ("充 200 送雨伞一把，到店领", "invented_gift"),
    ("两家店周二休息，别跑空，我们周三照常", "closed_day"),
    ("12 月 5 日，周五，店里包饺子", "wrong_weekday"),
]


@pytest.mark.parametrize(("text", "kind"), OFFERED)
def test_what_the_files_say_no_to_is_found(text, kind):
    assert kind in {each.kind for each in check(text, NOODLE) if each.severity != "info"}


NOT_OFFERED = [
    "鼓楼店有蟹黄捞面，58 元一碗",
    "蟹黄捞面只有鼓楼店做，河西店没有",
    "店里没有包间，大桌坐得下",
    "宠物不能进店，门口有桩子",
    "红汤牛肉面 28 元，27 日 11:00 开始秒杀 18 元",
    "充 200 送卤蛋 4 个，到店领",
    "充好卡送到家里去不行，得自己来拿",
    "周三两家店休息，别跑空",
    "师傅周二休息，面照样有",
    "12 月 5 日，周六，店里包饺子",
    "隔壁那家有包间，我们没有",
]


@pytest.mark.parametrize("text", NOT_OFFERED)
def test_what_is_not_offered_is_left_alone(text):
    assert [each for each in check(text, NOODLE) if each.severity != "info"] == []
