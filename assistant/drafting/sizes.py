"""Which row of the price list an article of a campaign is, where several rows share its code (a size each)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import Refused
from assistant.schema.facts import Campaign, CampaignItem, Product, ProductStatus
from assistant.text.format import money_text
from assistant.text.normalize import fold

_WORD = re.compile(r"[^\s,，、/／()（）·:：]+")


def settled(campaign: Campaign, products: Sequence[Product]) -> list[Product]:
    """Return the products with one row for each article of the campaign.

    The name of the article says which size is meant (美式（大杯）); where all sizes cost the same, they are one row
    without a size. Two sizes of one code in a campaign have no row: who looks for codes alone would give both the price
    of the first. Raises :class:`~assistant.errors.Refused` (``contradiction``) where the sizes cost different and
    the name does not say.
    """
    rows: dict[str, list[Product]] = {}
    for product in products:
        if product.sku:
            rows.setdefault(product.sku, []).append(product)
    instead: dict[str, Product | None] = {}
    for item in campaign.items:
        if len(rows.get(item.sku, ())) > 1:
            row = _row_of(item, rows[item.sku], campaign)
            instead[item.sku] = row if instead.get(item.sku, row) == row else None
    found: dict[int, Product] = {}
    for product in products:
        counts = instead.get(product.sku, product)
        if counts is not None:
            found.setdefault(id(counts), counts)
    return list(found.values())


def _row_of(item: CampaignItem, rows: Sequence[Product], campaign: Campaign) -> Product:
    meant = [row for row in rows if _says(item.name, row, rows)]
    if len(meant) == 1:
        # The name of the article says the size: once is enough.
        return meant[0].model_copy(update={"spec": ""})
    rows = [row for row in meant or rows if row.status is not ProductStatus.OFF_SHELF] or rows
    if len({(row.price, row.member_price) for row in rows}) > 1:
        sizes = "，".join(f"{row.name} {row.spec} {money_text(row.price)}" for row in rows if row.price is not None)
        raise Refused(
            f"「{campaign.name}」的商品 {item.sku} 在商品表里不止一种，价格不同（{sizes}），"
            f"请在活动的商品名称里写明是哪一种，例如 {rows[-1].name}（{rows[-1].spec}）",
            code="contradiction",
            basis=f"campaigns.yaml：{campaign.id}",
        )
    on_sale = next((row for row in rows if row.status is ProductStatus.ON_SALE and row.stock != 0), rows[0])
    stocks = [row.stock for row in rows]
    total = None if None in stocks else sum(stock for stock in stocks if stock is not None)
    return on_sale.model_copy(update={"spec": "", "stock": total})


def _says(name: str, row: Product, rows: Sequence[Product]) -> bool:
    """Whether the name has a word of this row's size, or of its own name, that no other row has."""
    said = fold(name)
    others = [fold(f"{other.name} {other.spec}") for other in rows if other is not row]
    words = {fold(word) for word in _WORD.findall(f"{row.name} {row.spec}")}
    return any(word in said and not any(word in other for other in others) for word in words)
