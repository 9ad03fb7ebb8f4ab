"""Emoji are counted as a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.emoji import find_emoji, same_emoji, without_emoji

ONE = [
    "😀", "🐻", "☀️", "☀", "❤️", "❤", "👍🏽", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🧑‍🤝‍🧑", "🏋🏻‍♀️", "🏋️‍♂️", "❤️‍🔥",
    "🏳️‍🌈", "🏴‍☠️", "🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣", "#️⃣", "✔️", "™️", "㊗️", "✅", "❌", "⭐", "🖌️", "🍵", "🫶", "🆕", "[捂脸]", "[OK]", "🧑‍⚕️", "🐈‍⬛", "🀄",
]  # fmt: skip
NONE = [
    "✓", "✔", "™", "®", "©", "→", "★", "☆", "①", "●", "■", "▶", "·",
    "…", "—", "℃", "㎡", "№", "※", "☎", "♀", "1", "#", "*",
    "[红包]", "[周三]", "〇", "¥9.9", "O(∩_∩)O", "^_^", "❤︎", "々", "❶", "㊗",
]  # fmt: skip


@pytest.mark.parametrize("emoji", ONE)
def test_what_a_reader_sees_as_one_picture_counts_once(emoji):
    assert [found.text for found in find_emoji(f"今天{emoji}好")] == [emoji]
    assert [found.text for found in find_emoji(emoji + emoji)] == [emoji, emoji]


@pytest.mark.parametrize("text", NONE)
def test_signs_of_ordinary_type_are_none(text):
    assert not find_emoji(text)


@given(
    st.lists(st.one_of(st.sampled_from(ONE), st.sampled_from(NONE), st.text(alphabet="今天店里好，。 abc", max_size=4)))
)
def test_each_is_found_at_its_place_and_no_other(pieces):
    text = "好".join(pieces)
    found = find_emoji(text)
    assert [emoji.text for emoji in found] == [piece for piece in pieces if piece in ONE]
    assert all(text[emoji.start : emoji.end] == emoji.text for emoji in found)
    assert not find_emoji(without_emoji(text))
    assert find_emoji(without_emoji(text, keep=1)) == found[:1]


@given(st.text())
def test_any_text_is_read(text):
    ends = [0]
    for emoji in find_emoji(text):
        assert ends[-1] <= emoji.start < emoji.end
        ends.append(emoji.end)


def test_every_emoji_of_the_standard_is_known():
    regex = pytest.importorskip("regex")
    shown = regex.compile(r"\p{Emoji_Presentation}")
    asked = regex.compile(r"(?=\p{Emoji})\P{ASCII}")
    missed = []
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x20000)):
        sign = chr(code)
        if shown.match(sign) and len(find_emoji(sign)) != 1:
            missed.append(sign)
        if asked.match(sign) and len(find_emoji(sign + "\ufe0f")) != 1:
            missed.append(sign + "\ufe0f")
    assert missed == []


def test_the_same_picture_in_another_tone_or_form():
    assert same_emoji("☀️", "☀")
    assert same_emoji("👍🏽", "👍")
    assert not same_emoji("🐻", "🐼")
