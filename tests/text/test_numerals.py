from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import chinese

from assistant.text.numerals import narrow, parse_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("九十", "90"),
        ("两百五", "250"),
        ("1.5万", "15000"),
        ("３", "3"),
        ("半", "0.5"),
        ("一百二", "120"),
        ("一万二", "12000"),
        ("1万2", "12000"),
        ("一千零八", "1008"),
        ("二〇二六", "2026"),
        ("十", "10"),
        ("廿四", "24"),
        ("一百零五", "105"),
        ("1,299", "1299"),
        ("三点五", "3.5"),
        ("兩萬", "20000"),
        ("3千", "3000"),
        ("1.2w", "12000"),
        ("三亿两千万", "320000000"),
        ("十万", "100000"),
        ("一万零三百", "10300"),
        ("99.90", "99.90"),
        ("八點五", "8.5"),
    ],
)
def test_values(text, value):
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "百", "两三", "一二", "十十", "百十", "几百", "abc", "一下", "1.2.3", "点五", "3点", "十百"]
)
def test_what_is_no_numeral(text):
    assert parse_numeral(text) is None


@given(st.integers(1, 10**8 - 1))
def test_every_written_number_is_read_back(number):
    assert parse_numeral(chinese(number)) == number
    if 10 <= number < 20:
        assert parse_numeral(chinese(number).removeprefix("一")) == number


@given(st.text(max_size=12))
def test_narrow_keeps_every_offset(text):
    assert len(narrow(text)) == len(text)


@given(st.text(alphabet="零一二两三五九十百千万亿半点.,0123456789kw", max_size=10))
def test_never_fails(text):
    parse_numeral(text)
