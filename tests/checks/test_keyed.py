"""A gate admits every expression that matches, and few that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks import hearsay, persons
from assistant.checks.keyed import Gate, Keyed
from assistant.checks.keys import digest, stored
from assistant.text.plain import plain
from assistant.text.readings import as_written

GATES = (persons.GATE, hearsay.GATE)
# Pieces of what the expressions speak of, in both scripts, both widths and with signs that nobody sees.
PIECES = (
    "王小明", "同学", "小朋友", "孩子叫", "闺女，大名叫", "表扬名单：", "、李子涵", "三年级（２）班的", "班里的",
    "會員", "家长", "７ 岁", "，8月3日出生", " 体脂 31%", "ＢＭＩ: 23", "數學", "这次数学 61 分", "的病历",
    "收件人 ", "这孩子", "，赵志刚上周", "的会员积分", "老公叫", "差评的是", "第一名 ", "得了甲亢", "离婚",
    "征信", "被裁", "罚\u200b站", "每晚一个人", "身份證照", "文昌路 88 号 1203", "今天到店领取", "，", "。",
    "\n",
)  # fmt: skip


@pytest.mark.parametrize("gate", GATES, ids=["persons", "hearsay"])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_what_matches_is_admitted(gate: Gate, text: str) -> None:
    admitted = gate.admitted(as_written(text).letters)
    view = plain(text)
    assert {keyed for keyed in gate.members if keyed.pattern.search(view)} <= admitted


def test_a_plain_text_opens_no_gate() -> None:
    letters = as_written("面包出炉了，要的来拿。").letters
    assert [len(gate.admitted(letters)) for gate in GATES] == [0, 0]


def test_what_stands_ahead_counts_and_a_name_of_a_group_does_not_hinder() -> None:
    ahead, named = Keyed("(?:^|，)[一-鿿]{3}(?=上周|去年)"), Keyed("(?P<who>ABC|会员)卡")
    gate = Gate(ahead, named)
    assert gate.admitted(as_written("赵志刚今天").letters) == set()
    assert gate.admitted(as_written("赵志刚上周").letters) == {ahead}
    assert gate.admitted(as_written("abc卡").letters) == {named}


def test_an_expression_without_letters_is_always_admitted() -> None:
    digits = Keyed(r"\d{11}")
    assert Gate(digits).admitted(frozenset()) == {digits}


def test_the_keys_are_stored() -> None:
    assert all(digest(keyed.pattern.pattern) in stored() for gate in GATES for keyed in gate.members)
