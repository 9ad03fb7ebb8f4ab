from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.calendar import calendar_day, festivals_of, is_holiday, school_time, season_of
from assistant.knowledge.festivals import FESTIVALS, SOLAR_TERMS, canonical


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-17", "春节"), ("2026-02-16", "除夕"), ("2025-01-28", "除夕"), ("2026-03-03", "元宵节"),
        ("2026-04-05", "清明"), ("2026-06-19", "端午节"), ("2026-08-19", "七夕"), ("2026-09-25", "中秋节"),
        ("2026-10-18", "重阳节"), ("2026-01-26", "腊八"), ("2026-02-10", "小年"), ("2026-12-22", "冬至"),
        ("2026-05-10", "母亲节"), ("2026-06-21", "父亲节"), ("2026-11-26", "感恩节"), ("2026-10-01", "国庆节"),
        ("2026-04-23", "世界读书日"), ("2026-11-11", "双十一"), ("2026-12-12", "双十二"), ("2026-06-18", "618"),
        ("2026-05-20", "520"), ("2026-03-08", "妇女节"), ("2026-06-01", "儿童节"), ("2026-09-10", "教师节"),
        ("2027-02-06", "春节"), ("2027-02-05", "除夕"), ("2024-02-09", "除夕"),
    ],
)  # fmt: skip
def test_festivals(day, name):
    assert name in festivals_of(date.fromisoformat(day))


def test_a_leap_month_has_no_second_festival():
    # 2025 has a leap sixth month, 2020 a leap fourth, 2023 a leap second: 龙抬头 comes once.
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum("龙抬头" in festivals_of(day) for day in days) == 1


def test_one_day():
    day = calendar_day(date(2026, 11, 20))
    assert (day.weekday, day.weekday_name, day.lunar, day.season) == (5, "周五", "农历十月十二", "冬")
    assert day.upcoming == ((6, "感恩节"),)
    assert calendar_day(date(2026, 11, 22)).solar_term == "小雪"
    assert calendar_day(date(2025, 8, 1)).lunar == "农历闰六月初八"


@pytest.mark.parametrize(
    ("day", "season"),
    [("2026-02-03", "冬"), ("2026-02-04", "春"), ("2026-05-05", "夏"), ("2026-08-07", "秋"), ("2026-11-07", "冬"),
     ("2026-01-01", "冬")],
)  # fmt: skip
def test_seasons_begin_with_their_solar_term(day, season):
    assert season_of(date.fromisoformat(day)) == season


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-02-10", "寒假"), ("2026-07-15", "暑假"), ("2026-09-01", "开学季"), ("2026-06-08", "中高考"),
     ("2026-11-20", "学期中"), ("2026-03-05", "开学季"), ("2026-03-20", "学期中")],
)  # fmt: skip
def test_school(day, name):
    assert school_time(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "free"),
    [("2025-10-01", True), ("2025-10-08", True), ("2025-09-28", False), ("2025-11-15", False),
     ("2040-10-03", True), ("2040-10-04", False), ("2040-05-02", True), ("2040-02-11", True), ("2040-02-12", True)],
)  # fmt: skip
def test_holidays_follow_the_plan_or_the_statute(day, free):
    assert is_holiday(date.fromisoformat(day)) is free


@given(st.dates(date(1950, 1, 1), date(2099, 12, 1)))
def test_every_day_has_a_calendar(day):
    result = calendar_day(day)
    assert result.season in "春夏秋冬"
    assert set(result.festivals) <= FESTIVALS
    assert result.solar_term in ("", *SOLAR_TERMS)
    assert all(1 <= ahead <= 7 for ahead, _ in result.upcoming)
    assert result.lunar.startswith("农历")


def test_canonical_names():
    assert canonical("端午") == "端午节"
    assert canonical("双11") == "双十一"
    assert canonical("霜降") == "霜降"
    assert canonical("店庆") is None
