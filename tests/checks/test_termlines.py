"""The terms of a campaign as lines of a post."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from assistant.checks.termlines import Line, terms
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product


@dataclass
class Known:
    products: list[Product] = field(default_factory=list)
    at: datetime = datetime(2026, 12, 1, 10)


def campaign(mechanic: Mechanic, **terms: object) -> Campaign:
    base = {
        "id": "c",
        "name": "活动",
        "mechanic": mechanic,
        "start": datetime(2026, 12, 1),
        "end": datetime(2026, 12, 5),
        "how": "群里接龙",
        "items": (CampaignItem(name="帆布袋", price=19),),
    }
    return Campaign.model_validate({**base, **terms})


@pytest.mark.parametrize("mechanic", [Mechanic.SECKILL, Mechanic.GROUP_BUY, Mechanic.BARGAIN, Mechanic.MEMBER_DAY])
def test_how_many_there_are_and_how_many_one_may_buy_is_told_of_every_sale(mechanic):
    told = [line.text for line in terms(campaign(mechanic, quantity=30, per_person=2), Known())]

    assert "共 30 份，每人限购 2 份" in told


@pytest.mark.parametrize("mechanic", [Mechanic.RANKING, Mechanic.REFERRAL, Mechanic.SWAP])
def test_places_are_told_where_no_goods_are_counted(mechanic):
    told = [line.text for line in terms(campaign(mechanic, quantity=30, per_person=2), Known())]

    assert "名额 30 个，每人限 2 次" in told
    assert not any("名额" in line.text for line in terms(campaign(mechanic), Known()))


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("推荐人", "推荐人得 20 元购书券", "推荐人得 20 元购书券"),
        ("没成团", "没凑满自动退款", "没凑满自动退款"),
        ("送完后", "送完为止，不另补", "送完为止，不另补"),
        ("推荐人", "得 20 元购书券", "推荐人：得 20 元购书券"),
        ("没成团", "自动退款", "没成团：自动退款"),
        ("", "生日当月 8 折", "生日当月 8 折"),
    ],
)
def test_a_label_is_not_said_twice(label, text, said):
    assert Line("rule", label, text).labelled == said
