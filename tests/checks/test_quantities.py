import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.quantities import find_quantities
from assistant.checks.quantity import Kind

D = Decimal

TODAY = date(2026, 11, 21)


def found(text):
    return [(each.kind.value, each.low, each.high) for each in find_quantities(text, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("¥99", 99, 99),
        ("￥99.00", 99, 99),
        ("99元", 99, 99),
        ("９９块", 99, 99),
        ("九十元", 90, 90),
        ("九块九", "9.9", "9.9"),
        ("9块9", "9.9", "9.9"),
        ("一百二十元", 120, 120),
        ("只要一百二就能带走", 120, 120),
        ("1.2万元", 12000, 12000),
        ("99.9/包", "99.9", "99.9"),
        ("99-129元", 99, 129),
        ("每件省20元", 20, 20),
        ("立减50", 50, 50),
        ("9.9包邮", "9.9", "9.9"),
        ("價格：99", 99, 99),
        ("兩百元", 200, 200),
        ("1,299元", 1299, 1299),
        ("九毛九", "0.99", "0.99"),
        ("20块一盒", 20, 20),
    ],
)
def test_money(text, low, high):
    assert found(text) == [("money", D(low), D(high))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8折", 8),
        ("八五折", "8.5"),
        ("85折", "8.5"),
        ("8.5折", "8.5"),
        ("半价", 5),
        ("打对折", 5),
        ("第二件半价", 5),
        ("第2件5折", 5),
        ("5% off", "9.5"),
    ],
)
def test_discounts(text, value):
    assert found(text) == [("discount", D(value), D(value))]


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("20%", "percent", 20, 20),
        ("百分之二十", "percent", 20, 20),
        ("三成以上的妈妈", "percent", 30, 30),
        ("三分之一", "percent", "33.33", "33.33"),
        ("3人成团", "count", 3, 3),
        ("6个月", "duration", 6, 6),
        ("半年", "duration", 6, 6),
        ("6月龄", "age", 6, 6),
        ("3岁", "age", 36, 36),
        ("半岁", "age", 6, 6),
        ("一岁半", "age", 18, 18),
        ("三四岁", "age", 36, 48),
        ("90码", "measure", 90, 90),
        ("9-14kg", "measure", 9000, 14000),
        ("三公斤半", "measure", 3500, 3500),
        ("38.5℃", "measure", "38.5", "38.5"),
        ("24小时内", "duration", 1440, 1440),
        ("两周", "duration", 20160, 20160),
        ("半小时", "duration", 30, 30),
        ("1个半小时", "duration", 90, 90),
        ("15分钟", "duration", 15, 15),
        ("50份", "count", 50, 50),
        ("限购2件", "count", 2, 2),
        ("前100名", "count", 100, 100),
        ("第2-5名", "ordinal", 2, 5),
        ("每人限购一件", "count", 1, 1),
        ("一天三次", "count", 3, 3),
    ],
)
def test_other_kinds(text, kind, low, high):
    assert found(text) == [(kind, D(low), D(high))]


def test_deals_have_their_two_sides():
    bought, given_ = find_quantities("买3送1", today=TODAY)
    assert (bought.low, bought.roles, given_.low, given_.roles) == (3, {"buy"}, 1, {"gift"})
    full, off = find_quantities("满199减30", today=TODAY)
    assert (full.low, full.roles, off.low, off.roles) == (199, {"threshold"}, 30, {"save"})


@pytest.mark.parametrize(
    "text",
    [
        "一起聊聊一下",
        "三三两两",
        "千万别",
        "万一下雨",
        "第一次加辅食",
        "二胎妈妈",
        "一个面包",
        "两个宝宝",
        "1. 先看月龄",
        "① 看体重",
        "第一步先洗手",
        "维生素D3",
        "双11到了",
        "一点也不难",
        "十分好吃",
        "等一会儿",
        "毛巾对折后敷",
        "扫二维码",
        "一日三餐",
        "六一儿童节",
        "https://a.cn/12?x=34",
        "1️⃣ 先洗手",
        "这两天冷",
        "过几天",
        "三言两语",
        "一边吃一边聊",
        "A. 早上 B. 晚上",
        "一块儿去",
        "两边都要",
        "统一回复",
        "百搭",
        "老二老三",
    ],
)
def test_what_claims_nothing(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["上千人", "几百块", "百余人", "过半", "翻倍", "四五百元"])
def test_vague_numbers_are_claims(text):
    assert [each.kind for each in find_quantities(text, today=TODAY)] == [Kind.VAGUE]


def test_relative_days_are_resolved_against_the_day():
    (word,) = find_quantities("后天见", today=TODAY)
    assert (word.low, word.relative) == (TODAY + timedelta(days=2), True)


def test_bounds_and_rough_numbers_are_kept():
    assert find_quantities("38.5℃以上", today=TODAY)[0].bound == 1
    assert find_quantities("不超过3次", today=TODAY)[0].bound == -1
    assert find_quantities("50多件", today=TODAY)[0].over == 1
    assert find_quantities("近500人", today=TODAY)[0].over == -1


def test_numbers_of_phones_are_codes():
    (code,) = find_quantities("电话 0571-88001122", today=TODAY)
    assert (code.kind, code.unit) == (Kind.CODE, "057188001122")


@given(
    st.text(
        alphabet="0123456789.,-~/%¥元块折满减买送第半一二两三十百千万个月天岁点时分周日号人件到至kg℃（）1️⃣ \n，。限",
        max_size=60,
    )
)
def test_any_text_gives_ordered_spans(text):
    position = 0
    for each in find_quantities(text, today=TODAY):
        assert position <= each.start < each.end <= len(text)
        assert each.text == text[each.start : each.end]
        position = each.end


QUESTIONS = Path(__file__).parents[2].parent / "shared" / "data" / "customer_questions.jsonl"


@pytest.mark.skipif(not QUESTIONS.is_file(), reason="the shared data set of customer questions is not here")
def test_ordinary_questions_are_read_without_fault():
    for line in QUESTIONS.read_text("utf-8").splitlines():
        for each in find_quantities(json.loads(line)["text"], today=TODAY):
            assert each.readings
