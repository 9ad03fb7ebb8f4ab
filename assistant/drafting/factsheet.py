"""The facts of a brief as lines a model can read; every number it may use stands here or in a passage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.furtherprices import told_price, words_of
from assistant.checks.termlines import Line, terms
from assistant.schema.brand import Brand
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Product, ProductStatus
from assistant.text.format import money_text

_WHERE = {"online": "线上", "in_store": "到店", "both": "线上和门店都行"}
_STATUS = {
    ProductStatus.PRESALE: "预售",
    ProductStatus.SOLD_OUT: "已售罄，不要推荐",
    ProductStatus.OFF_SHELF: "已下架，不要推荐",
}


def campaign_terms(brief: Brief) -> list[Line]:
    """Return the terms every post of the campaign states, as the offline writer states them."""
    return terms(brief.campaign, brief) if brief.campaign else []


def fact_lines(brief: Brief) -> list[str]:
    """Return the brief's facts, one line each: campaign, products, shops.

    A topic or a share sells nothing, so hours and addresses would only tempt.
    """
    lines = [*_campaign(brief), *(product_line(product, _spoken_of(brief)) for product in brief.products)]
    return [*lines, *shop_lines(brief.brand)] if brief.kind is DraftKind.PROMO else lines


def _campaign(brief: Brief) -> Iterator[str]:
    campaign = brief.campaign
    if campaign is None:
        return
    yield f"活动：{campaign.name}"
    yield from (f"{line.label}：{line.text}" for line in campaign_terms(brief))
    yield f"在哪里：{_WHERE[campaign.where]}"
    if campaign.no_ship:
        yield f"不发货地区：{'、'.join(campaign.no_ship)}"
    if campaign.note:
        yield f"备注：{campaign.note}"


def _spoken_of(brief: Brief) -> str:
    """What the draft is about and whom it is for: a price of another kind is told where one of these speaks of it."""
    group, campaign = brief.group, brief.campaign
    terms = (campaign.name, campaign.how, campaign.rule, campaign.scope, campaign.note) if campaign else ()
    return " ".join((brief.about, group.name, group.audience, group.tone, *group.theme, *terms))


def product_line(product: Product, spoken_of: str = "") -> str:
    """Return one product with what a customer may be told; 整箱价 and the like where ``spoken_of`` does."""
    parts = [" ".join(filter(None, (product.name, product.spec)))]
    prices: tuple[tuple[str, Decimal | None], ...] = (("标价", product.price), ("会员价", product.member_price))
    parts += [f"{label} {money_text(price)}" for label, price in prices if price is not None]
    told = (price for price in product.prices if any(word in spoken_of for word in words_of(price)))
    parts += [f"{price.label} {told_price(price)}" for price in told]
    if product.limit is not None:
        parts.append(f"每人限购 {product.limit}{' ' + product.unit if product.unit else ''}")
    if product.status in _STATUS:
        parts.append(_STATUS[product.status])
    if product.description:
        parts.append(product.description)
    return f"商品：{'，'.join(parts)}"


def shop_lines(brand: Brand) -> Iterator[str]:
    """Yield the shops with address and hours, and where to ask."""
    for branch in brand.branches:
        parts = [branch.name, branch.address, branch.phone, f"营业 {branch.hours}" if branch.hours else ""]
        if branch.closed:
            parts.append(f"休息：{'、'.join(branch.closed)}")
        yield f"门店：{'，'.join(filter(None, parts))}"
    if brand.contact:
        yield f"联系：{brand.contact}"
