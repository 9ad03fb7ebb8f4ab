import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.times import find_times


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def found(text):
    return [[clock(first) if first == last else f"{clock(first)}-{clock(last)}" for first, last in match.readings]
            for match in find_times(text)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("20:00 开抢", "20:00"),
        ("晚上8点", "20:00"),
        ("晚上 8 点", "20:00"),
        ("20点30分", "20:30"),
        ("下午三点", "15:00"),
        ("今晚8点见", "20:00"),
        ("中午12点", "12:00"),
        ("早上7:30", "07:30"),
        ("晚上八點半", "20:30"),
        ("早10晚9", "10:00-21:00"),
        ("10:00-20:00", "10:00-20:00"),
        ("晚上8点到10点", "20:00-22:00"),
        ("早上9点到下午6点", "09:00-18:00"),
        ("10时至22时", "10:00-22:00"),
    ],
)
def test_the_time_that_is_meant(text, reading):
    assert found(text) == [[reading]]


def test_an_hour_alone_may_be_morning_or_evening():
    assert found("8点开抢") == [["08:00", "20:00"]]


def test_midnight_has_its_names():
    for text in ("24:00截止", "零点截止", "晚上12点前"):
        assert "24:00" in found(text)[0]


@pytest.mark.parametrize(
    "text", ["下面三点建议", "注意两点：", "三点五折", "有一点担心", "1:10稀释", "说三点", "25:00", "20:7", "朝九晚五"]
)
def test_what_is_no_time(text):
    assert found(text) == []


@given(st.text(alphabet="0123456789:点时分半早晚上下午零一二三八九十到至- ", max_size=30))
def test_any_text_gives_times_of_a_day(text):
    for match in find_times(text):
        assert 0 <= match.start < match.end <= len(text)
        assert all(0 <= each <= 1440 for pair in match.readings for each in pair)
