from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.offline.choose import Chooser, frame_used, last_use

WORDS = st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=12, unique=True)


def test_same_choice_in_another_process() -> None:
    code = (
        "from assistant.drafting.offline.choose import Chooser as C; print(C(7, '群', 1).shuffled('甲乙丙丁戊', 's'))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert answers == {f"{Chooser(7, '群', 1).shuffled('甲乙丙丁戊', 's')}\n"}


@given(st.integers(), WORDS)
def test_a_shuffle_keeps_every_item_and_the_order_of_any_two(seed: int, words: list[str]) -> None:
    chooser = Chooser(seed, "群")
    order = chooser.shuffled(words)
    assert sorted(order) == sorted(words)
    assert chooser.shuffled(words[:-1]) == [word for word in order if word != words[-1]]


@given(WORDS)
def test_seed_and_salts_matter(words: list[str]) -> None:
    orders = {tuple(Chooser(seed, "a").shuffled(words)) for seed in range(40)}
    assert len(words) < 3 or len(orders) > 1


def test_nothing_to_choose_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Chooser(0).pick([])


def test_a_frame_is_recognised_whatever_fills_it() -> None:
    assert frame_used("{address}，聊聊{theme}那点事", "街坊们，聊聊面包那点事。你先说？")
    assert not frame_used("{address}，聊聊{theme}那点事", "街坊们，那点事不聊聊面包")
    assert not frame_used("{theme}", "面包")


def test_the_frame_used_longest_ago_comes_first() -> None:
    past = ["丙的话", "甲的话"]
    order = Chooser(3).freshest(["甲的话", "乙的话", "丙的话"], past)
    assert order == ["乙的话", "甲的话", "丙的话"]
    assert last_use("乙的话", past) == 2
