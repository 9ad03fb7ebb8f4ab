"""What becomes of the money when a campaign comes to nothing, and what does not go together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from assistant.checks import required
from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.schema.brand import Brand
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product

POT = Product(sku="K1", name="珐琅锅", price=Decimal(399), unit="口", source="p.csv", row=2)
TEAM = Campaign(
    id="team", mechanic=Mechanic.GROUP_BUY, name="珐琅锅四人团", start=datetime(2026, 11, 20), size=4, fill_hours=24,
    end=datetime(2026, 11, 30), how="点链接开团", if_unfilled="24 小时内没成团自动退款，钱原路退回",
    items=(CampaignItem(sku="K1", price=Decimal(329)),), per_person=1, source="campaigns.yaml",
)  # fmt: skip
GIFT = Campaign(
    id="gift", mechanic=Mechanic.GIFT, name="买锅送铲", start=datetime(2026, 11, 20), end=datetime(2026, 11, 30),
    buy="珐琅锅一口", gift="硅胶铲一把", if_out="送完改送同价的 10 元券", quantity=50, how="下单时随锅寄出",
    source="campaigns.yaml",
)  # fmt: skip
COUPON = Campaign(
    id="c", mechanic=Mechanic.COUPON, name="满 300 减 40 券", start=datetime(2026, 11, 20), amount=Decimal(40),
    end=datetime(2026, 12, 20), threshold=Decimal(300), use_until=datetime(2026, 12, 31).date(), how="群里领",
    scope="锅具都能用", source="campaigns.yaml",
)  # fmt: skip
CONTEXT = CheckContext(
    at=datetime(2026, 11, 24, 10), brand=Brand(name="灶边小铺"), products=(POT,), others=(TEAM, GIFT, COUPON)
)
FULL = "珐琅锅四人团，329 一口（平时 399），四个人成团，点链接开团，11月20日到11月30日，每人 1 口，开团 24 小时内凑齐。"


@pytest.mark.parametrize("said", ["没成团自动退款。", "凑不满的话钱原路退给大家。", "人不够就退钱，放心拼。"])
def test_the_same_outcome_in_other_words_is_true(said: str) -> None:
    given = replace(CONTEXT, campaign=TEAM)
    assert check(f"{FULL}{said}", given) == []
    assert required.check(f"{FULL}{said}", given) == []


@pytest.mark.parametrize(
    "said", ["没成团也不退钱。", "凑不满钱转成店里余额。", "没凑齐的照样发货。", "没成团换成等值的券。"]
)
def test_the_reverse_is_found_and_states_no_term(said: str) -> None:
    given = replace(CONTEXT, campaign=TEAM)
    (found,) = check(f"{FULL}{said}", given)
    assert (found.kind, found.severity) == ("wrong_outcome", "error")
    assert TEAM.if_unfilled in found.message
    assert ["没成团" in each.message for each in required.check(f"{FULL}{said}", given)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "珐琅锅四人团不能跟满 300 减 40 的券一起用。",
        "四人团的价不和满 300 减 40 同享。",
        "团购和满 300 减 40 券只能二选一。",
    ],
)
def test_what_does_not_go_together_is_no_offer(text: str) -> None:
    assert check(text, replace(CONTEXT, campaign=TEAM)) == []


def test_what_is_offered_together_is_found() -> None:
    found = check("珐琅锅四人团 329，还能用满 300 减 40 的券。", replace(CONTEXT, campaign=TEAM))
    assert "other_campaign" in {each.kind for each in found}
