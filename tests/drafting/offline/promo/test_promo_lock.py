from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from promo_cases import EVERY, FORMATS, brief, shop

from assistant.checks.factlock import fact_lock
from assistant.drafting.offline.promo import write_promo
from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.framefiles import frames, usable
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


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_every_frame_holds(trade: str, mechanic: Mechanic) -> None:
    """Each opening, closing, title and line of a series, also those no seed above has drawn."""
    start = shop(trade).campaigns[mechanic].start
    for at in (None, start - timedelta(days=2)):
        asked = brief(trade, mechanic, "post", at=at)
        context = Context.of(asked)
        slots = context.slots()
        series = [section for name, section in frames("series").items() if at or name != "teaser"]
        own = (frames("openings")[mechanic.value], frames("closings")[mechanic.value], frames("closings")["any"])
        for by_register in (*own, *series, *frames("landing").values()):
            for candidates in by_register.values():
                for frame in usable(candidates, slots, ()):
                    text = frame.format_map(slots)
                    found = fact_lock("", text, brief=asked, citations=[])
                    # A teaser or a coupon notice sent before its time is the service's to refuse, not a number.
                    assert [(f.kind, f.text, text) for f in found if at is None] == []
        for section in frames("titles").values():
            for frame in usable(section, slots, ()):
                assert fact_lock(frame.format_map(slots), "", brief=asked, citations=[]) == []


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
