"""Which period a document states for itself, and how far it reaches."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.knowledge.occasions import Setting
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
    ("11月18日到11月25日，全场八八折", "2026-11-18", "2026-11-25"),
    ("11月18日—25日 储值满500送50", "2026-11-18", "2026-11-25"),
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
        "储值卡余额有效期至2027年12月31日",
        "食品经营许可证有效期至2027年5月8日",
        "2026年12月1日起施行的新国标管的是标签",
        "《个人信息保护法》自2021年11月1日起施行",
        "国家标准自2025年11月1日起实施",
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


HISTORY = [
    "他于2007年4月起担任校长，2012年离任。",
    "1945年8月1日起，全市实行配给，这一办法沿用多年。",
    "截止于2014年6月20日，共有十一站建成通车。",
    "自2011年起，比赛改为两年一届，2025年3月1日开始的一届是第八届。",
    "第一轮于10月5日开打，结束于10月9日。",
    "新章程于1989年11月14日生效，协会正式改名。",
    "1995年1月9日起至同年12月25日为止，每周一晚间播出。",
    "国家标准自2027年2月1日起实施，包装上要写明产地。",
    "这种面包2008年8月由东京的一家店推出，2010年3月开始外销。",
    "2025年11月18日到11月25日，店里来了三百多位客人，卖掉九百个面包。",
    "2019年11月18日到11月25日，全场八八折，队排到街口。",
    "展览于2026年10月5日开幕，11月8日结束，来了三万人。",
    "这条线2027年4月19日开始改由另一家公司经营。",
]


@pytest.mark.parametrize("text", HISTORY)
@pytest.mark.parametrize("folder", ["", "articles", "stories", "文章"])
def test_history_is_no_period(tmp_path: Path, text: str, folder: str) -> None:
    document = read(write(tmp_path / folder / "老城的事.txt", text + "后来的事，下回再讲。\n"), root=tmp_path)
    assert [(passage.valid_from, passage.valid_until) for passage in passages_of(document)] == [(None, None)]


ARTICLE_OFFERS = [
    ("活动时间：11月1日至11月11日，到店领一份小样。", "2026-11-11"),
    ("即日起至11月30日，到店可以免费试吃一份。", "2026-11-30"),
    ("试吃优惠截止11月30日。", "2026-11-30"),
    ("本次活动延长至12月15日。", "2026-12-15"),
]


@pytest.mark.parametrize(("text", "until"), ARTICLE_OFFERS)
def test_an_offer_in_an_article_binds_its_paragraph(tmp_path: Path, text: str, until: str) -> None:
    paragraph = "选粮先看年龄，再看体重和肠胃，换粮要七天慢慢换，不要一次换完。" * 7
    document = read(write(tmp_path / "articles" / "选粮.txt", f"{paragraph}\n{text}\n{paragraph}\n"), root=tmp_path)
    assert document.valid_until is None
    bound = [section for section in document.sections if section.valid_until]
    assert [(section.text, section.valid_until) for section in bound] == [(text, date.fromisoformat(until))]


ANSWERS = [
    ("过年营业吗？", "2月5日到2月9日休息，2月10日开门。年前蛋糕订单2月2日截止。", None),
    ("国庆放假吗？", "放假时间：10月1日至10月3日，4日照常。", None),
    ("暑假班报名到几号？", "6月20日截止，满员提前结束。", None),
    ("会员卡涨价了吗？", "2026年3月1日起执行新价，老会员到期前不变。", None),
    ("积分会清零吗？", "积分有效期至2026年12月31日。", None),
    ("双十一活动什么时候？", "活动时间：11月1日至11月11日，三家店都有。", "2026-11-11"),
    ("体验课还有吗？", "还有十个名额。本条有效至2027年1月15日。", "2027-01-15"),
    ("停车免费吗？", "免费两小时（有效期至2026年12月31日）。", "2026-12-31"),
]


@pytest.mark.parametrize(("question", "answer", "until"), ANSWERS)
def test_only_a_label_bounds_an_answer(tmp_path: Path, question: str, answer: str, until: str | None) -> None:
    text = f"Q：{question}\nA：{answer}\nQ：能停车吗？\nA：能。\n"
    sections = read(write(tmp_path / "faq.txt", text)).sections
    assert sections[0].valid_until == (date.fromisoformat(until) if until else None)
    assert sections[1].valid_until is None
    if until is None:
        assert sections[0].valid_from is None


NOTICES = [
    ("国庆放假通知", "各位家长：10月1日至10月7日，全校放假，10月8日正常上课。", "2026-10-07"),
    ("营业时间调整", "10月1日至10月7日，营业时间调整为 10:00—18:00。", "2026-10-07"),
    ("关于元旦营业的公告", "2027年1月1日闭店一天，1月2日起恢复正常。", "2027-01-01"),
    ("春节通知", "2027 年 2 月 5 日到 2 月 9 日两家店都休息，2 月 10 日开门。", "2027-02-09"),
    ("国庆上课安排", "10月1日至3日停课，10月4日至7日照常上课。", "2026-10-07"),
    ("放假通知", "放假时间：2026年10月1日至10月7日。", "2026-10-07"),
    ("闭店公告", "自10月8日起恢复营业，这几天不便之处请见谅。", "2026-10-07"),
]


@pytest.mark.parametrize(("title", "text", "until"), NOTICES)
def test_a_notice_of_closing_days_holds_until_the_last(tmp_path: Path, title: str, text: str, until: str) -> None:
    document = read(write(tmp_path / "1.txt", f"{title}\n\n{text}\n\n店里 2026 年 9 月 26 日\n"))
    assert (document.valid_from, document.valid_until) == (None, date.fromisoformat(until))


RULES = [
    ("自 2026 年 3 月 1 日起执行。", "2026-03-01"),
    ("2026 年 10 月 8 日起按这个办。", "2026-10-08"),
    ("2026 年 1 月 1 日起签的合同按这份办。", "2026-01-01"),
    ("本办法自2026年3月1日起施行。", "2026-03-01"),
    ("（2026年9月1日起实施）", "2026-09-01"),
    ("2026年9月1日后买的卡适用本规定。", "2026-09-01"),
    ("生效日期：2026-09-01", "2026-09-01"),
    ("新的收费标准自2026年9月1日起执行", "2026-09-01"),
]


@pytest.mark.parametrize(("text", "since"), RULES)
@pytest.mark.parametrize("name", ["退费办法.md", "价目表.md", "a.md"])
def test_from_when_a_rule_holds(tmp_path: Path, text: str, since: str, name: str) -> None:
    document = read(write(tmp_path / name, f"# 收费与退费\n\n{text}\n\n## 退费\n七天内没有用过，全额退。\n"))
    assert (document.valid_from, document.valid_until) == (date.fromisoformat(since), None)


@pytest.mark.parametrize(
    "text",
    [
        "2026年的积分2026年12月31日到期。",
        "蛋糕订单11月2日截止。",
        "根据2027年1月1日起施行的新规，发票要写明税号。",
        "11月1日起送货改由自家配送。",
    ],
)
def test_a_rule_that_names_a_day_stays(tmp_path: Path, text: str) -> None:
    document = read(write(tmp_path / "policies" / "会员规则.md", f"# 会员规则\n\n{text}\n"), root=tmp_path)
    assert (document.valid_from, document.valid_until) == (None, None)


def test_a_long_past_day_bounds_no_offer_unless_it_is_labelled() -> None:
    assert find_period("双十一活动11月1日开始，2019年11月11日结束", today=TODAY) is None
    assert find_period("有效期至2019年11月11日", today=TODAY, setting=Setting.PROSE) == Period(None, date(2019, 11, 11))
