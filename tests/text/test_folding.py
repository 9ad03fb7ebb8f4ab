"""The folded form: one character for one."""

from __future__ import annotations

import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.folding import fold_each, fold_pattern


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＮＯ．１", "no.1"),
        ("第①名 ❷ ㈠ ⒈ ⓵", "第1名 2 一 1 1"),
        ("全網最低價，裡面還有", "全网最低价，里面还有"),
        ("好!真的?(是);对,对", "好！真的？（是）；对，对"),
        ("1,299元，20:30", "1,299元，20:30"),
        ("20：30", "20:30"),
        ("𝟏𝐍", "1n"),
        ("😀½ℍ", "😀½h"),
    ],
)
def test_folded(written: str, folded: str) -> None:
    assert fold_each(written) == folded


@given(st.text(max_size=60))
def test_the_length_never_changes(text: str) -> None:
    assert len(fold_each(text)) == len(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=1))
def test_a_traditional_character_folds_as_the_converter_says(character: str) -> None:
    simplified = opencc.OpenCC("t2s").convert(character)
    if character not in "妳牠祂佢臺甦週妝粧" and len(simplified) == 1 and simplified <= "\uffff":
        assert fold_each(character) == simplified


@given(st.text(alphabet=st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E), min_size=1, max_size=1))
def test_full_width_folds_to_ascii_but_for_the_punctuation_of_sentences(character: str) -> None:
    if character not in "！？；（），":
        assert fold_each(character) == unicodedata.normalize("NFKC", character).lower()


def test_an_expression_is_folded_without_its_signs() -> None:
    assert fold_pattern(r"第[①一]名\D(?:讚|TOP)．") == r"第[1一]名\D(?:赞|top)\."
