"""Four small shops with a campaign of every mechanic each, and briefs made from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from assistant.drafting.calendar import calendar_day
from assistant.schema.brand import Brand
from assistant.schema.brief import Brief, Constraints, PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Mechanic, Product
from assistant.schema.group import Group

TRADES = ("baby", "bakery", "gym", "calligraphy")
FORMATS = ("post", "series", "landing", "poster")
_FOLDER = Path(__file__).parent / "promo_cases_data"


@dataclass(frozen=True)
class Shop:
    brand: Brand
    group: Group
    products: tuple[Product, ...]
    campaigns: dict[Mechanic, Campaign]


@cache
def shop(trade: str) -> Shop:
    data = yaml.safe_load((_FOLDER / f"{trade}.yaml").read_text(encoding="utf-8"))
    campaigns = [Campaign(source="campaigns.yaml", **entry) for entry in data["campaigns"]]
    products = [Product(source="products.csv", row=n, **row) for n, row in enumerate(data["products"], start=2)]
    return Shop(
        brand=Brand(**data["brand"]),
        group=Group(**data["group"]),
        products=tuple(products),
        campaigns={campaign.mechanic: campaign for campaign in campaigns},
    )


def inside(campaign: Campaign) -> datetime:
    """A moment in the campaign: 20 minutes after it begins."""
    assert campaign.start is not None
    return campaign.start + timedelta(minutes=20)


def brief(
    trade: str,
    mechanic: Mechanic,
    format: str,  # noqa: A002
    *,
    at: datetime | None = None,
    seed: int = 0,
    history: tuple[PastDraft, ...] = (),
    campaign: Campaign | None = None,
    group: Group | None = None,
    brand: Brand | None = None,
    **constraints: object,
) -> Brief:
    of = shop(trade)
    campaign = campaign or of.campaigns[mechanic]
    brand = brand or of.brand
    moment = at or inside(campaign)
    bounds = {
        "max_length": {"post": 300, "landing": 800, "series": 1500, "poster": 40}[format],
        "emoji_max": brand.voice.emoji.max,
        "emoji_allowed": brand.voice.emoji.allowed,
        "avoid": brand.voice.avoid,
        **constraints,
    }
    return Brief(
        kind=DraftKind.PROMO,
        format=format,
        brand=brand,
        group=group or of.group,
        at=moment,
        calendar=calendar_day(moment.date()),
        products=of.products,
        campaign=campaign,
        history=history,
        constraints=Constraints(**bounds),
        seed=seed,
    )


EVERY = [(trade, mechanic) for trade in TRADES for mechanic in Mechanic]
