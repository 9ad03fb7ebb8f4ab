from __future__ import annotations

import pytest

from assistant.moderation.notices import is_mailing, is_notice, is_service


@pytest.mark.parametrize(
    "text",
    [
        "【顺风快递】您的包裹已派送，取件码3-2-1108",
        "您尾号1234的卡11月3日支付人民币52.00元",
        "您的订单8812已发货，点击查看物流",
        "验证码 482913，五分钟内有效，请勿告诉他人",
        "【云上瑜伽】尊敬的会员，您的周三晚课改到周四",
        "尊敬的业主：电梯周三检修，轮椅出入请联系物业，服务热线66778899",
        "亲爱的读者：国庆期间闭馆三天，还书日期自动顺延，可在官网续借",
        "今年的流感疫苗下周一到，六十岁以上免费打，在哪里打看 www.haidaojk.example【海岛区疾控】",
        "下周三秋游，七点半集合，自带水和雨衣。——海岛市第三小学",
        "您的信用卡境外取现手续费按笔收，明细见手机银行",
        "【小熊剧场】两张票待确认，票在前台存放至19点，换场次点链接",
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
        "尊敬的用户：您的账户需先交保证金才能解封",
        "手续费 200 元先转过来，您的订单马上退",
        "本周六试听名额有限，优惠报名加微信：abc12345【海岛第三小学】",
        "亲爱的用户，点头像看我主页",
    ],
)
def test_what_only_looks_like_one(text):
    assert not is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "【顺意出行】您的打车券还有两天过期，记得用",
        "【顺意出行】本单为您额外加价6元给司机，您照常付就行",
        "发送ktll到10086开通流量包",
        "编辑短信“cxye”至10010查余额",
    ],
)
def test_what_a_reader_has_with_a_firm_is_no_offer(text):
    assert is_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "您的打车券还有两天过期，加我续",  # nobody's name
        "【顺意出行】您的打车券明天过期，点 http://t.cn/Rabc12 续",  # leads nobody knows where
        "【顺意出行】您的积分明天清零，速联系 13800001111",
        "【顺意出行】您的积分清零前，先交保证金可保留",
        "【青禾烘焙】全场八折，欢迎光临",
        "发送好友到群里领券",
    ],
)
def test_what_leads_out_or_sells_is(text):
    assert not is_service(text)


def test_a_mailing_is_signed_can_be_ended_and_leads_nowhere():
    assert is_mailing("【渔火小馆】会员日双人餐八八折，回td退订")
    assert not is_mailing("会员日双人餐八八折，回td退订")
    assert not is_mailing("【渔火小馆】会员日双人餐八八折")
    assert not is_mailing("【渔火小馆】会员日八八折，点 yuhuo.example/a 领券，回td退订")
    assert not is_mailing("【渔火小馆】会员日八八折，加13800001111，回td退订")
