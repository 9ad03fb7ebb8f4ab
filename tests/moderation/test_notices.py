from __future__ import annotations

import pytest

from assistant.moderation.notices import is_notice


@pytest.mark.parametrize(
    "text",
    [
        "【顺风快递】您的包裹已派送，取件码3-2-1108",
        "您尾号1234的卡11月3日支付人民币52.00元",
        "您的订单8812已发货，点击查看物流",
        "验证码 482913，五分钟内有效，请勿告诉他人",
        "【云上瑜伽】尊敬的会员，您的周三晚课改到周四",
    ],
)
def test_notices_of_a_deal(text):
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "我是客服，您的订单异常，请把验证码发给我",
        "恭喜您中奖，登录领取，验证码 5188",
        "【福利】进群领红包",
        "今天的吐司几点出炉",
        "低息贷款，您的额度已到账",
    ],
)
def test_what_only_looks_like_one(text):
    assert not is_notice(text)
