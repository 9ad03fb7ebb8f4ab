"""What a member gives of her own for an order is nobody's secret."""

from __future__ import annotations

import pytest

from assistant.moderation.ownorders import is_own_order


@pytest.mark.parametrize(
    "text",
    [
        "送到桥西路8号楼下保安室就行，我姓周",
        "我叫周敏，电话13900001111，放快递柜",
        "收件人：周敏 13900001111 桥西路 8 号 2 栋 301",
        "抬头是青山贸易有限公司，税号91350000ma0000000x",
        "地址改成公司：桥西路8号前台",
        "寄到桥西路8号2栋，到了放门口",
    ],
)
def test_an_order_is_ones_own(text):
    assert is_own_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "他收货地址是桥西路8号，大家去找他",
        "面单拍给你看，收件人周敏",
        "这件送错了，收件人周敏，桥西路 8 号",
        "代开专票，税点低，税号发我",
        "新店地址是桥西路8号，欢迎来",
        "我叫人去你家",
        "今天天气真好",
    ],
)
def test_what_is_told_of_others_or_offered_is_none(text):
    assert not is_own_order(text)
