from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.hours import bounds, parse_time, parse_weekdays, parse_window, window, within


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10:00-20:00", "10:00-20:00"),
        ("上午10点到晚上8点", "10:00-20:00"),
        ("早上七点半至晚上九点", "07:30-21:00"),
        ("下午2点到5点", "14:00-17:00"),
        ("晚上10点到早上8点", "22:00-08:00"),
        ("22点~8点", "22:00-08:00"),
        ("10-20点", "10:00-20:00"),
        ("中午12点半到2点半", "12:30-14:30"),
        ("9:00—18:00", "09:00-18:00"),
        ("晚8点到10点", "20:00-22:00"),
        ("凌晨12点到6点", "00:00-06:00"),
        ("全天", "00:00-24:00"),
        ("18：00－21：30", "18:00-21:30"),
        ("10点一刻到11点三刻", "10:15-11:45"),
        ("晚上10点到次日7点", "22:00-07:00"),
        ("8点到24点", "08:00-24:00"),
        ("上午", None),
        ("25:00-26:00", None),
        ("10:00", None),
        ("10:70-11:00", None),
    ],
)
def test_windows(text, meant):
    assert parse_window(text) == meant


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周五", (5,)),
        ("星期五", (5,)),
        ("礼拜五", (5,)),
        ("Fri", (5,)),
        ("friday", (5,)),
        ("5", (5,)),
        ("周末", (6, 7)),
        ("工作日", (1, 2, 3, 4, 5)),
        ("每天", (1, 2, 3, 4, 5, 6, 7)),
        ("daily", (1, 2, 3, 4, 5, 6, 7)),
        ("周一至周五", (1, 2, 3, 4, 5)),
        ("周一、三、五", (1, 3, 5)),
        ("周二和周四", (2, 4)),
        ("周六日", (6, 7)),
        ("每周日", (7,)),
        ("星期天", (7,)),
        ("Mon-Fri", (1, 2, 3, 4, 5)),
        ("周五到周一", (1, 5, 6, 7)),
        ("1,3,5", (1, 3, 5)),
        ("工作日和周六", (1, 2, 3, 4, 5, 6)),
        ("8", None),
        ("月底", None),
        ("周五晚上", None),
    ],
)
def test_weekdays(text, days):
    assert parse_weekdays(text) == days


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_a_window_reads_back(first, last):
    written = window(first, last)
    assert bounds(written) == (first, last)
    assert parse_window(written) == (written if first != last else None)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439))
def test_a_window_over_midnight_is_what_the_day_window_is_not(first, last, minute):
    if first != last:
        assert within(minute, window(first, last)) != within(minute, window(last, first))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("晚上十点", 1320),
        ("晚上12点", 1440),
        ("下午1点", 780),
        ("中午1点", 780),
        ("早8点", 480),
        ("20", 1200),
        ("八点零五分", 485),
        ("8点5分", 485),
        ("夜里2点", 120),
    ],
)
def test_times(text, minutes):
    assert parse_time(text) == minutes
