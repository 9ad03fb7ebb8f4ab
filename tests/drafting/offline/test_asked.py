from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.offline.asked import covered, words_of


@pytest.mark.parametrize(
    ("wish", "near", "far"),
    [
        ("报名后退费怎么算", "退费与转让办法", "报到那天带什么"),
        ("纸和墨怎么备", "墨汁倒出来太稠就加水", "砚台怎么洗"),
        ("睡多久恢复", "睡七到八个小时", "练两到三次"),
        ("请假和补课", "请了假怎么补，补课怎么约", "放假还上课吗"),
        ("哪些东西猫狗不能吃", "不能吃的：猫狗吃了会中毒", "这些东西放在哪些地方"),
    ],
)
def test_words_of_asking_count_for_nothing(wish: str, near: str, far: str) -> None:
    assert covered(wish, near) > covered(wish, far)


@given(st.text(max_size=40), st.text(max_size=80))
def test_a_share_of_a_wish_is_between_nothing_and_all(wish: str, text: str) -> None:
    assert 0 <= covered(wish, text) <= 1
    assert all(0 < weight <= 1 for _, weight in words_of(wish))
