from __future__ import annotations

from datetime import timedelta
from string import Formatter

import pytest
from promo_cases import FORMATS, TRADES, brief, shop

from assistant.drafting.offline.promo import write_promo
from assistant.drafting.offline.promo.framefiles import frames
from assistant.drafting.offline.promo.layout import LAYOUTS
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic

REGISTERS = ("warm", "plain", "playful")
SLOTS = {
    "name",
    "item",
    "until",
    "start",
    "address",
    "contact",
    "how",
    "size",
    "helpers",
    "reward",
    "metric",
    "mechanic",
}
SLOTS |= {"date", "weekday", "price"}


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("mechanic", Mechanic)
def test_there_are_enough_frames(mechanic: Mechanic, register: str) -> None:
    assert len(set(frames("openings")[mechanic.value][register])) >= 4
    closings = {*frames("closings")[mechanic.value][register], *frames("closings")["any"][register]}
    assert len(closings) >= 6
    assert len(LAYOUTS) >= 3


def every_frame(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node
    assert isinstance(children, type({}.values()) | list)
    return [frame for child in children for frame in every_frame(child)]


@pytest.mark.parametrize("name", ["openings", "closings", "titles", "series", "landing", "used"])
def test_frames_use_known_slots_and_claim_nothing(name: str) -> None:
    for frame in every_frame(frames(name)):
        assert {slot for _, slot, _, _ in Formatter().parse(frame) if slot} <= SLOTS
        assert not any(sign in frame for sign in "！!~0123456789"), frame
        assert not any(
            word in frame for word in ("最低", "最好", "第一", "仅剩", "抢", "疯", "错过", "速来", "宝子")
        ) or ("别错过时间" in frame), frame


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("trade", TRADES)
def test_thirty_days_bring_thirty_titles(trade: str, form: str) -> None:
    """The same long campaign again and again: nobody would, and still no title and no text comes twice."""
    campaign = shop(trade).campaigns[Mechanic.REFERRAL]
    start = campaign.start
    assert start is not None
    long = campaign.model_copy(update={"end": start + timedelta(days=60)})
    history: list[PastDraft] = []
    for day in range(30):
        at = start + timedelta(days=day, hours=10)
        written = write_promo(
            brief(trade, Mechanic.REFERRAL, form, at=at, campaign=long, history=tuple(history), max_length=1500)
        )
        assert written.title not in {past.title for past in history}
        if form == "post":
            assert written.body not in {past.body for past in history}
        history.append(
            PastDraft(id=str(day), kind=DraftKind.PROMO, date=at.date(), title=written.title, body=written.body)
        )


@pytest.mark.parametrize("trade", TRADES)
def test_openings_rotate(trade: str) -> None:
    campaign = shop(trade).campaigns[Mechanic.GIFT]
    history: list[PastDraft] = []
    first_lines = []
    for day in range(4):
        at = campaign.start + timedelta(hours=1 + 12 * day)
        asked = brief(trade, Mechanic.GIFT, "post", at=at, history=tuple(history), emoji_max=0)
        written = write_promo(asked)
        first_lines.append(written.body.splitlines()[0].split("，")[0])
        history.append(
            PastDraft(id=str(day), kind=DraftKind.PROMO, date=at.date(), title=written.title, body=written.body)
        )
    assert len(set(first_lines)) == 4
