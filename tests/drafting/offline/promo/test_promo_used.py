"""A coupon that is given out no more: a post reminds of using it, and offers nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from promo_cases import TRADES, brief, shop

from assistant.drafting.campaigns import choose_campaign, refuse_by_facts
from assistant.drafting.offline.promo import write_promo
from assistant.errors import Refused
from assistant.schema.facts import Campaign, Mechanic


def given_out(trade: str) -> Campaign:
    """The coupon of the trade, usable for twenty days longer than it is given out."""
    campaign = shop(trade).campaigns[Mechanic.COUPON]
    assert campaign.end is not None
    return campaign.model_copy(update={"use_until": (campaign.end + timedelta(days=20)).date()})


@pytest.mark.parametrize("trade", TRADES)
def test_a_reminder_offers_nothing(trade: str) -> None:
    campaign = given_out(trade)
    assert campaign.end is not None
    of = shop(trade)
    at = campaign.end + timedelta(days=5)
    refuse_by_facts(campaign, of.products, at=at, format="post")
    for seed in range(12):
        written = write_promo(brief(trade, Mechanic.COUPON, "post", at=at, campaign=campaign, seed=seed))
        assert "用" in written.body
        assert not any(word in written.title + written.body for word in ("参加方式", "领券", "可以领", "限领"))
        assert campaign.use_until is not None
        assert f"{campaign.use_until.month}月{campaign.use_until.day}日" in written.body


@pytest.mark.parametrize("form", ["series", "landing", "poster"])
def test_only_a_post_reminds(form: str) -> None:
    of, campaign = shop(TRADES[0]), given_out(TRADES[0])
    assert campaign.end is not None
    with pytest.raises(Refused, match="停止领取"):
        refuse_by_facts(campaign, of.products, at=campaign.end, format=form)
    assert campaign.lasts is not None
    with pytest.raises(Refused, match="已经结束"):
        refuse_by_facts(campaign, of.products, at=campaign.lasts, format="post")


def test_what_can_still_be_had_comes_first() -> None:
    of, campaign = shop(TRADES[0]), given_out(TRADES[0])
    assert campaign.end is not None
    at = campaign.end + timedelta(days=5)
    on = campaign.model_copy(update={"id": "zz-on", "name": "另一张券", "end": at + timedelta(days=30)})
    assert choose_campaign([campaign, on], group=of.group, at=at, products=of.products).id == "zz-on"
    assert choose_campaign([campaign], group=of.group, at=at, products=of.products).id == campaign.id
