from __future__ import annotations

import pytest

from assistant.moderation.detectors import build
from assistant.moderation.views import views_of
from assistant.schema.moderation import Category, Message, Sender


@pytest.mark.parametrize(
    "text",
    [
        "加V：dangao6688",
        "➕薇了解",
        "威❤ mm520520 接单",
        "vx qx8821 看款",
        "扣扣 12345678 长期",
        "Q群 123456789 进来",
        "微 信 qx8821 找我拿货",
        "wei信 qx8821",
        "加我薇芯 abc_1234",
        "需要私教的加我绿泡泡",
        "力口我亻言 abc123456",
        "私聊我发报价",
        "想减肥的私我",
        "有需要的宝妈可以加我微信",
        "想赚钱的滴滴我",
        "扫码进群领面包券",
        "点我头像进群领福利",
        "+ 丶 V qinghe8821 领小样",
        "闲鱼搜“青禾小铺”，第一家就是我",
        "兼职请联系①③⑧００００五六七八",
        "一三八零零零零五六七八 联系",
        "l38oo138ooo 微信同号 代购",
        "代购奶粉，电话 138 0000 5678",
        "办健身卡找我，便宜",
        "客服微信换了，请加 kf88990011",
        "加　我　薇　信　ab　88　21",
        "加\u200b我\u200b薇\u200b信\u200bab8821",
    ],
)
def test_bait_is_found_in_any_spelling(text, hard):
    assert hard("contact_bait", text)


@pytest.mark.parametrize(
    "text",
    [
        "客服微信是多少",
        "店里电话多少",
        "老师加一下我",
        "客服加我微信吧，我是 abc12345",
        "麻烦管理员拉我进群",
        "怎么加你们微信",
        "客服微信 maizijia_88 加不上",
        "0571 8800 1234 打不通",
        "13700001111 是城西店吗",
        "有事私信我",
        "微信支付失败怎么办",
        "想要的那款没货了",
        "喜欢的人联系不上",
        "我找我老公去拿",
        "加v认证要什么材料",
        "微博加v要钱吗",
        "我私聊你了，看一下",
        "别加陌生人微信",
        "快递单号 13812345678123",
        "扫码进群是扫哪个码？",
        "扣1",
        "到店找我同事拿",
    ],
)
def test_questions_requests_and_the_shops_own_are_no_bait(text, finds):
    assert finds("contact_bait", text) == []


@pytest.mark.parametrize("text", ["我的手机号 13812345678 帮我查下订单", "物业电话 0571-88887777"])
def test_a_number_without_an_offer_is_a_doubt_at_most(text, hard):
    assert not hard("contact_bait", text)


def test_money_in_advance_makes_it_fraud(finds):
    assert finds("contact_bait", "低息贷款，不看征信，加薇 abc12345")[0].category is Category.FRAUD
    assert finds("contact_bait", "做蛋糕的，加薇 abc12345")[0].category is Category.AD


def test_parts_sent_one_by_one_are_found_joined(bakery, finds):
    from datetime import datetime, timedelta

    from assistant.moderation.hits import Context
    from assistant.schema.moderation import Message, Sender

    start, sender = datetime(2026, 11, 3, 10), Sender(id="u1")
    messages = [
        Message(id=str(at), text=text, sender=sender, sent_at=start + timedelta(seconds=8 * at))
        for at, text in enumerate(["要面包券的", "加我薇", "信ab", "8821"])
    ]
    views = views_of(messages[-1], None, messages[:-1])
    (hit,) = build("contact_bait", {}, bakery).find(views, Context("a", sender, start))
    span = hit.evidence[0]
    joined = next(view for view in views if view.part == "joined")
    assert span.part == "joined"
    assert joined.original[span.start : span.end] == span.text == "薇\n信ab\n8821"
    late = messages[-1].model_copy(update={"sent_at": start + timedelta(minutes=5)})
    assert (
        build("contact_bait", {}, bakery).find(views_of(late, None, messages[:-1]), Context("a", sender, start)) == []
    )


def test_the_line_of_a_firm_under_its_name_is_a_doubt(finds, hard):
    text = "新一季的保险已上架，保费优惠，详询4008123456"
    assert hard("contact_bait", text)
    assert [hit.hard for hit in finds("contact_bait", f"【海岛保险】{text}")] == [False]
    assert hard("contact_bait", "【海岛保险】新一季的保险已上架，保费优惠，详询13812345678")


def test_the_readers_own_account_is_none_to_be_added(finds):
    assert not finds("contact_bait", "您的会员账号已关联微信号bear2846，换绑请到前台")
    assert finds("contact_bait", "有问题微信号bear2846")


def test_an_account_in_the_senders_name_is_for_a_person_to_see(finds, hard):
    named = Message(id="1", text="大家早上好", sender=Sender(id="u", name="童装批发加V mao66882"))
    assert finds("contact_bait", named)
    assert not hard("contact_bait", named)
    plain = Message(id="2", text="大家早上好", sender=Sender(id="u", name="Tom_Chen2026"))
    assert finds("contact_bait", plain) == []


@pytest.mark.parametrize("text", ["新群二维码在我相册里", "俺家有便宜模具，稀罕的吱声", "自家药酒，要的留地址"])
def test_a_hint_alone_is_a_question(finds, text):
    assert [hit.hard for hit in finds("contact_bait", text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "抖音搜一下怎么整形面团",
        "小红书搜的方子靠谱吗",
        "1 丶 VIP 能打折吗",
        "孩子的照片都在相册里",
        "店里的二维码在前台",
    ],
)
def test_talk_of_other_platforms_and_pictures(finds, text):
    assert not finds("contact_bait", text)
