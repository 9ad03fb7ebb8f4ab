"""The form in which the classifier reads a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.classifier.shapes import (
    ACCOUNT,
    CODE,
    DECIMAL,
    HOTLINE,
    HUNDREDS,
    LINK,
    MASKED,
    MOBILE,
    PHONE,
    SERVICE,
    shaped,
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("加我 13800000000", f"加我{MOBILE}"),
        ("电话 400-000-0000", f"电话{HOTLINE}"),
        ("详询 95588", f"详询{SERVICE}"),
        ("座机 60000319", f"座机{PHONE}"),
        ("验证码 603117", f"验证码{CODE}"),
        ("卡号 6200000000000000000", f"卡号{ACCOUNT}"),
        ("余额 36.20 元", f"余额{DECIMAL}元"),
        ("原价 168", f"原价{HUNDREDS}"),
        ("尾号 138****0000", f"尾号{MASKED}"),
        ("看 http://elsewhere.example/a/b1 这个", f"看{LINK}这个"),
        ("来 3 个，12 块", "来0个，0块"),
    ],
)
def test_which_number_it_is_does_not_tell_that_there_is_one_does(text, form):
    assert shaped(text) == form


def test_blanks_between_letters_change_nothing():
    assert shaped("加 我 微 信") == shaped("加我微信") == shaped("加\u200b我微\u3000信")


@given(st.text(max_size=80))
def test_any_text_has_a_form_and_its_form_no_blanks(text):
    assert not any(letter.isspace() for letter in shaped(text))
