"""Patterns that are compiled when they are first used do what ``re`` does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.patterns import Pattern

EXPRESSION = r"[一两三\d]+(?:元|块)"


@given(st.text(alphabet="一两三四1元块钱 ", max_size=20), st.integers(0, 5))
def test_it_finds_what_the_expression_finds(text: str, start: int) -> None:
    lazy, plain = Pattern(EXPRESSION), re.compile(EXPRESSION)
    assert str(lazy.search(text, start)) == str(plain.search(text, start))
    assert str(lazy.match(text, start)) == str(plain.match(text, start))
    assert str(lazy.fullmatch(text, start, 8)) == str(plain.fullmatch(text, start, 8))
    assert [found.span() for found in lazy.finditer(text)] == [found.span() for found in plain.finditer(text)]
    assert lazy.sub("*", text) == plain.sub("*", text)


def test_a_wrong_expression_is_told_at_its_first_use() -> None:
    wrong = Pattern("(")
    with pytest.raises(re.error):
        wrong.search("一元")


def test_flags_count() -> None:
    assert Pattern("vip", re.IGNORECASE).search("VIP") is not None
