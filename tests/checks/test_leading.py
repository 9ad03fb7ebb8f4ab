"""A look ahead at what an expression begins with changes nothing that it finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.leading import led
from assistant.checks.lexicon import lexicon
from assistant.checks.literals import branches
from assistant.text.folding import fold_pattern

LOOKED_AT = ["(?:感冒|[皮头]癣|(?<!懒)癌)好了", r"\s?(?:\d+|[一二])天", "(?:再|也)*不疼", "(?=.)(?:a|[bc])d"]


@pytest.mark.parametrize("pattern", LOOKED_AT)
def test_it_looks_ahead_where_the_engine_does_not_see_the_first_letters(pattern: str) -> None:
    assert led(pattern).startswith("(?=[")


@pytest.mark.parametrize(
    "pattern", ["第一", "[最蕞]好", "(?:全网|全城)最", "(?:最)?好?", ".{3}好", "[^的]好", r"(一)\1", ""]
)
def test_it_leaves_alone_what_would_gain_nothing(pattern: str) -> None:
    assert led(pattern) == pattern


@given(st.sampled_from(LOOKED_AT), st.text(alphabet="感冒皮头癣懒癌好了 3٣一天再也不疼abcd", max_size=20))
def test_it_finds_the_same(pattern: str, text: str) -> None:
    assert [m.span() for m in re.finditer(led(pattern), text)] == [m.span() for m in re.finditer(pattern, text)]


@pytest.mark.parametrize("check", ["adlaw", "voice", "privacy"])
def test_every_packaged_expression_finds_the_same_in_all_examples(check: str) -> None:
    entries = lexicon(check).entries
    text = "\n".join(sentence for entry in entries for sentence in (*entry.finds[:3], *entry.clean[:2]))
    for pattern in {branch for entry in entries for one in entry.patterns for branch in branches(fold_pattern(one))}:
        if led(pattern) != pattern:
            assert [m.span() for m in re.finditer(led(pattern), text)] == [m.span() for m in re.finditer(pattern, text)]
