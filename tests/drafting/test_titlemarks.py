"""Title marks within title marks."""

from __future__ import annotations

import pytest

from assistant.drafting.titlemarks import nested


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《一本写了名字的《边城》》的开头", "《一本写了名字的〈边城〉》的开头"),
        ("《边城》和《围城》", "《边城》和《围城》"),
        ("《读《边城》和《围城》》", "《读〈边城〉和〈围城〉》"),
        ("《没有合上《边城》", "《没有合上《边城》"),
        ("《没有合上《边城》\n《围城》》", "《没有合上《边城》\n《围城》》"),
        ("没有书名", "没有书名"),
    ],
)
def test_a_title_inside_a_title_has_single_marks(text: str, expected: str) -> None:
    assert nested(text) == expected
