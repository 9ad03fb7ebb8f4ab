"""Words to avoid are found as words: in any script, and not where they are cut out of others."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.context import CheckContext
from assistant.checks.voice.avoided import avoided_findings
from assistant.schema.brand import Brand, Voice
from assistant.schema.brief import Constraints
from assistant.schema.group import Group


def _found(text: str, *words: str) -> list[str]:
    brand = Brand(name="一间小店", voice=Voice(avoid=words))
    return [finding.text for finding in avoided_findings(text, CheckContext(at=datetime(2026, 11, 24), brand=brand))]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("亲，在吗", "亲"), ("亲们晚上好", "亲"), ("报名速成班", "速成"), ("考级包过", "包过"), ("这是神器", "神器"),
        ("羊奶粉到了", "奶粉"), ("寶媽們看過來", "宝妈"), ("宝妈们", "寶媽"),
        ("ＶＩＰ专享", "vip"), ("减肥面包", "减肥面包"),
        ("VIP2专享", "vip"), ("it is ok.", "ok"), ("绝了，快冲", "冲"), ("真给力", "给力"),
    ],
)  # fmt: skip
def test_it_stands_as_a_word(text, word):
    assert len(_found(text, word)) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("母亲节和亲子活动，亲自来，相亲角", "亲"), ("快速成团", "速成"), ("红包过期了，书包过大", "包过"),
        ("水的冲力大", "速成"), ("category", "cat"), ("okay", "ok"),
        ("分给力气大的人", "给力"), ("新女神经内科", "女神"), ("用温水冲洗", "冲"),
        ("面包邮寄要两天", "包邮"), ("日落后还开门", "落后"), ("母亲们问的那款", "亲们"), ("先生女士各一套", "生女"),
        ("餐椅带增高垫", "增高"), ("把盒子放低卡住托盘", "低卡"),
    ],
)  # fmt: skip
def test_it_is_cut_out_of_other_words(text, word):
    assert _found(text, word) == []


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("亲 们，到货了", "亲们", "亲 们"), ("两周bào瘦", "暴瘦", "bào瘦"), ("速·成班开了", "速成", "速·成"),
        ("今天绝-美", "绝美", "绝-美"), ("别拿别人家 孩子比", "别人家孩子", "别人家 孩子"),
        ("交智 商 税", "智商税", "智 商 税"),
        ("闭眼ru就行", "闭眼入", "闭眼ru"), ("网红暴款", "网红爆款", "网红暴款"),
        ("神\u200b器来了", "神器", "神\u200b器"),
    ],
)  # fmt: skip
def test_it_is_found_in_disguise(text, word, shown):
    assert _found(text, word) == [shown]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("亲，们那边几点", "亲们"), ("这道菜要快速 成团的先报", "速成"), ("5-美式，6-拿铁", "绝美"),
        ("出神 器官", "神器"),
        ("别人家 的孩子", "别人家孩子"),
    ],
)  # fmt: skip
def test_a_gap_alone_is_no_disguise(text, word):
    assert _found(text, word) == []


def test_a_disguise_is_said_to_be_one():
    brand = Brand(name="一间小店", voice=Voice(avoid=("暴瘦",)))
    (finding,) = avoided_findings("一周bào瘦", CheckContext(at=datetime(2026, 11, 24), brand=brand))
    assert "读出来还是“暴瘦”" in finding.message


def test_who_laid_it_down_is_named():
    brand = Brand(name="一间小店", voice=Voice(avoid=("神器",)))
    group = Group(id="a", name="群", avoid=("低卡",))
    bounds = Constraints(avoid=("神器", "低卡", "奶粉"))
    context = CheckContext(at=datetime(2026, 11, 24), brand=brand, group=group, constraints=bounds)
    found = avoided_findings("低卡神器，奶粉", context)
    assert {finding.text: finding.basis for finding in found} == {
        "神器": "brand.yaml · voice.avoid", "低卡": "groups.yaml · avoid", "奶粉": "groups.yaml · avoid",
    }  # fmt: skip
    assert {finding.severity for finding in found} == {"error"}


@given(st.lists(st.sampled_from(["神器", "，", "好用", "店里", "。", "特效", "一个"]), max_size=12))
def test_every_occurrence_is_found_and_no_other(pieces):
    text = "/".join(pieces)
    assert _found(text, "神器", "特效") == [
        *(["神器"] * pieces.count("神器")), *(["特效"] * pieces.count("特效")),
    ]  # fmt: skip
