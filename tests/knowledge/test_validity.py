"""Which period a document states for itself, and how far it reaches."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.knowledge.passages import passages_of
from assistant.knowledge.periods import Period, find_period
from assistant.knowledge.sources import SourceMeta
from tests.knowledge.office_files import TODAY, read, write

STATED = [
    ("活动时间：2026年11月1日至11月11日", "2026-11-01", "2026-11-11"),
    ("活动时间：11月20日-12月5日", "2026-11-20", "2026-12-05"),
    ("活动时间：12月28日-1月3日", "2026-12-28", "2027-01-03"),
    ("活动时间\n11月1日—11月11日", "2026-11-01", "2026-11-11"),
    ("【活动日期】11/20~11/30", "2026-11-20", "2026-11-30"),
    ("活動時間：11月1日至11月11日", "2026-11-01", "2026-11-11"),
    ("优惠时间：十一月一日至十一月十一日", "2026-11-01", "2026-11-11"),
    ("即日起至12月31日，全场满减", "2026-11-21", "2026-12-31"),
    ("有效期至2026年12月31日", None, "2026-12-31"),
    ("有效期限：2026/12/31", None, "2026-12-31"),
    ("有效期：2026.1.1-2026.12.31", "2026-01-01", "2026-12-31"),
    ("优惠券使用期限为2026年11月1日至30日", "2026-11-01", "2026-11-30"),
    ("自 2026 年 3 月 1 日起生效，至2026年12月31日止", "2026-03-01", "2026-12-31"),
    ("2026年12月1日起施行", "2026-12-01", None),
    ("截止日期：2026-11-30", None, "2026-11-30"),
    ("本活动截止到11月25日", None, "2026-11-25"),
    ("活动将于11月25日结束", None, "2026-11-25"),
    ("此券12月12日前有效", None, "2026-12-12"),
    ("活动延长至11月30日", None, "2026-11-30"),
    ("活动开始时间：2026-11-01 10:00\n活动结束时间：2026-11-11 22:00", "2026-11-01", "2026-11-11"),
    ("双十一活动11月1日开始，11月11日结束", "2026-11-01", "2026-11-11"),
    ("活动时间：11月24日（周二）20:00-22:00", "2026-11-24", "2026-11-24"),
    ("凡在11月1日至11月11日期间下单", "2026-11-01", "2026-11-11"),
    ("报名截止11月30日，12月5日开课", None, "2026-12-05"),
]


@pytest.mark.parametrize(("text", "first", "last"), STATED)
def test_stated(text: str, first: str | None, last: str | None) -> None:
    expected = Period(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    assert find_period(text, today=TODAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我们成立于2015年3月8日",
        "积分有效期至次年12月31日",
        "每年12月31日积分清零",
        "截至11月底，已有3000会员",
        "保质期至2027年5月1日",
        "更新于2026年8月1日",
        "2026年11月24日 20:00 开抢",
        "活动时间：每周五 10:00-20:00",
        "营业时间：9:00-21:00",
        "食用有效期：开封后3天",
        "宝宝11月1日出生",
        "本规则自发布之日起生效，有效期一年",
    ],
)
def test_not_every_date_is_a_period(text: str) -> None:
    assert find_period(text, today=TODAY) is None


def test_a_given_year_holds_for_dates_without() -> None:
    assert find_period("活动时间：12月28日-1月3日", today=TODAY, year=2024) == Period(
        date(2024, 12, 28), date(2025, 1, 3)
    )
    assert find_period("活动时间：2月29日", today=date(2024, 3, 1), year=2023) == Period(
        date(2023, 2, 28), date(2023, 2, 28)
    )


def test_at_the_top_it_binds_the_whole(tmp_path: Path) -> None:
    text = "# 双十一\n活动时间：11月1日-11月11日\n\n## 规则\n满 200 减 30。\n\n## 门店\n三家店都参加。\n"
    document = read(write(tmp_path / "a.md", text))
    assert (document.valid_from, document.valid_until) == (date(2026, 11, 1), date(2026, 11, 11))
    assert {passage.valid_until for passage in passages_of(document)} == {date(2026, 11, 11)}


def test_in_a_later_section_it_binds_that_alone(tmp_path: Path) -> None:
    text = "# 店铺手册\n常年有效。\n\n## 地址\n和平路 8 号。\n\n"
    text += "## 双十一\n活动时间：11月1日-11月11日，满减。\n\n## 停车\n地库。\n"
    document = read(write(tmp_path / "a.md", text))
    assert (document.valid_from, document.valid_until) == (None, None)
    bound = [passage for passage in passages_of(document) if passage.valid_until]
    assert len(bound) == 1
    assert bound[0].heading.endswith("双十一")
    assert "停车" not in bound[0].text


def test_a_faq_entry_is_bound_alone(tmp_path: Path) -> None:
    text = "Q：双十一到几号？\nA：活动时间11月1日至11月11日。\nQ：能停车吗？\nA：能。\n"
    document = read(write(tmp_path / "faq.txt", text))
    assert document.valid_until is None
    assert [section.valid_until for section in document.sections] == [date(2026, 11, 11), None]


def test_far_down_a_long_text_it_binds_its_paragraph(tmp_path: Path) -> None:
    paragraph = "选粮先看年龄，再看体重和肠胃，换粮要七天慢慢换，不要一次换完。" * 8
    text = f"{paragraph}\n{paragraph}\n{paragraph}\n试吃活动时间：11月1日至11月11日，到店领。\n{paragraph}\n"
    document = read(write(tmp_path / "选粮.txt", text))
    assert document.valid_until is None
    assert [bool(section.valid_until) for section in document.sections].count(True) == 1


def test_metadata_goes_before_the_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "活动时间：11月1日-11月11日")
    document = read(path, meta=SourceMeta(valid_until=date(2026, 12, 31)))
    assert (document.valid_from, document.valid_until) == (None, date(2026, 12, 31))


@pytest.mark.parametrize("name", ["2024双十一.txt", "a.txt"])
def test_the_year_comes_from_name_or_title_or_age(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "双十一\n\n活动时间：11月1日-11月11日\n")
    if name == "a.txt":
        stamp = datetime(2024, 10, 20).timestamp()
        os.utime(path, (stamp, stamp))
    assert read(path).valid_until == date(2024, 11, 11)


def test_a_row_of_a_table_is_bound_alone(tmp_path: Path) -> None:
    text = "券名,面额,有效期\n新人券,10元,2026-11-01至2026-11-30\n老客券,20元,\n"
    document = read(write(tmp_path / "券.csv", text))
    assert [section.valid_until for section in document.sections] == [date(2026, 11, 30), None]
    assert document.valid_until is None
