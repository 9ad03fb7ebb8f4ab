"""What another group of the same shop talks about is no topic for this one."""

from __future__ import annotations

from assistant.drafting.subjects import of_other_groups
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.group import Group

CATS = Group(id="cats", name="猫奴群", theme=("猫的日常", "猫粮猫砂"), audience="家里养猫的住户")
DOGS = Group(id="dogs", name="遛狗群", theme=("遛狗", "训练"), audience="养狗的，早晚在湖边遛")
BOTH = Group(id="both", name="养护问答", theme=("换粮", "老年猫狗"), audience="有具体问题来问的会员")
GROUPS = (CATS, DOGS, BOTH)


def asked(id_: str, question: str) -> Passage:
    return Passage(id=id_, source="faq.md", heading="常见问题", question=question, text=question, kind=PassageKind.FAQ)


FOUND = [
    asked("dog", "狗狗多久洗一次合适"),
    asked("cat", "猫换粮要几天"),
    asked("together", "猫和狗怎么认识"),
    asked("any", "出门玩怎么防蜱虫"),
    asked("water", "喝水少怎么办"),
    asked("old", "年纪大了吃什么"),
]


def test_a_question_on_what_only_another_group_keeps_is_left_out() -> None:
    assert of_other_groups(FOUND, CATS, GROUPS) == {"dog"}
    assert of_other_groups(FOUND, DOGS, GROUPS) == {"cat"}


def test_a_group_for_everything_hears_everything() -> None:
    assert of_other_groups(FOUND, BOTH, GROUPS) == set()


def test_one_group_has_no_others() -> None:
    assert of_other_groups(FOUND, CATS, (CATS,)) == set()


def test_what_nearly_every_passage_says_tells_nothing() -> None:
    every = [asked(str(number), f"狗的第 {number} 个问题") for number in range(9)]
    assert of_other_groups(every, CATS, GROUPS) == set()
