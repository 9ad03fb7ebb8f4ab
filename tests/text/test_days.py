from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.days import find_days

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今晚 20:00", TODAY),
        ("明天见", TODAY + timedelta(days=1)),
        ("后天开抢", TODAY + timedelta(days=2)),
        ("大后天", TODAY + timedelta(days=3)),
        ("周五", date(2026, 11, 27)),
        ("礼拜五", date(2026, 11, 27)),
        ("本周六", TODAY),
        ("下周三", date(2026, 11, 25)),
        ("下週三", date(2026, 11, 25)),
        ("24号截止", date(2026, 11, 24)),
        ("到 5 号", date(2026, 12, 5)),
        ("本月28号", date(2026, 11, 28)),
        ("月底前", date(2026, 11, 30)),
        ("25日全天停水", date(2026, 11, 25)),
        ("25号，早上发车", date(2026, 11, 25)),
        ("28号会员日", date(2026, 11, 28)),
        ("30号来拿", date(2026, 11, 30)),
        ("只限 29 号", date(2026, 11, 29)),
        ("5号的拼团", date(2026, 12, 5)),
    ],
)
def test_the_day_that_is_meant(text, day):
    (match,) = find_days(text, today=TODAY)
    assert match.days[0] == day


@pytest.mark.parametrize(
    "text",
    [
        "24号鞋",
        "5号电池",
        "3号库",
        "2号车先走",
        "买24号，25号也行",
        "技师8号休息",
        "7日无理由",
        "一周一次",
        "两周后",
        "先天后天免疫",
        "每月 18 日",
        "提前天",
    ],
)
def test_what_names_no_day(text):
    assert find_days(text, today=TODAY) == []


@pytest.mark.parametrize(
    ("text", "day", "weekday"),
    [
        ("周四（26号）", date(2026, 11, 26), 4),
        ("这周四26日", date(2026, 11, 26), 4),
        ("26号 周四", date(2026, 11, 26), 4),
        ("周三（26号）", date(2026, 11, 26), 3),
        # The 3rd that is a Tuesday is not the next one.
        ("3号礼拜二", date(2026, 11, 3), 2),
        ("下周五（4号）", date(2026, 12, 4), 5),
    ],
)
def test_a_day_with_its_weekday_beside_it(text, day, weekday):
    (match,) = (each for each in find_days(text, today=TODAY) if each.weekdays is None)
    assert (match.days[0], match.beside) == (day, weekday)


def test_weekdays_that_recur_have_no_date():
    (match,) = find_days("每周三", today=TODAY)
    assert (match.days, match.weekdays) == ((), (3, 3))
    assert [each.weekdays for each in find_days("周二、四", today=TODAY)] == [(2, 2), (4, 4)]
    assert find_days("周一到周五", today=TODAY)[0].weekdays == (1, 5)


@given(st.text(alphabet="今明后大前天晚周星期礼拜一二三四五六日下上本每月底号0123456789、到 ", max_size=30), st.dates())
def test_any_text_on_any_day(text, today):
    if not date(1, 3, 1) < today < date(9990, 1, 1):
        return
    for match in find_days(text, today=today):
        assert 0 <= match.start < match.end <= len(text)
