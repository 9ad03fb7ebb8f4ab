"""Names in a class, words said in private, and what is nobody's secret."""

from datetime import datetime

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.privacy import check

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in check(text, CONTEXT)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("暑期班获奖：二(3)班 林若溪、一(1)班 高子航", 2),
        ("恭喜四(2)班沈梓萱拿到硬笔一等奖", 1),
        ("中奖的小朋友周子墨，妈妈加我", 1),
        ("周老师班上的李沐阳这次没来", 1),
    ],
)
def test_a_full_name_beside_a_class_is_a_childs(text: str, count: int) -> None:
    assert kinds(text) == ["child_name"] * count


@pytest.mark.parametrize("text", ["五(2)班 家长来领校服", "小朋友成天跑，", "小朋友高兴了，都来", "3班 高兴"])
def test_other_words_beside_a_class_are_no_names(text: str) -> None:
    assert kinds(text) == []


def test_a_figure_is_no_part_of_a_name() -> None:
    [finding] = check("私教学员赵敏一百五十八斤，产后抑郁", CONTEXT)
    assert finding.text == "赵敏"


@pytest.mark.parametrize("text", ["打电话找 0575-88123456，店里座机", "前台 0575-88123456"])
def test_a_line_said_to_be_the_shops_is_the_shops(text: str) -> None:
    assert kinds(text) == []
