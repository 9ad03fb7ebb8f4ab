from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from promo_cases import EVERY, FORMATS, TRADES, inside, shop

from assistant.checks.mechanics import available
from assistant.drafting.campaigns import (
    TEASER_DAYS,
    choose_campaign,
    refuse_by_facts,
    refuse_wrong_group,
)
from assistant.errors import Refused
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Prize, Product, ProductStatus

BABY = shop("baby")
NOON = datetime(2026, 11, 24, 12, 0)


def refusal(
    campaign: Campaign, *, at: datetime | None = None, form: str = "post", products: Sequence[Product] = BABY.products
) -> Refused:
    with pytest.raises(Refused) as caught:
        refuse_by_facts(campaign, products, at=at or inside(campaign), format=form)
    return caught.value


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_a_campaign_that_is_on_is_not_refused(trade: str, mechanic: Mechanic, form: str) -> None:
    of = shop(trade)
    refuse_by_facts(of.campaigns[mechanic], of.products, at=inside(of.campaigns[mechanic]), format=form)


def test_an_incomplete_campaign_is_refused_with_every_gap() -> None:
    campaign = BABY.campaigns[Mechanic.GROUP_BUY].model_copy(update={"if_unfilled": "", "size": None})
    refused = refusal(campaign)
    assert refused.code == "incomplete"
    assert (
        refused.reason == "「湿巾三人团」还没写全，拼团活动缺：成团人数、未成团怎么处理。在 campaigns.yaml 里补上再发"
    )
    assert refused.basis.startswith("campaigns.yaml：b-group；《")


def test_an_ended_campaign_is_refused_with_its_end() -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL]
    assert campaign.end is not None
    refused = refusal(campaign, at=campaign.end)
    assert (refused.code, refused.basis) == ("ended", "campaigns.yaml：b-seckill")
    assert refused.reason == "「周二尿裤秒杀」11月24日（周二）22:00 已经结束，不能再发"


@pytest.mark.parametrize("form", ["post", "landing", "poster"])
def test_a_campaign_to_come_is_refused(form: str) -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL]
    refused = refusal(campaign, at=campaign.start - timedelta(minutes=1), form=form)
    assert refused.code == "not_begun"
    assert "11月24日（周二）10:00 才开始" in refused.reason


def test_a_series_may_begin_a_week_before() -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL]
    first = campaign.start - timedelta(days=TEASER_DAYS)
    refuse_by_facts(campaign, BABY.products, at=first, format="series")
    assert refusal(campaign, at=first - timedelta(minutes=1), form="series").code == "not_begun"


def test_a_contradiction_is_refused() -> None:
    campaign = BABY.campaigns[Mechanic.BARGAIN].model_copy(update={"floor_price": Decimal(30)})
    refused = refusal(campaign)
    assert refused.code == "contradiction"
    assert "30 元" in refused.reason


def test_what_is_over_need_not_be_put_right() -> None:
    campaign = BABY.campaigns[Mechanic.BARGAIN].model_copy(update={"floor_price": Decimal(30)})
    assert refusal(campaign, at=campaign.end).code == "ended"


def changed(**update: object) -> list[Product]:
    return [p.model_copy(update=update) if p.sku == "B001" else p for p in BABY.products]


@pytest.mark.parametrize("update", [{"stock": 0}, {"status": ProductStatus.SOLD_OUT}])
def test_a_sold_out_article_is_refused(update: dict[str, object]) -> None:
    refused = refusal(BABY.campaigns[Mechanic.SECKILL], products=changed(**update))
    assert (refused.code, refused.reason) == ("sold_out", "「周二尿裤秒杀」的云朵纸尿裤已经卖完，不能再推")


def test_an_article_off_the_shelf_is_refused() -> None:
    refused = refusal(BABY.campaigns[Mechanic.SECKILL], products=changed(status=ProductStatus.OFF_SHELF))
    assert refused.code == "off_shelf"
    assert "云朵纸尿裤已经下架" in refused.reason


def test_campaign_stock_of_nothing_is_sold_out() -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL]
    items = (campaign.items[0].model_copy(update={"stock": 0}),)
    assert refusal(campaign.model_copy(update={"items": items})).code == "sold_out"


@pytest.mark.parametrize("mechanic", [Mechanic.COUPON, Mechanic.GIFT, Mechanic.ASSIST, Mechanic.SWAP])
def test_a_campaign_whose_quantity_is_used_up_is_refused(mechanic: Mechanic) -> None:
    refused = refusal(BABY.campaigns[mechanic].model_copy(update={"quantity": 0}))
    assert refused.code == "sold_out"


def test_what_is_left_is_still_offered() -> None:
    of = shop("bakery")
    campaign = of.campaigns[Mechanic.SECKILL]
    products = [p.model_copy(update={"stock": 0}) if p.sku == "M02" else p for p in of.products]
    refuse_by_facts(campaign, products, at=inside(campaign), format="post")
    assert [item.name for item in available(campaign, products).items] == ["海盐卷"]


def test_rewards_over_levels_are_refused_by_law() -> None:
    refused = refusal(BABY.campaigns[Mechanic.REFERRAL].model_copy(update={"levels": 2}))
    assert (refused.code, refused.basis) == ("unlawful", "《禁止传销条例》第七条")
    assert "2 级返利" in refused.reason


