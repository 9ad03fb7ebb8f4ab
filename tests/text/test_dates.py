from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.dates import find_dates, nearest_year

TODAY = date(2026, 11, 21)
DAY = date(2026, 11, 24)


def spans(text, today=TODAY):
    return [(text[m.start : m.end], m.first.isoformat(), m.last.isoformat()) for m in find_dates(text, today=today)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "2026/11/24起",
        "2026.11.24",
        "2026年11月24日",
        "11月24日(周二)开始",
        "截止11.24",
        "11/24 截止",
        "十一月二十四号",
        "二〇二六年十一月二十四日",
        "26年11月24日",
        "11月 24 日",
        "11月24",
        "１１月２４日",
        "11.24号",
        "11月24日 星期二",
        "十一月廿四號（週二）",
        "自2026年11月24日起执行",
        "2026 年 11 月 24 日",
        "自 2026  年 11  月 24  日起",
        "二〇二六 年 十一 月 二十四 日",
        "【日期】11/24",
    ],
)
def test_one_day_in_many_notations(text):
    (match,) = find_dates(text, today=TODAY)
    assert (match.first, match.last) == (DAY, DAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("11月1日-11日", "2026-11-01", "2026-11-11"),
        ("11月1日至11月11日", "2026-11-01", "2026-11-11"),
        ("11.1-11.11", "2026-11-01", "2026-11-11"),
        ("11/20~11/30", "2026-11-20", "2026-11-30"),
        ("打折 11/20 ~ 12/5 全场", "2026-11-20", "2026-12-05"),
        ("【活动日期】11/20~11/30", "2026-11-20", "2026-11-30"),
        ("2026 年 12 月", "2026-12-01", "2026-12-31"),
        ("2026 年 10 月 1 日 至 10 月 7 日", "2026-10-01", "2026-10-07"),
        ("活动时间 11.1-11", "2026-11-01", "2026-11-11"),
        ("即日起至11月30日", "2026-11-21", "2026-11-30"),
        ("活动时间：2026年11月1日10:00-11月11日24:00", "2026-11-01", "2026-11-11"),
        ("2026年12月20日至1月5日", "2026-12-20", "2027-01-05"),
        ("12月20日至2027年1月5日", "2026-12-20", "2027-01-05"),
        ("11月20-25日", "2026-11-20", "2026-11-25"),
        ("11月1日起至30日止", "2026-11-01", "2026-11-30"),
        ("11月11日晚上8点到11月12日晚上12点", "2026-11-11", "2026-11-12"),
        ("有效期至2026年12月", "2026-12-01", "2026-12-31"),
        ("11月底前", "2026-11-30", "2026-11-30"),
        ("12月中旬到货", "2026-12-11", "2026-12-20"),
        ("2026/11/1~2026/11/30", "2026-11-01", "2026-11-30"),
    ],
)
def test_ranges(text, first, last):
    assert [each[1:] for each in spans(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "11.24元",
        "9.9包邮",
        "现价9.9，原价12.9",
        "评分4.8",
        "1/2杯水",
        "3个月",
        "三月一次",
        "2月30日",
        "3月龄宝宝",
        "体重3.5-4.5，",
        "9.9-12.9元",
        "版本 1.2.3",
        "1.5 到 2.5 厘米",
        "约3.5 公斤",
        "13月1日",
        "价格 11.24，",
        "电话 0571-8800-1122",
        "11.24%",
        "1.2万",
        "1/2~2/3 杯水",
    ],
)
def test_what_is_no_date(text):
    assert spans(text) == []


def test_a_missing_year_is_the_nearest():
    assert find_dates("1月5日", today=TODAY)[0].first == date(2027, 1, 5)
    assert find_dates("9月1日", today=TODAY)[0].first == date(2026, 9, 1)
    assert nearest_year(2, 29, TODAY) == 2028
    assert nearest_year(2, 30, TODAY) is None


def test_the_written_weekday_is_kept_even_where_it_is_wrong():
    assert find_dates("11月24日（周三）", today=TODAY)[0].weekday == 3


def test_year_given_says_whether_it_was_written():
    assert find_dates("2026年11月24日", today=TODAY)[0].year_given
    assert not find_dates("11月24日", today=TODAY)[0].year_given


@given(st.dates(TODAY - timedelta(days=150), TODAY + timedelta(days=150)), st.integers(0, 5))
def test_every_notation_gives_back_the_day(day, notation):
    text = [
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.month}月{day.day}号",
        f"截止{day.month}.{day.day}",
        f"{day.month}/{day.day}截止",
        f"活动{day.month}月{day.day}日结束",
    ][notation]
    (match,) = find_dates(text, today=TODAY)
    assert match.first == match.last == day


@given(st.text(alphabet="0123456789.-/年月日号 至到周一二三十（）:点半即起", max_size=40))
def test_any_text_gives_ordered_matches_within_bounds(text):
    position = 0
    for match in find_dates(text, today=TODAY):
        assert position <= match.start < match.end <= len(text)
        assert match.first <= match.last
        position = match.end
