from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promo_cases import EVERY, TRADES, shop

from assistant.checks.mechanics import REQUIRED, contradictions, missing, missing_terms
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Mechanic, Prize

COMMON_GAPS = [("name", "活动名称"), ("start", "开始时间"), ("end", "结束时间"), ("how", "参加方式")]
GAPS = [
    (Mechanic.SECKILL, "items", "活动商品"),
    (Mechanic.GROUP_BUY, "items", "活动商品"),
    (Mechanic.GROUP_BUY, "size", "成团人数"),
    (Mechanic.GROUP_BUY, "fill_hours", "成团时限"),
    (Mechanic.GROUP_BUY, "if_unfilled", "未成团怎么处理"),
    (Mechanic.BARGAIN, "items", "活动商品"),
    (Mechanic.BARGAIN, "ladder", "人数价格阶梯"),
    (Mechanic.BARGAIN, "floor_price", "最低价"),
    (Mechanic.BARGAIN, "rule", "砍价规则"),
    (Mechanic.COUPON, "amount", "面额或折扣"),
    (Mechanic.COUPON, "threshold", "使用门槛"),
    (Mechanic.COUPON, "quantity", "发放数量"),
    (Mechanic.COUPON, "per_person", "每人限领张数"),
    (Mechanic.COUPON, "use_until", "使用期限"),
    (Mechanic.COUPON, "scope", "适用范围"),
    (Mechanic.GIFT, "buy", "买什么送"),
    (Mechanic.GIFT, "gift", "赠品（品种、规格）"),
    (Mechanic.GIFT, "quantity", "赠品数量"),
    (Mechanic.GIFT, "if_out", "赠品送完怎么办"),
    (Mechanic.ASSIST, "helpers", "助力人数"),
    (Mechanic.ASSIST, "reward", "助力奖励"),
    (Mechanic.ASSIST, "quantity", "奖励数量"),
    (Mechanic.ASSIST, "per_person", "每人限领次数"),
    (Mechanic.RANKING, "metric", "排名依据"),
    (Mechanic.RANKING, "prizes", "奖品"),
    (Mechanic.RANKING, "tie_rule", "并列怎么处理"),
    (Mechanic.RANKING, "announce_at", "公布结果的时间"),
    (Mechanic.SWAP, "old_items", "收哪些旧物"),
    (Mechanic.SWAP, "benefit", "换新优惠"),
    (Mechanic.SWAP, "per_person", "名额或每人限次"),
    (Mechanic.SWAP, "handling", "旧物怎么处理"),
    (Mechanic.MEMBER_DAY, "members", "哪些会员可以参加"),
    (Mechanic.MEMBER_DAY, "benefits", "会员权益"),
    (Mechanic.REFERRAL, "reward", "推荐人奖励"),
    (Mechanic.REFERRAL, "new_reward", "新人奖励"),
    (Mechanic.REFERRAL, "reward_cap", "奖励上限"),
    (Mechanic.REFERRAL, "condition", "奖励条件"),
    (Mechanic.REFERRAL, "payout", "奖励发放时间和方式"),
]


def without(campaign: Campaign, field: str) -> Campaign:
    return campaign.model_copy(
        update={field: Campaign.model_fields[field].get_default()} if field != "name" else {"name": ""}
    )


def baby(mechanic: Mechanic) -> Campaign:
    return shop("baby").campaigns[mechanic]


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_a_complete_campaign_misses_nothing(trade: str, mechanic: Mechanic) -> None:
    assert missing_terms(shop(trade).campaigns[mechanic]) == []


@pytest.mark.parametrize("mechanic", Mechanic)
@pytest.mark.parametrize(("field", "name"), COMMON_GAPS)
def test_every_mechanic_needs_name_period_and_way(mechanic: Mechanic, field: str, name: str) -> None:
    assert missing_terms(without(baby(mechanic), field)) == [name]


@pytest.mark.parametrize(("mechanic", "field", "name"), GAPS)
def test_a_missing_term_is_named(mechanic: Mechanic, field: str, name: str) -> None:
    assert missing_terms(without(baby(mechanic), field)) == [name]


def test_every_required_term_is_tested_above() -> None:
    per_item = {"秒杀价", "拼团价", "活动库存", "每人限购数量", "奖品价值"}
    assert {t.name for terms in REQUIRED.values() for t in terms} == {name for _, _, name in GAPS} | per_item


def test_every_term_has_a_legal_basis() -> None:
    empty = Campaign(id="x", mechanic=Mechanic.GROUP_BUY, name="")
    assert all(term.basis.startswith("《") for term in missing(empty))


@pytest.mark.parametrize(("field", "name"), [("price", "秒杀价"), ("stock", "活动库存"), ("limit", "每人限购数量")])
def test_one_article_without_its_number_is_enough(field: str, name: str) -> None:
    campaign = shop("bakery").campaigns[Mechanic.SECKILL]
    items = (campaign.items[0], campaign.items[1].model_copy(update={field: None}))
    assert missing_terms(campaign.model_copy(update={"items": items})) == [name]