@pytest.mark.parametrize(
    ("field", "text", "law"),
    [
        ("reward", "自己得 20 元，下线再推荐你还有 5 元", "《禁止传销条例》第七条"),
        ("condition", "团队业绩满 1 万元加发", "《禁止传销条例》第七条"),
        ("reward", "两级分佣，各得 10 元", "《禁止传销条例》第七条"),
        ("payout", "五星好评返现 5 元", "《反不正当竞争法》第九条"),
    ],
)
def test_unlawful_words_in_the_terms_are_refused(field: str, text: str, law: str) -> None:
    refused = refusal(BABY.campaigns[Mechanic.REFERRAL].model_copy(update={field: text}))
    assert (refused.code, refused.basis) == ("unlawful", law)


@pytest.mark.parametrize("text", ["只奖励直接推荐，没有下线", "不要求好评返现", "不设多级返利"])
def test_denying_them_is_lawful(text: str) -> None:
    campaign = BABY.campaigns[Mechanic.REFERRAL].model_copy(update={"condition": text})
    refuse_by_facts(campaign, BABY.products, at=inside(campaign), format="post")


def test_a_prize_over_the_legal_maximum_is_refused() -> None:
    prizes = (Prize(rank="1", prize="电动车 1 辆", value=Decimal("50000.01"), count=1),)
    refused = refusal(BABY.campaigns[Mechanic.RANKING].model_copy(update={"prizes": prizes}))
    assert (refused.code, refused.basis) == ("unlawful", "《反不正当竞争法》第十一条第（四）项")
    assert "电动车" in refused.reason


@pytest.mark.parametrize("name", ["星星婴儿配方奶粉 1 段", "月亮奶粉二段 800 克", "配方奶粉（0-6 个月）"])
def test_formula_for_the_first_year_is_not_promoted(name: str) -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL]
    items = (CampaignItem(name=name, price=Decimal(200), stock=10, limit=1),)
    assert refusal(campaign.model_copy(update={"items": items})).code == "unlawful"


def test_a_campaign_for_other_groups_is_refused() -> None:
    campaign = BABY.campaigns[Mechanic.SECKILL].model_copy(update={"groups": ("other",)})
    with pytest.raises(Refused) as caught:
        refuse_wrong_group(campaign, BABY.group)
    assert caught.value.code == "not_for_group"
    refuse_wrong_group(BABY.campaigns[Mechanic.SECKILL], BABY.group)


# -- which campaign ------------------------------------------------------------------------------------------------


def choose(about: str = "", at: datetime = NOON, history: Sequence[PastDraft] = (), **options: str) -> Campaign:
    return choose_campaign(
        BABY.campaigns.values(),
        group=BABY.group,
        at=at,
        about=about,
        history=history,
        products=BABY.products,
        **options,
    )


def past(title: str, day: datetime) -> PastDraft:
    return PastDraft(id="p", kind=DraftKind.PROMO, date=day.date(), title=title, body="")


def test_the_one_that_ends_soonest_comes_first() -> None:
    assert choose().mechanic is Mechanic.MEMBER_DAY  # 20:30 the same day


def test_one_promoted_lately_waits() -> None:
    assert choose(history=[past("二十四号会员日", NOON)]).mechanic is Mechanic.SECKILL


@pytest.mark.parametrize(
    ("about", "mechanic"),
    [
        ("湿巾三人团", Mechanic.GROUP_BUY),
        ("发一下口水巾的砍价", Mechanic.BARGAIN),
        ("优惠券", Mechanic.COUPON),
        ("b-referral", Mechanic.REFERRAL),
        ("旧推车", Mechanic.SWAP),
        ("给大家写一条今天的活动", Mechanic.MEMBER_DAY),
    ],
)
def test_about_names_the_campaign(about: str, mechanic: Mechanic) -> None:
    assert choose(about).mechanic is mechanic


def test_about_that_no_campaign_fits_is_refused_with_what_there_is() -> None:
    with pytest.raises(Refused) as caught:
        choose("安全座椅")
    assert caught.value.code == "no_campaign"
    assert "「周二尿裤秒杀」" in caught.value.reason


def test_a_named_campaign_that_is_over_says_so() -> None:
    with pytest.raises(Refused) as caught:
        choose("湿巾三人团", at=datetime(2026, 11, 27, 9, 0))
    assert caught.value.code == "ended"


def test_nothing_on_tells_what_comes_next() -> None:
    with pytest.raises(Refused) as caught:
        choose(at=datetime(2026, 10, 20, 9, 0))
    assert caught.value.code == "no_campaign"
    assert "接下来是「老友带新友」（11月1日（周日）00:00 开始）" in caught.value.reason


def test_a_series_may_take_one_that_is_to_come() -> None:
    at = datetime(2026, 10, 30, 9, 0)
    assert choose(at=at, format="series").mechanic is Mechanic.REFERRAL


def test_groups_see_only_their_own() -> None:
    other = {m: c.model_copy(update={"groups": ("x",)}) for m, c in BABY.campaigns.items()}
    with pytest.raises(Refused, match=r"campaigns\.yaml 里还没有给它的活动"):
        choose_campaign(other.values(), group=BABY.group, at=NOON)


@pytest.mark.parametrize("trade", TRADES)
def test_the_choice_does_not_depend_on_the_order(trade: str) -> None:
    of = shop(trade)
    campaigns = list(of.campaigns.values())
    at = datetime(2026, 11, 25, 9, 0)
    first = choose_campaign(campaigns, group=of.group, at=at, products=of.products)
    assert choose_campaign(campaigns[::-1], group=of.group, at=at, products=of.products) == first
