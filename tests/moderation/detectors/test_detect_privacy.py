from __future__ import annotations

import pytest

from assistant.schema.moderation import Message


@pytest.mark.parametrize(
    "text",
    [
        "学员身份证 11010519491231002X 帮忙登记",
        "他的身份证号是 110105194912310021",
        "5 号楼那个刘姐的电话是 13812345678，你们自己打给她",
        "教练是骗子，电话 13812345678，大家去骂他",
        "收件人王丽，滨江区江南大道 12 号 601，电话 13912345678，面单贴错了",
        "那个说坏话的叫陈静，住滨江某小区 5 幢",
        "张老师住阳光花园 3 幢 2 单元 501",
        "一三八一二三四五六七八是刘姐的号码，刘姐电话一三八一二三四五六七八",
    ],
)
def test_data_of_others_is_found(text, hard):
    assert hard("privacy", text)


@pytest.mark.parametrize(
    "text",
    [
        "门店电话是多少",
        "0571-8800 1234 打得通吗",
        "地址私信给客服了",
        "城西店在文三路几号",
        "订单号 202611031234567890",
        "会员卡丢了去哪里补",
        "住院三天才回来",
        "我们住一楼，能送上门吗",
    ],
)
def test_ordinary_talk_is_not(text, finds):
    assert finds("privacy", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "老师我的手机号 13812345678，帮我查下订单",
        "麻烦改一下地址，收件人王丽，滨江区江南大道 12 号 601，13912345678",
        "13812345678",
        "李师傅修空调的 13812345678",
    ],
)
def test_ones_own_number_for_an_order_is_a_doubt_at_most(text, hard):
    assert not hard("privacy", text)


def test_a_wrong_check_digit_without_the_word_is_any_number(finds):
    assert finds("privacy", "单号 110105194912310020") == []


def test_papers_in_a_picture(hard):
    scan = Message(id="1", kind="image", meta={"ocr": "门诊病历\n姓名：王小丽 性别：女\n诊断：湿疹"})
    assert hard("privacy", scan)


def test_what_is_looked_for_can_be_switched_off(finds):
    text = "刘姐的电话是 13812345678"
    assert finds("privacy", text)
    assert finds("privacy", text, third_person_phone=False) == []


@pytest.mark.parametrize(
    "text",
    [
        "送到桥西路 8 号楼下保安室就行，我姓周，电话 13812345678",
        "收件人王丽，滨江区江南大道 12 号 3 楼前台",
        "放楼下快递柜，我叫周敏，电话 13812345678",
    ],
)
def test_what_is_given_for_a_delivery_is_no_find(text, finds):
    assert finds("privacy", text) == []
