from datetime import date, datetime, time
from decimal import Decimal

from assistant.text.format import date_text, discount_text, moment_text, money_text, number_text, period_text, time_text

START = datetime(2026, 11, 24, 10, 0)


def test_money_has_no_needless_zeros():
    assert money_text(Decimal("89.00")) == "89 元"
    assert money_text(Decimal("89.90")) == "89.9 元"
    assert money_text(100) == "100 元"
    assert number_text(Decimal("1E+3")) == "1000"


def test_discount():
    assert discount_text(Decimal("8.50")) == "8.5 折"


def test_days_and_times():
    assert date_text(date(2026, 11, 24)) == "11月24日（周二）"
    assert date_text(date(2026, 11, 24), weekday=False, year=True) == "2026年11月24日"
    assert time_text(time(9, 5)) == "09:05"
    assert moment_text(START) == "11月24日（周二）10:00"


def test_period_names_a_shared_day_once():
    assert period_text(START, START.replace(hour=22)) == "11月24日（周二）10:00 到 22:00"
    assert period_text(START, datetime(2026, 11, 26, 22), weekday=False) == "11月24日 10:00 到 11月26日 22:00"
