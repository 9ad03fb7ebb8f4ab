"""The letters an expression cannot match without: whatever matches holds one of each set."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.keys import digest, keys_of, measured, packaged, stored
from assistant.checks.lexicon import lexicon
from assistant.checks.literals import branches, required
from assistant.checks.ownfiles import DATA
from assistant.text.folding import fold_pattern
from assistant.text.readings import as_written


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("全(?:国|网)最低", [{"全国", "全网"}]),
        ("最(?:好|佳)", [{"最好", "最佳"}]),
        ("(?<!不)第[一1](?!次)", [{"第一", "第1"}]),
        ("a*", []),
        ("(?:苹果|梨)[^，]{0,4}最甜", [{"最甜"}, {"苹果", "梨"}]),
        ("x?好", [{"x好", "好"}]),
    ],
)
def test_sets_of_letters(pattern: str, sets: list[set[str]]) -> None:
    assert [set(words) for words in required(pattern)] in (sets, sets[::-1])


@given(st.from_regex("(?:全(?:国|网)|史上)[好美]{0,2}最?(?:低|便宜)价?", fullmatch=True))
def test_what_matches_holds_a_word_of_each_set(text: str) -> None:
    letters = as_written(text).letters
    for words in required("(?:全(?:国|网)|史上)[好美]{0,2}最?(?:低|便宜)价?"):
        assert not words.isdisjoint(letters)


def test_packaged_expressions_find_nothing_without_their_letters() -> None:
    sentences = [
        sentence
        for folder in DATA.iterdir()
        if folder.is_dir()
        for entry in lexicon(folder.name).entries
        for sentence in (*entry.finds, *entry.clean)
    ]
    written = [as_written(sentence) for sentence in sentences]
    for pattern in list(packaged())[::9]:
        expression, sets = re.compile(pattern), required(pattern)
        for reading in written:
            if any(words.isdisjoint(reading.letters) for words in sets):
                assert not expression.search(reading.text), (pattern, reading.text)


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("a|b", ["a", "b"]),
        ("(?:a|b)c|[|)]d", ["(?:a|b)c", "[|)]d"]),
        (r"x\|y|z", [r"x\|y", "z"]),
        (r"(a)\1|b", [r"(a)\1|b"]),
        (r"(?<!不)a[\]|]b|c", [r"(?<!不)a[\]|]b", "c"]),
    ],
)
def test_an_expression_is_taken_apart_at_its_top(pattern: str, pieces: list[str]) -> None:
    assert branches(pattern) == pieces


def test_the_stored_keys_are_what_is_worked_out() -> None:
    weigh = measured()
    known = [pattern for pattern in packaged() if digest(pattern) in stored()]
    assert known, "python -m assistant.checks.keys writes them"
    for pattern in known[::9]:
        assert keys_of(pattern) == tuple(frozenset(words) for words in required(pattern, weigh))


def test_a_folded_expression_keeps_its_signs() -> None:
    assert fold_pattern(r"TOP\S[^，！]（?") == r"top\S[^，！]（?"
