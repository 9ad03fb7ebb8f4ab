"""What is whole in an answer that broke off."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.salvage import salvage

TEXT = st.text(alphabet='面包，。！？"\\\n🍞a1', max_size=12)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner),
    max_leaves=10,
)


def begins(part: Any, whole: Any) -> bool:
    """Whether ``part`` is what was written of ``whole`` when it broke off."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and begins(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        # An element that was only begun is dropped, and nothing comes after it.
        return isinstance(whole, list) and all(map(begins, part, whole))
    if isinstance(part, str):
        return isinstance(whole, str) and (
            part == whole or (whole.startswith(part) and part.rstrip('”"')[-1] in "。！？")
        )
    return bool(part == whole)


@given(st.dictionaries(st.sampled_from("abc"), TREES, min_size=1), st.booleans(), st.data())
def test_nothing_is_salvaged_that_was_not_written(value: dict[str, Any], ascii_only: bool, data: st.DataObject) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only)
    end = data.draw(st.integers(1, len(raw)))
    try:
        found, cut = salvage(raw[:end])
    except ValueError:
        assert end < len(raw)
        return
    assert cut == (end < len(raw))
    assert begins(found, value)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ('{"title": "吐司边", "body": "攒了半篮。有人路过', {"title": "吐司边", "body": "攒了半篮。"}),
        ('{"title": "吐司边", "body": "攒了半篮', {"title": "吐司边"}),
        ('{"body": "早，' + "共 40 份，每人限 1 份，" * 5 + "共 40", {"body": "早，共 40 份，每人限 1 份。"}),
        ('{"n": [{"passage": 1, "text": "切片。"}, {"passage": 1', {"n": [{"passage": 1, "text": "切片。"}, {}]}),
        ('{"title": "吐司边", "body": "他说：\\"好。\\"后来', {"title": "吐司边", "body": '他说："好。'}),
        ("```json\n" + '{"title": "吐司边",', {"title": "吐司边"}),
        ('<think>想</think>好的：{"title": "吐司边", "bo', {"title": "吐司边"}),
    ],
)
def test_what_was_closed_is_kept(raw: str, found: dict[str, Any]) -> None:
    assert salvage(raw) == (found, True)


@pytest.mark.parametrize(
    ("raw", "words"), [('{"title": "吐', "没有写完"), ("不会", "没有 JSON"), ('{"a": "b" "c": 1}', "不合语法")]
)
def test_what_cannot_be_salvaged_is_said(raw: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        salvage(raw)
