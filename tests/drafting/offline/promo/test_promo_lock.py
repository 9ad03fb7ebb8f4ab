from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from promo_cases import EVERY, FORMATS, brief, shop

from assistant.checks.factlock import fact_lock
from assistant.drafting.offline.promo import write_promo
from assistant.schema.facts import Mechanic


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_nothing_is_said_that_the_facts_do_not_say(trade: str, mechanic: Mechanic, form: str) -> None:
    start = shop(trade).campaigns[mechanic].start
    for seed in range(2):
        at = start - timedelta(days=1) if form == "series" else None
        asked = brief(trade, mechanic, form, at=at, seed=seed)
        written = write_promo(asked)
        found = fact_lock(written.title, written.body, brief=asked, citations=written.citations)
        assert [(f.kind, f.text, f.message) for f in found] == []


@pytest.mark.parametrize(
    ("mechanic", "change"),
    [
        (Mechanic.COUPON, {"amount": Decimal(25)}),
        (Mechanic.COUPON, {"threshold": Decimal(188)}),
        (Mechanic.GROUP_BUY, {"size": 4}),
        (Mechanic.GROUP_BUY, {"fill_hours": 36}),
        (Mechanic.ASSIST, {"helpers": 7}),
        (Mechanic.ASSIST, {"quantity": 75}),
        (Mechanic.GIFT, {"end": shop("baby").campaigns[Mechanic.GIFT].end + timedelta(days=1)}),
    ],
)
def test_the_lock_bites_when_the_facts_were_others(mechanic: Mechanic, change: dict[str, object]) -> None:
    """The text of one campaign does not pass for another whose numbers differ."""
    asked = brief("baby", mechanic, "post")
    assert asked.campaign is not None
    other = asked.model_copy(update={"campaign": asked.campaign.model_copy(update=change)})
    written = write_promo(other)
    assert fact_lock(written.title, written.body, brief=other, citations=written.citations) == []
    assert fact_lock(written.title, written.body, brief=asked, citations=written.citations) != []
