from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "￥Xa7bQ2LmP￥",
        "复制这段话打开购物软件 ￥Xa7bQ2LmP￥",
        "5.12 复制打开抖音，看看【面包王的作品】",
        "支付宝首页搜 5289931 领红包",
        "(AbC12345678) 长按复制后打开手机淘宝",
        "付致这句话大开tao宝",
        "₤kQ8sXb2Lm1₤ 快看",
    ],
)
def test_commands_are_found(text, hard):
    assert hard("share_commands", text)


@pytest.mark.parametrize(
    "text",
    [
        "口令怎么用",
        "这个￥100一盒",
        "怎么复制链接到浏览器打开",
        "帮忙看看几点关门",
        "砍价砍不动了",
        "￥39￥59 都有吗",
        "（约3斤）的蛋糕",
    ],
)
def test_prices_and_questions_are_not(text, finds):
    assert finds("share_commands", text) == []


def test_a_call_for_help_with_a_bargain_is_a_doubt(finds):
    (hit,) = finds("share_commands", "姐妹们帮我砍一刀")
    assert not hit.hard
