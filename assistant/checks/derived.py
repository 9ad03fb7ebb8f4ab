"""Facts that follow from facts by arithmetic: what is saved, the discount a price makes, how long a campaign runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Kind
from assistant.schema.facts import Campaign, Product


def add_derived(sheet: FactSheet, campaign: Campaign | None, products: Sequence[Product]) -> None:
    """Add to ``sheet`` what the terms of ``campaign`` and the prices of ``products`` imply; nothing is assumed."""
    by_key = {product.sku: product for product in products} | {product.name: product for product in products}
    for product in products:
        if product.price is not None and product.member_price is not None:
            _add_saving(sheet, product.sku, product.price, product.member_price, product.source)
    if campaign is None:
        return
    basis = campaign.basis
    for item in campaign.items:
        key = item.sku or item.name
        listed = by_key.get(item.sku) or by_key.get(item.name)
        list_price = listed.price if listed else None
        deals = [item.price, campaign.floor_price, *(step.price for step in campaign.ladder)]
        prices = [each for each in deals if each is not None]
        for price in prices:
            if list_price is not None and price < list_price:
                _add_saving(sheet, key, list_price, price, basis)
        if list_price is not None and campaign.discount is not None:
            price = list_price * campaign.discount / 10
            sheet.add(Kind.MONEY, price, roles="deal price", owners=(key,), label="折后价", basis=basis)
            _add_saving(sheet, key, list_price, price, basis)
        if list_price is not None and campaign.amount is not None and (campaign.threshold or 0) <= list_price:
            price = list_price - campaign.amount
            sheet.add(Kind.MONEY, price, roles="deal price", owners=(key,), label="券后价", basis=basis)
    for first, last in zip(campaign.ladder, campaign.ladder[1:], strict=False):
        sheet.add(Kind.MONEY, abs(first.price - last.price), roles="save", label="每档差价", basis=basis)
    if campaign.amount is not None and campaign.threshold:
        sheet.add(Kind.MONEY, campaign.threshold - campaign.amount, roles="price deal", label="满减后实付", basis=basis)
    if campaign.items:
        for unit in ("款", "样", "种", "个", "件"):
            sheet.add(
                Kind.COUNT, Decimal(len(campaign.items)), unit=unit, roles="items", label="活动商品数", basis=basis
            )
    _add_lengths(sheet, campaign, basis)


def _add_saving(sheet: FactSheet, key: str, full: Decimal, price: Decimal, basis: str) -> None:
    sheet.add(Kind.MONEY, full - price, roles="save", owners=(key,), label="节省", basis=basis)
    if full > 0:
        tenths = price * 10 / full
        if tenths == tenths.quantize(Decimal("0.01")):
            sheet.add(Kind.DISCOUNT, tenths, owners=(key,), label="折扣", basis=basis)


def _add_lengths(sheet: FactSheet, campaign: Campaign, basis: str) -> None:
    """How long the campaign runs, in hours and in calendar days; what is left is judged where it is said."""
    if campaign.start is None or campaign.end is None:
        return
    length = campaign.end - campaign.start
    minutes = Decimal(round(length / timedelta(minutes=1)))
    if minutes % 60 in (0, 59):
        minutes += minutes % 60 // 59
        sheet.add(Kind.DURATION, minutes, unit="minute", roles="length", label="活动时长", basis=basis)
    days = (campaign.end - timedelta(minutes=1)).date() - campaign.start.date()
    sheet.add(
        Kind.DURATION, Decimal((days.days + 1) * 1440), unit="minute", roles="length", label="活动天数", basis=basis
    )
