from __future__ import annotations

import pytest
from briefs import brief_for

from assistant.drafting.service import write_offline
from assistant.drafting.unwritten import unwritten_notes
from assistant.schema.brief import Written


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("面包怎么保存，59 元一份，最后 3 个名额", ["59 元", "最后 3 个名额"]),
        ("面包怎么保存，打八折，只剩5份", ["八折", "只剩5份"]),
        ("面包怎么保存，写三条，100 字以内", []),
        ("3 岁孩子吃什么面包", []),
        ("周五晚上 8 点聊面包保存", []),
        ("", []),
    ],
)
def test_what_was_asked_for_and_has_no_source_is_told(about: str, shown: list[str]) -> None:
    brief = brief_for("bakery", "topic", about=about)
    assert unwritten_notes(write_offline(brief).written, brief) == [
        f"没有照写“{figure}”：资料里没有" for figure in shown
    ]


def test_a_figure_that_was_written_is_not_told() -> None:
    brief = brief_for("bakery", "topic", about="面包保存，59 元一份")
    assert unwritten_notes(Written(title="面包保存", body="五十九元一份。"), brief) == []
    assert len(unwritten_notes(Written(title="面包保存", body="怎么存？"), brief)) == 1
