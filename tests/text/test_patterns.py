"""Patterns that are compiled when they are first used do what ``re`` does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.patterns import Pattern

EXPRESSION = r"[一两三\d]+(?:元|块)"


@given(st.text(alphabet="一两三四1元块钱 ", max_size=20), st.integers(0, 5), st.integers(0, 20))
def test_it_finds_what_the_expression_finds(text: str, start: int, end: int) -> None:
    lazy, plain = Pattern(EXPRESSION), re.compile(EXPRESSION)
    for span in ((), (start,), (start, end)):
        assert str(lazy.search(text, *span)) == str(plain.search(text, *span))
        assert str(lazy.match(text, *span)) == str(plain.match(text, *span))
        assert str(lazy.fullmatch(text, *span)) == str(plain.fullmatch(text, *span))
        assert [str(found) for found in lazy.finditer(text, *span)] == [
            str(each) for each in plain.finditer(text, *span)
        ]
        assert lazy.findall(text, *span) == plain.findall(text, *span)
    assert lazy.sub("*", text) == plain.sub("*", text)
    assert lazy.sub("*", text, 1) == plain.sub("*", text, count=1)
    assert lazy.split(text, 1) == plain.split(text, maxsplit=1)


def test_it_is_compiled_once_and_at_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(
        re, "compile", lambda pattern, flags, real=re.compile: compiled.append(pattern) or real(pattern)
    )
    lazy = Pattern(EXPRESSION)
    assert compiled == []
    assert lazy.search("一元")
    assert lazy.match("一元")
    assert lazy.compiled.search("一元")
    assert compiled == [EXPRESSION]


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="found"):
        Pattern(EXPRESSION).found  # type: ignore[attr-defined]  # noqa: B018


def test_a_wrong_expression_is_told_at_its_first_use() -> None:
    wrong = Pattern("(")
    with pytest.raises(re.error):
        wrong.search("一元")


def test_flags_count() -> None:
    assert Pattern("vip", re.IGNORECASE).search("VIP") is not None
