"""Facts: products and campaigns as typed values with the row they came from. Money is decimal, in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ProductStatus(StrEnum):
    """Whether a product can be bought."""

    ON_SALE = "on_sale"
    PRESALE = "presale"
    SOLD_OUT = "sold_out"
    OFF_SHELF = "off_shelf"


class LabelledPrice(BaseModel):
    """A price that a column of its own states beside the usual one: 整箱价 680（6盒）, 批发价 21, 半只价 48.

    ``label`` is the title of the column, ``amount`` in yuan. ``unit`` is what it buys (箱, 半只), empty where that is
    as usual; ``count`` and ``of`` say what it holds where the cell does: 6 of 盒.
    """

    model_config = ConfigDict(frozen=True)

    label: str
    amount: Decimal
    unit: str = ""
    count: Decimal | None = None
    of: str = ""


class Product(BaseModel):
    """One row of a price list. ``source`` is relative to ``knowledge/``, ``row`` counts from 1 as spreadsheets do.

    ``prices`` are those of further columns; ``price`` and ``member_price`` are not among them.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    name: str
    spec: str = ""
    category: str = ""
    price: Decimal | None = None
    member_price: Decimal | None = None
    stock: int | None = None
    limit: int | None = None
    unit: str = ""
    status: ProductStatus = ProductStatus.ON_SALE
    description: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    row: int = 0
    prices: tuple[LabelledPrice, ...] = ()

    @property
    def basis(self) -> str:
        """Where it stands, as a finding names it."""
        return f"{self.source} 第 {self.row} 行" if self.row else self.source

    @property
    def amounts(self) -> frozenset[Decimal]:
        """Every price the row states."""
        usual = (self.price, self.member_price)
        return frozenset(each for each in (*usual, *(more.amount for more in self.prices)) if each is not None)


class Mechanic(StrEnum):
    """How a campaign works."""

    SECKILL = "seckill"
    GROUP_BUY = "group_buy"
    BARGAIN = "bargain"
    COUPON = "coupon"
    GIFT = "gift"
    ASSIST = "assist"
    RANKING = "ranking"
    SWAP = "swap"
    MEMBER_DAY = "member_day"
    REFERRAL = "referral"


MECHANIC_NAMES: Mapping[Mechanic, str] = {
    Mechanic.SECKILL: "秒杀",
    Mechanic.GROUP_BUY: "拼团",
    Mechanic.BARGAIN: "砍价",
    Mechanic.COUPON: "优惠券",
    Mechanic.GIFT: "买赠",
    Mechanic.ASSIST: "助力",
    Mechanic.RANKING: "排行比拼",
    Mechanic.SWAP: "旧物换新",
    Mechanic.MEMBER_DAY: "会员日",
    Mechanic.REFERRAL: "老带新",
}
"""What operators call the mechanics."""


class LadderStep(BaseModel):
    """At ``buyers`` people the price is ``price`` yuan each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    buyers: int = Field(gt=0)
    price: Decimal = Field(gt=0)


class CampaignItem(BaseModel):
    """One article of a campaign. ``name`` is filled from the product of that ``sku`` when it is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sku: str = ""
    name: str = ""
    price: Decimal | None = Field(default=None, ge=0)
    stock: int | None = Field(default=None, ge=0)
    limit: int | None = Field(default=None, gt=0)


class Prize(BaseModel):
    """A prize of a ranking: ``rank`` as 1 or "2-5"; ``value`` in yuan."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rank: str
    prize: str
    value: Decimal | None = Field(default=None, ge=0)
    count: int | None = Field(default=None, gt=0)


class Campaign(BaseModel):
    """One promotion with its exact terms, as ``campaigns.yaml`` states them.

    All terms are optional here, so that a half-written campaign can be loaded, listed and refused with the name of
    what is missing. ``groups`` empty means every group that takes promotions. Times are local.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    mechanic: Mechanic
    name: str
    start: datetime | None = None
    end: datetime | None = None
    groups: tuple[str, ...] = ()
    where: Literal["online", "in_store", "both"] = "both"
    how: str = ""
    items: tuple[CampaignItem, ...] = ()
    audience: str = ""
    exclusions: tuple[str, ...] = ()
    no_ship: tuple[str, ...] = ()
    note: str = ""
    # group_buy
    size: int | None = Field(default=None, gt=1)
    fill_hours: int | None = Field(default=None, gt=0)
    if_unfilled: str = ""
    # bargain
    ladder: tuple[LadderStep, ...] = ()
    floor_price: Decimal | None = Field(default=None, ge=0)
    rule: str = ""
    # coupon
    amount: Decimal | None = Field(default=None, gt=0)
    threshold: Decimal | None = Field(default=None, ge=0)
    discount: Decimal | None = Field(default=None, gt=0, lt=10)
    scope: str = ""
    use_from: date | None = None
    use_until: date | None = None
    # gift
    buy: str = ""
    gift: str = ""
    if_out: str = ""
    # assist
    helpers: int | None = Field(default=None, gt=0)
    # ranking
    metric: str = ""
    prizes: tuple[Prize, ...] = ()
    tie_rule: str = ""
    announce_at: datetime | None = None
    # swap
    old_items: str = ""
    benefit: str = ""
    handling: str = ""
    # member_day
    members: str = ""
    benefits: tuple[str, ...] = ()
    # referral
    new_reward: str = ""
    reward_cap: str = ""
    condition: str = ""
    payout: str = ""
    levels: int = Field(default=1, ge=1)
    # several mechanics
    reward: str = ""
    quantity: int | None = Field(default=None, ge=0)
    per_person: int | None = Field(default=None, gt=0)
    source: str = ""
    row: int = 0

    @property
    def basis(self) -> str:
        """Where it stands, as a finding names it."""
        return f"{self.source or 'campaigns.yaml'} · {self.id}"

    @property
    def lasts(self) -> datetime | None:
        """Until when members have something of it: what was given out may be used after the giving out has ended."""
        if self.end is None or self.use_until is None:
            return self.end
        return max(self.end, datetime.combine(self.use_until, time(23, 59, 59)))

    def is_over(self, at: datetime) -> bool:
        """Whether nothing of it is left at the local moment ``at``."""
        return self.lasts is not None and self.lasts <= at

    def only_used(self, at: datetime) -> bool:
        """Whether it is given out no more, and what was given out may still be used."""
        return self.end is not None and self.end <= at and not self.is_over(at)
