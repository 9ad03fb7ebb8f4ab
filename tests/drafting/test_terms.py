from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.closing import closes
from assistant.drafting.constraints import constraints_for
from assistant.drafting.terms import refuse_by_terms, suggest_time
from assistant.errors import Refused
from assistant.schema.brand import Branch, Brand, EmojiPolicy, Voice
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Mechanic
from assistant.schema.group import Group, Lengths, PromoTerms

TOPIC, SHARE, PROMO = DraftKind.TOPIC, DraftKind.SHARE, DraftKind.PROMO
BRAND = Brand(name="铁馆健身")
FRIDAY = datetime(2026, 11, 27, 12, 0)


def group(*terms, **fields):
    return Group(id="g", name="晚课群", terms=terms, **fields)


def campaign(**fields):
    return Campaign(**{"id": "c", "mechanic": Mechanic.SECKILL, "name": "周五秒杀", **fields})


def refuse(of, kind=PROMO, at=FRIDAY, *, time_given=True, history=(), campaign=None, brand=BRAND):
    refuse_by_terms(brand=brand, group=of, kind=kind, at=at, time_given=time_given, history=history, campaign=campaign)


def refused(*args, **kwargs):
    with pytest.raises(Refused) as error:
        refuse(*args, **kwargs)
    return error.value


def past(day, kind=PROMO, campaign=None):
    return PastDraft(
        id=f"{day}-{campaign}", kind=kind, date=date.fromisoformat(day), title="", body="", campaign=campaign
    )


def test_a_group_with_no_terms_takes_everything():
    for kind in DraftKind:
        refuse(group(), kind, datetime(2026, 11, 27, 3, 0))


def test_a_kind_the_group_does_not_take():
    error = refused(group("本群只聊话题"))
    assert error.code == "kind_not_taken"
    assert "本群只聊话题" in error.reason
    assert error.basis == "groups.yaml，g 的 terms：本群只聊话题"
    assert refused(group(kinds=(TOPIC, SHARE))).code == "kind_not_taken"
    refuse(group("本群只聊话题"), TOPIC)


@pytest.mark.parametrize(
    "of", [group("每周五 10 点到 20 点才发促销"), group(promo=PromoTerms(days=(5,), hours=("10:00-20:00",)))]
)
def test_promotions_outside_their_window(of):
    refuse(of)
    refuse(of, TOPIC, FRIDAY + timedelta(days=1))
    error = refused(of, at=FRIDAY + timedelta(days=1))
    assert error.code == "day_not_allowed"
    assert "周六" in error.reason
    assert refused(of, at=FRIDAY.replace(hour=20)).code == "hour_not_allowed"
    refuse(of, at=FRIDAY.replace(hour=20), time_given=False)


def test_the_operators_words_are_cited_before_the_fields():
    of = group("促销只在周五发", promo=PromoTerms(days=(5,)))
    assert refused(of, at=FRIDAY + timedelta(days=1)).basis == "groups.yaml，g 的 terms：促销只在周五发"


def test_the_narrower_of_field_and_clause_decides():
    of = group("促销只在周五、周六发", promo=PromoTerms(days=(6, 7)))
    refuse(of, at=FRIDAY + timedelta(days=1))
    for days in (0, 2):
        assert refused(of, at=FRIDAY + timedelta(days=days)).code == "day_not_allowed"


def test_quiet_hours_hold_for_every_kind_when_a_time_is_given():
    of = group("晚上十点后早上八点前不打扰")
    for kind in DraftKind:
        assert refused(of, kind, FRIDAY.replace(hour=22)).code == "quiet_hours"
        assert refused(of, kind, FRIDAY.replace(hour=7, minute=59)).code == "quiet_hours"
        refuse(of, kind, FRIDAY.replace(hour=8))
        refuse(of, kind, FRIDAY.replace(hour=23), time_given=False)
    assert refused(group(quiet_hours=("12:30-14:30",)), TOPIC, FRIDAY.replace(hour=13)).code == "quiet_hours"


