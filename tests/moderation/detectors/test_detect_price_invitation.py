from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "出一台九成新的跑步机 300 元，要的滴滴我",
        "转让全新瑜伽垫，50 元自提",
        "自家种的草莓 20 元一斤，要的接龙",
        "我朋友开的画室这周末免费试听，有兴趣的来",
        "猫粮比店里便宜一半，想要的找我拿货",
        "闲置烤箱低价出",
        "九块九包邮要的私",
        "本人专业开锁换锁",
        "我家做手工月饼，58 元一盒，欢迎预订",
    ],
)
def test_members_who_sell_are_found(text, hard):
    assert hard("price_invitation", text)


@pytest.mark.parametrize(
    "text",
    [
        "这个多少钱一斤",
        "你们那个 39 元包邮吗",
        "店里 39 元两包我买了",
        "我家老二出生花了 3000 块",
        "出门打车花了 50 元",
        "还有半价的吗",
        "转账 300 元没收到",
        "我家狗狗 3 块零食就饱了",
        "会员卡还能转让给我妈吗",
        "上门安装要加钱吗",
    ],
)
def test_asking_and_telling_is_not_selling(text, finds):
    assert finds("price_invitation", text) == []


@pytest.mark.parametrize(
    "text",
    ["我是做早餐的，想拿个批发价", "我家开小卖部，我们要二十箱，批发怎么算", "我做团餐的，能给我供货吗，批发找谁"],
)
def test_who_buys_for_a_shop_of_her_own_offers_nothing(text, finds):
    assert finds("price_invitation", text) == []


def test_who_sells_for_a_shop_of_her_own_does(finds):
    assert finds("price_invitation", "我是做早餐的，批发价两块一个，要的找我")
