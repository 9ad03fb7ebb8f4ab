"""Texts in markdown: nothing of them is read as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.marked import Span, marked
from ui.plain import escaped, inline, line

# How Streamlit 1.67 undoes what ui.plain does: parted by empty directives, punctuation behind a backslash.
PART = ":gray[]"


def shown(markdown: str) -> str:
    """The text a reader sees of what consists of text, breaks and directives alone."""
    out = markdown.replace(PART, "").replace("\\\n", "\n")
    out = re.sub(
        r"(\\[!-/:-@\[-`{-~])|:[a-z]+-background\[((?:\\.|[^\]\\])*)\]", lambda found: found[1] or found[2], out
    )
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", out).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "满 $100 减 $20", ":material/home: 和 :material_home:", ":smile: :streamlit:", "`rm -rf`", "# 标题", "1. 第一",
        "- 一条", "> 引用",
        "**粗**_斜_~~删~~", "[点我](http://x.cn)", "![](http://x.cn/a.png)", "<script>alert(1)</script>",
        "a -> b <- c -- d >= e <= f ~= g <-> h", "https://x.cn www.x.cn a@b.cn", "|a|b|\n|-|-|\n|1|2|", "&amp; &#58;",
        ":red[假的] :red-background[假的]", "C:\\path", "一行\n二行\n\n新的一段\n\n\n隔两行", "    四格开头",
    ],
)  # fmt: skip
def test_is_shown_as_it_is(text: str) -> None:
    assert shown(escaped(text)) == text
    assert shown(marked(text, [(0, 3)])) == text


def test_what_the_page_looks_for_in_the_text_is_parted() -> None:
    for text, whole in {":a:": "\\:a\\:", "www.x.cn": "www\\.", "a@b.cn": "\\@b", " -- ": "\\-\\-"}.items():
        assert whole not in inline(text)


def test_a_line_stays_one_line() -> None:
    assert line("甲\n乙  丙") == "甲 乙 丙"


def test_places_are_marked_in_their_colour_and_end_with_the_line() -> None:
    assert marked("全网最低价", [Span(2, 4, "warn")]) == "全网:orange-background[最低]价"
    assert marked("甲乙\n丙丁", [(1, 4)]) == "甲:red-background[乙]\\\n:red-background[丙]丁"
    assert marked("甲]乙", [(0, 3)]) == ":red-background[甲\\]乙]"


def test_the_worst_colour_wins_and_places_outside_are_cut() -> None:
    both = marked("一二三四", [Span(0, 3, "info"), Span(1, 9, "error"), (7, 8), (-2, 0)])
    assert both == ":blue-background[一]:red-background[二三四]"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=60), st.data())
def test_nothing_is_lost_whatever_the_text(text: str, data: st.DataObject) -> None:
    at = st.integers(-3, len(text) + 3)
    spans = [(data.draw(at), data.draw(at)) for _ in range(3)]
    kept = "".join(shown(marked(text, spans)).split())
    assert kept == "".join(shown(escaped(text)).split()) == "".join(text.split())