def test_days_without_messages():
    assert refused(group("周五不发任何消息"), TOPIC).code == "day_not_allowed"
    national_day = datetime(2026, 10, 1, 12)
    assert refused(group("节假日不发广告"), at=national_day).code == "day_not_allowed"
    refuse(group("节假日不发广告"), TOPIC, national_day)
    assert refused(group("双十一不发广告"), at=datetime(2026, 11, 11, 12)).code == "day_not_allowed"


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (group("促销每周最多 2 次"), "count_per_week"),
        (group(promo=PromoTerms(per_week=2)), "count_per_week"),
        (group("广告每月两次"), "count_per_month"),
        (group("两次促销至少隔 3 天"), "gap_too_short"),
        (group(promo=PromoTerms(min_gap_days=3)), "gap_too_short"),
    ],
)
def test_counts_and_gaps(of, code):
    history = [past("2026-11-23", campaign="a"), past("2026-11-25", campaign="b")]
    error = refused(of, history=history, campaign=campaign())
    assert error.code == code
    assert "11月25日" in error.reason
    refuse(of, history=[past("2026-11-23", TOPIC), past("2026-11-25", SHARE)], campaign=campaign())
    refuse(of, history=history, at=datetime(2026, 12, 7, 12), campaign=campaign())


def test_a_week_is_monday_to_sunday_and_planned_drafts_count():
    of = group("促销每周最多 1 次")
    refuse(of, history=[past("2026-11-22")], campaign=campaign())
    assert refused(of, history=[past("2026-11-29", campaign="a")], campaign=campaign()).code == "count_per_week"


def test_writing_the_same_occasion_again_does_not_count_against_itself():
    of = group("促销每周最多 1 次", "两次促销至少隔 3 天", "每天最多一条消息")
    refuse(of, history=[past("2026-11-27", campaign="c")], campaign=campaign())
    refuse(of, TOPIC, history=[past("2026-11-27", TOPIC)])
    assert refused(of, history=[past("2026-11-27", campaign="other")], campaign=campaign()).code == "count_per_week"
    assert refused(of, SHARE, history=[past("2026-11-27", TOPIC)]).code == "count_per_day"


def test_formats_of_one_campaign_on_one_day_count_once():
    of = group("促销每周最多 2 次")
    twice = [past("2026-11-24", campaign="a"), past("2026-11-24", campaign="a").model_copy(update={"id": "x"})]
    refuse(of, history=twice, campaign=campaign())


def test_none_at_all():
    assert refused(group(promo=PromoTerms(per_day=0))).code == "count_per_day"


def test_an_exempt_mechanic_or_festival():
    of = group("促销只在周一发（会员日除外）")
    assert refused(of, campaign=campaign()).code == "day_not_allowed"
    refuse(of, campaign=campaign(mechanic=Mechanic.MEMBER_DAY))
    of = group("工作日不发促销，双十一除外")
    refuse(of, at=datetime(2026, 11, 11, 12))
    assert refused(of, at=datetime(2026, 11, 12, 12)).code == "day_not_allowed"


def test_a_clause_that_was_not_understood_forbids_nothing_but_is_shown():
    of = group("尽量少发广告")
    refuse(of)
    assert constraints_for(BRAND, of, PROMO, "post").reminders == ("尽量少发广告",)


def test_a_campaign_for_other_groups():
    error = refused(group(), campaign=campaign(groups=("vip",), source="campaigns.yaml"))
    assert (error.code, error.basis) == ("campaign_not_for_group", "campaigns.yaml，c 的 groups：vip")


def test_a_shop_that_is_closed_that_day():
    brand = Brand(
        name="店", branches=(Branch(name="东店", closed=("周五",)), Branch(name="西店", closed=("2026-11-27",)))
    )
    error = refused(group(), campaign=campaign(where="in_store"), brand=brand)
    assert error.code == "shop_closed"
    assert "西店 休息日 2026-11-27" in error.basis
    refuse(group(), campaign=campaign(where="online"), brand=brand)
    refuse(group(), campaign=campaign(where="in_store"), brand=brand, at=FRIDAY + timedelta(days=7))
    refuse(group(), TOPIC, brand=brand)


@pytest.mark.parametrize(
    ("entry", "day", "closed"),
    [
        ("周一", "2026-11-23", True),
        ("周一", "2026-11-24", False),
        ("除夕", "2027-02-05", True),
        ("2027-02-05", "2027-02-05", True),
        ("2027年2月5日至2月8日", "2027-02-07", True),
        ("2027年2月5日至2月8日", "2027-02-09", False),
        ("节假日", "2026-10-01", True),
        ("春节", "2027-02-06", True),
    ],
)
def test_closing_days(entry, day, closed):
    assert closes(entry, date.fromisoformat(day)) is closed


