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
from assistant.schema.facts import Campaign, Mechanic, Product, ProductStatus

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
