"""Every pattern of the clause reader, in the words of several trades, and what it must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.clausereader import read_clause
from assistant.drafting.clauses import (
    ALL_KINDS,
    PROMO,
    Allowed,
    Closed,
    Count,
    Emoji,
    Gap,
    InScript,
    Length,
    NoShip,
    NotTaken,
    Unwanted,
)
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic

TOPIC, SHARE = DraftKind.TOPIC, DraftKind.SHARE
NO_TERMS = ()


def read(text):
    return read_clause(text, place="groups.yaml，a 的 terms").terms


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("每周五 10 点到 20 点才发促销", (5,), ("10:00-20:00",)),
        ("促销只在周末发", (6, 7), ()),
        ("广告只能周三、周六发", (3, 6), ()),
        ("活动只在工作日发", (1, 2, 3, 4, 5), ()),
        ("促销时间：周五 10:00-20:00", (5,), ("10:00-20:00",)),
        ("周三下午2点到6点才能发优惠", (3,), ("14:00-18:00",)),
        ("上午9点到11点、下午3点到5点可以发促销", (), ("09:00-11:00", "15:00-17:00")),
        ("促销只在周二和周五发，上午 10 点到 12 点、晚上 7 点到 9 点", (2, 5), ("10:00-12:00", "19:00-21:00")),
        ("团购每周六晚上八点以后才发", (6,), ("20:00-24:00",)),
        ("除周五外不发促销", (5,), ()),
        ("除了周末，一律不发广告", (6, 7), ()),
        ("10点到20点之外不发促销", (), ("10:00-20:00",)),
        ("只有周一至周四能发促销", (1, 2, 3, 4), ()),
        ("每週三才發促銷", (3,), ()),
        ("促销固定在每周四中午12点到1点半", (4,), ("12:00-13:30",)),
    ],
)
def test_when_promotions_may_come(text, days, hours):
    assert read(text) == (Allowed(PROMO, days, hours),)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("饭点不打扰：11点到13点、17点到20点不发消息", ("11:00-13:00", "17:00-20:00")),
        ("勿扰时段：晚上9点半到早上7点半", ("21:30-07:30",)),
        ("安静时间：22:00-8:00", ("22:00-08:00",)),
    ],
)
def test_a_clause_may_begin_with_its_name(text, hours):
    assert read(text) == (Closed(ALL_KINDS, (), hours),)
    assert read("注意：周一不发促销") == (Closed(PROMO, (1,)),)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("晚上十点后早上八点前不打扰", "22:00-08:00"),
        ("22:00-8:00 免打扰", "22:00-08:00"),
        ("晚上九点半以后、早上八点半以前不发消息", "21:30-08:30"),
        ("晚上 11 点到早上 7 点不发任何消息", "23:00-07:00"),
        ("中午十二点半到两点半是补觉时间，不发消息", "12:30-14:30"),
        ("午休12:00-14:00别发", "12:00-14:00"),
        ("早八点前不发消息", "00:00-08:00"),
        ("晚10点以后别发消息，大家要休息", "22:00-06:00"),
        ("22:30以后静音", "22:30-06:00"),
        ("上课时间（18:00-20:30）不发消息", "18:00-20:30"),
        ("训练时段19点到21点不要打扰", "19:00-21:00"),
    ],
)
def test_quiet_hours(text, hours):
    assert read(text) == (Closed(ALL_KINDS, hours=(hours,)),)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("周日不发任何消息", Closed(ALL_KINDS, days=(7,))),
        ("周末不打扰", Closed(ALL_KINDS, days=(6, 7))),
        ("周一闭馆，不发促销", Closed(PROMO, days=(1,))),
        ("工作日不发促销", Closed(PROMO, days=(1, 2, 3, 4, 5))),
        ("节假日不发广告", Closed(PROMO, holidays=True)),
        ("法定节假日和周末不推送活动", Closed(PROMO, days=(6, 7), holidays=True)),
        ("周日休息，不发消息", Closed(ALL_KINDS, days=(7,))),
        ("双十一不发广告", Closed(PROMO, festivals=("双十一",))),
        ("除夕、春节不发促销", Closed(PROMO, festivals=("除夕", "春节"))),
        ("周三晚上8点到10点不发促销", Closed(PROMO, days=(3,), hours=("20:00-22:00",))),
    ],
)
def test_days_without(text, term):
    assert read(text) == (term,)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("促销每周最多 2 次", Count(PROMO, "week", 2)),
        ("一周不超过两条广告", Count(PROMO, "week", 2)),
        ("广告每月一次", Count(PROMO, "month", 1)),
        ("一周促销不要超过两次", Count(PROMO, "week", 2)),
        ("团购接龙一周只做一次", Count(PROMO, "week", 1)),
        ("活动每月不超过3场", Count(PROMO, "month", 3)),
        ("每天最多一条消息", Count(ALL_KINDS, "day", 1)),
        ("促销次数：每周1次", Count(PROMO, "week", 1)),
        ("每个月最多发四次优惠", Count(PROMO, "month", 4)),
        ("促銷一週最多兩則", Count(PROMO, "week", 2)),
        ("干货一天不超过一篇", Count(frozenset({SHARE}), "day", 1)),
        ("最多2条促销/周", Count(PROMO, "week", 2)),
    ],
)
def test_counts(text, term):
    assert read(text) == (term,)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("两次促销至少隔 3 天", 3),
        ("促销之间间隔不少于5天", 5),
        ("两次活动间隔不少于一周", 7),
        ("促销隔天发", 2),
        ("每隔三天发一次促销", 3),
        ("三天内最多一条广告", 3),
        ("广告两天一条", 2),
        ("每两周一次促销", 14),
        ("每次活动之间隔十天以上", 10),
    ],
)
def test_gaps(text, days):
    assert read(text) == ((Gap(PROMO, days),) if days else NO_TERMS)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("正文不超过 120 字", Length(ALL_KINDS, 120)),
        ("每条 100 字以内", Length(ALL_KINDS, 100)),
        ("每条消息不超过 650 字", Length(ALL_KINDS, 650)),
        ("话题控制在80字以内", Length(frozenset({TOPIC}), 80)),
        ("促销文案最多两百字", Length(PROMO, 200)),
        ("文案控制在80到120字", Length(ALL_KINDS, 120, 80)),
        ("不用表情", Emoji(0)),
        ("本群不发表情符号", Emoji(0)),
        ("表情最多 1 个", Emoji(1)),
        ("每条消息里表情不超过2个", Emoji(2)),
        ("emoji 不超过三个", Emoji(3)),
        ("用繁体", InScript(traditional=True)),
        ("本群一律用繁體字", InScript(traditional=True)),
        ("請用繁體中文", InScript(traditional=True)),
        ("不用简体字", InScript(traditional=True)),
        ("统一用简体", InScript(traditional=False)),
    ],
)
def test_how_it_is_written(text, term):
    assert read(text) == (term,)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("本群不发促销", PROMO),
        ("本群不接广告", PROMO),
        ("谢绝广告", PROMO),
        ("广告勿扰", PROMO),
        ("本群不发促销，也不发优惠券和拼团链接", PROMO),
        ("这里不卖货", PROMO),
        ("群里禁止发布任何形式的广告", PROMO),
        ("促销一律不发", PROMO),
        ("不打广告", PROMO),
        ("拒绝推销", PROMO),
        ("不准发广告和链接", PROMO),
        ("禁止发外链、广告、拉票", PROMO),
        ("本群禁广告", PROMO),
        ("只聊话题", frozenset({SHARE, DraftKind.PROMO})),
        ("只收干货", frozenset({TOPIC, DraftKind.PROMO})),
        ("只发干货和话题", PROMO),
        ("这个群只聊天", frozenset({SHARE, DraftKind.PROMO})),
        ("不收干货", frozenset({SHARE})),
    ],
)
def test_kinds_not_taken(text, kinds):
    assert read(text) == (NotTaken(kinds),)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("不提竞品", Unwanted(("竞品",), literal=True)),
        ("不聊政治、股票", Unwanted(("政治", "股票"))),
        ("不谈价格", Unwanted(("价格",))),
        ("不聊胎儿性别", Unwanted(("胎儿性别",))),
        ("不讨论别家店的价格", Unwanted(("别家店的价格",))),
        ("这个群不发任何跟奶粉有关的内容", Unwanted(("奶粉",))),
        ("群里不能出现“减肥”", Unwanted(("减肥",), literal=True)),
        ("禁止谈论宠物买卖", Unwanted(("宠物买卖",))),
        ("请勿讨论和宗教有关的话题", Unwanted(("宗教",))),
        ("西藏新疆不发货", NoShip(("西藏", "新疆"))),
        ("港澳台地区暂时不配送", NoShip(("港澳台",))),
        ("内蒙、青海的快递发不了", NoShip(("内蒙", "青海"))),
    ],
)
def test_subjects_and_regions(text, term):
    assert read(text) == (term,)


@pytest.mark.parametrize(
    "text",
    [
        "尽量少发广告",
        "促销最好放在周五",
        "原则上周日不发消息",
        "不是周五不发促销",
        "没有特殊情况不发广告",
        "周五可以不发促销",
        "促销每周至少两次",
        "如果下雨就不发活动",
        "周一到周五 10-12 点、周末 15-17 点发促销",
        "周五发干货",
        "晒书晒作息可以，不晒孩子正脸",
        "偏远地区不包邮",
        "每周最多两次促销，节日加一次",
        "本群不发促销，老板同意的可以",
        "不发硬广",
        "周三发促销，周五发促销",
        "促销早点发",
        "大家要讲文明",
        "春节期间不发广告",
        "不只在周末发促销",
        "促销一般一周两次",
        "每周最多两次促销，大促除外",
        "不发消息",
        "不发别家的广告",
        "不接受没有谈过的广告",
        "促销一季度最多三次",
        "先发话题再发促销",
        "晚上不发促销",
        "非会员不发优惠",
        "周五前把促销发完",
        "不发没有价格的促销",
        "不发过期活动",
        "两条促销中间至少夹一条话题",
        "促销周五发，遇节假日顺延",
        "西藏订单不发圆通",
        "超过200字的不发",
        "周五不发话题，只发促销",
        "周末只聊天不发广告",
        "周五只发促销",
        "周五不发促销发话题",
        "只聊话题，周五发促销",
        "周末下午两点到六点以外的时间不发促销",
        "除会员日外不发促销",
        "每月15日发促销",
        "周末午休不发消息",
        "工作日上班时间不发促销",
        "本群不发促销，不包括会员日",
        "不聊天气以外的话题",
    ],
)
def test_what_is_not_fully_read_stays_a_reminder(text):
    clause = read_clause(text, place="")
    assert clause.terms == NO_TERMS
    assert clause.text == text


def test_exceptions_that_can_be_read():
    clause = read_clause("每周最多两次促销（会员日除外）", place="")
    assert clause.terms == (Count(PROMO, "week", 2),)
    assert clause.exempt_mechanics == {Mechanic.MEMBER_DAY}
    clause = read_clause("促销每月一次，双十一、618除外", place="")
    assert clause.exempt_festivals == ("双十一", "618")
    # No draft is an urgent notice, so the exception changes nothing.
    assert read("周日不发消息，紧急通知除外") == (Closed(ALL_KINDS, days=(7,)),)


def test_a_remark_beside_a_clause_is_shown_and_takes_nothing_back():
    clause = read_clause("一个月最多一次促销，放在月底", place="")
    assert clause.terms == (Count(PROMO, "month", 1),)
    assert clause.remind


def test_what_is_talked_about_instead_takes_nothing_back_from_no_promotions():
    clause = read_clause("这个群不发广告，只唠嗑和讲护眼知识", place="")
    assert clause.terms == (NotTaken(PROMO),)
    assert clause.remind


def test_several_statements_in_one_clause():
    assert set(read("每周四 10 点到 20 点才发促销，一周一条")) == {
        Allowed(PROMO, (4,), ("10:00-20:00",)),
        Count(PROMO, "week", 1),
    }
    assert set(read("促销一个月最多两条，两条之间隔十天以上")) == {Count(PROMO, "month", 2), Gap(PROMO, 10)}
    assert read("话题不超过80字，促销不超过200字") == (Length(frozenset({TOPIC}), 80), Length(PROMO, 200))


@given(st.text(alphabet="每周五六日天不发促销广告消息只才在最多两3条次,，点10:到以后前除外非没但尽量、", max_size=30))
def test_reading_never_fails(text):
    clause = read_clause(text, place="p")
    assert clause.text == text


@given(
    st.sampled_from(["不是", "如果", "尽量", "除非", "没有", "不一定"]),
    st.sampled_from(["周五不发促销", "促销每周最多2次", "22:00-8:00免打扰"]),
)
def test_a_condition_in_front_is_never_enforced(word, clause):
    assert read(word + clause) == NO_TERMS