def test_a_group_of_a_region_goods_are_not_sent_to():
    of = Group(id="xj", name="新疆老乡群")
    brand = Brand(name="店", no_ship=("西藏", "新疆"))
    error = refused(of, campaign=campaign(where="online"), brand=brand)
    assert (error.code, error.basis) == ("no_ship", "brand.yaml 的 no_ship：西藏、新疆")
    refuse(of, campaign=campaign(where="both"), brand=brand)
    refuse(group(), campaign=campaign(where="online"), brand=brand)


def test_a_day_with_no_hour_left():
    of = group("促销只在晚上十点到十一点发", "22:00-8:00 免打扰")
    error = refused(of, time_given=False)
    assert error.code == "no_hour_left"
    refuse(of, TOPIC, time_given=False)


def test_suggested_time_keeps_terms_and_period():
    day = FRIDAY.date()
    of = group("每周五 14 点到 16 点才发促销", "22:00-8:00 免打扰")
    assert suggest_time(group=of, kind=PROMO, day=day, campaign=None) == datetime(2026, 11, 27, 14)
    late = campaign(start=datetime(2026, 11, 27, 15, 20), end=datetime(2026, 11, 27, 20))
    assert suggest_time(group=of, kind=PROMO, day=day, campaign=late) == datetime(2026, 11, 27, 15, 30)
    assert suggest_time(group=group(), kind=TOPIC, day=day, campaign=None).hour == 20


_CLAUSES = [
    "晚上十点后早上八点前不打扰",
    "促销只在周末发",
    "每周五 10 点到 20 点才发促销",
    "12:00-14:00 免打扰",
    "节假日不发广告",
]


@given(
    st.lists(st.sampled_from(_CLAUSES), max_size=3),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from(list(DraftKind)),
)
def test_a_day_that_is_not_refused_has_a_suggested_time_that_is_not_refused(clauses, day, kind):
    of = group(*clauses)
    at = suggest_time(group=of, kind=kind, day=day, campaign=None)
    try:
        refuse(of, kind, at, time_given=False)
    except Refused:
        return
    refuse(of, kind, at, time_given=True)


def test_constraints_are_the_narrower_of_brand_group_and_kind():
    brand = Brand(name="店", voice=Voice(emoji=EmojiPolicy(max=3, allowed=("🍞",)), avoid=("亲们",)))
    of = group(
        "正文不超过 120 字", "表情最多 1 个", "不提竞品", "西藏不发货", "大家文明聊天",
        emoji_max=2, avoid=("减肥",), dont=("不讨论别家店的价格", "政治"), do=("写清楚地点",),
        length=Lengths(promo=100), script="traditional",
    )  # fmt: skip
    bounds = constraints_for(brand, of, PROMO, "post")
    assert (bounds.max_length, bounds.emoji_max, bounds.emoji_allowed, bounds.title_max) == (100, 1, ("🍞",), 20)
    assert bounds.avoid == ("亲们", "减肥", "竞品")
    assert bounds.dont == ("别家店的价格", "政治", "竞品")
    assert bounds.do == ("写清楚地点",)
    assert bounds.reminders == ("西藏不发货", "大家文明聊天")
    assert bounds.traditional
    assert constraints_for(brand, of, SHARE, "post").max_length == 120
    assert constraints_for(brand, of, TOPIC, "").min_length == 40


@pytest.mark.parametrize(
    ("kind", "form", "bounds"),
    [(TOPIC, "", (40, 150)), (TOPIC, "poll", (40, 150)), (SHARE, "post", (0, 800)), (SHARE, "voice", (0, 240)),
     (PROMO, "post", (0, 300)), (PROMO, "poster", (0, 40)), (PROMO, "landing", (0, 600)), (PROMO, "series", (0, 200))],
)  # fmt: skip
def test_default_lengths(kind, form, bounds):
    made = constraints_for(BRAND, group(), kind, form)
    assert (made.min_length, made.max_length) == bounds


def test_a_group_that_wants_less_than_a_topic_needs_is_heard():
    made = constraints_for(BRAND, group("每条不超过 30 字"), TOPIC, "")
    assert (made.min_length, made.max_length) == (15, 30)