def test_a_flash_sale_may_state_one_stock_and_limit_for_all_articles() -> None:
    campaign = shop("bakery").campaigns[Mechanic.SECKILL]
    items = tuple(item.model_copy(update={"stock": None, "limit": None}) for item in campaign.items)
    assert missing_terms(campaign.model_copy(update={"items": items, "quantity": 40, "per_person": 2})) == []


def test_a_prize_without_a_value_is_named() -> None:
    prizes = (Prize(rank="1", prize="餐椅 1 把"),)
    assert missing_terms(baby(Mechanic.RANKING).model_copy(update={"prizes": prizes})) == ["奖品价值"]


def test_a_discount_coupon_and_one_without_threshold_are_complete() -> None:
    coupon = baby(Mechanic.COUPON).model_copy(
        update={"amount": None, "discount": Decimal("8.5"), "threshold": Decimal(0)}
    )
    assert missing_terms(coupon) == []


def test_blank_text_is_missing() -> None:
    assert missing_terms(baby(Mechanic.SWAP).model_copy(update={"handling": "  "})) == ["旧物怎么处理"]


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_the_cases_contradict_nothing(trade: str, mechanic: Mechanic) -> None:
    of = shop(trade)
    assert contradictions(of.campaigns[mechanic], of.products) == []


def only(campaign: Campaign, trade: str = "baby") -> str:
    found = contradictions(campaign, shop(trade).products)
    assert len(found) == 1
    return found[0]


def test_an_end_before_the_start_is_told() -> None:
    campaign = baby(Mechanic.ASSIST)
    assert campaign.start is not None
    told = only(campaign.model_copy(update={"end": campaign.start - timedelta(hours=1)}))
    assert "2026年11月21日（周六）09:00" in told


def test_a_campaign_price_that_is_none_is_told() -> None:
    campaign = baby(Mechanic.SECKILL)
    items = (campaign.items[0].model_copy(update={"price": Decimal(89)}),)
    assert only(campaign.model_copy(update={"items": items})) == "云朵纸尿裤 的活动价 89 元 不低于日常售价 89 元"


def test_more_stock_than_there_is_is_told() -> None:
    campaign = baby(Mechanic.SECKILL)
    items = (campaign.items[0].model_copy(update={"stock": 121}),)
    assert only(campaign.model_copy(update={"items": items})) == "云朵纸尿裤 的活动库存 121 多于商品表里的库存 120"


def test_a_rising_ladder_and_another_floor_are_told() -> None:
    ladder = (LadderStep(buyers=10, price=Decimal(38)), LadderStep(buyers=20, price=Decimal(40)))
    found = contradictions(baby(Mechanic.BARGAIN).model_copy(update={"ladder": ladder}), shop("baby").products)
    assert found == [
        "价格阶梯没有越砍越低：10 人 38 元，20 人反而 40 元",
        "最低价写的是 35 元，阶梯里的最低一档却是 38 元",
    ]


def test_a_ladder_that_begins_at_the_usual_price_is_told() -> None:
    ladder = (LadderStep(buyers=10, price=Decimal(45)), LadderStep(buyers=20, price=Decimal(35)))
    assert "并没有更便宜" in only(baby(Mechanic.BARGAIN).model_copy(update={"ladder": ladder}))


def test_a_coupon_over_its_threshold_is_told() -> None:
    assert "高于使用门槛 199 元" in only(baby(Mechanic.COUPON).model_copy(update={"amount": Decimal(200)}))


def test_a_coupon_with_amount_and_discount_is_told() -> None:
    assert "只能留一个" in only(baby(Mechanic.COUPON).model_copy(update={"discount": Decimal(9)}))


def test_results_before_the_end_are_told() -> None:
    ranking = baby(Mechanic.RANKING)
    assert "早于活动结束时间" in only(ranking.model_copy(update={"announce_at": ranking.start}))


def test_an_article_nobody_knows_is_told() -> None:
    items = (CampaignItem(sku="NOPE", price=Decimal(1)),)
    assert "NOPE" in only(baby(Mechanic.SECKILL).model_copy(update={"items": items}))


@pytest.mark.parametrize("trade", TRADES)
@given(data=st.data())
def test_missing_terms_are_those_left_out(trade: str, data: st.DataObject) -> None:
    mechanic = data.draw(st.sampled_from(list(Mechanic)))
    fields = [(f, n) for m, f, n in GAPS if m is mechanic and f != "items"]
    chosen = data.draw(st.lists(st.sampled_from(fields + COMMON_GAPS), unique=True))
    campaign = shop(trade).campaigns[mechanic]
    optional = {"amount": "discount", "per_person": "quantity"}
    for field, _ in chosen:
        campaign = without(campaign, field)
        # Either of two fields states these terms: the other one goes too.
        other = optional.get(field)
        if other and mechanic in (Mechanic.COUPON if field == "amount" else Mechanic.SWAP,):
            campaign = without(campaign, other)
    assert set(missing_terms(campaign)) == {name for _, name in chosen}
