"""The facts of a brief as lines a model can read; every number it may use stands here or in a passage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.schema.brand import Brand
from assistant.schema.brief import Brief
from assistant.schema.facts import Campaign, CampaignItem, Product, ProductStatus
from assistant.text.format import date_text, discount_text, moment_text, money_text

_WHERE = {"online": "线上", "in_store": "到店", "both": "线上和门店都行"}
_LABELS = {
    "name": "活动名称",
    "start": "开始时间",
    "end": "结束时间",
    "how": "参加方式",
    "audience": "谁能参加",
    "size": "成团人数",
    "fill_hours": "成团时限",
    "if_unfilled": "没成团怎么办",
    "ladder": "人数和价格",
    "floor_price": "最低价",
    "rule": "规则",
    "amount": "面额",
    "threshold": "使用门槛",
    "discount": "折扣",
    "scope": "适用范围",
    "use_from": "券开始使用",
    "use_until": "券到期",
    "buy": "买什么",
    "gift": "送什么",
    "if_out": "送完怎么办",
    "helpers": "助力人数",
    "metric": "排名依据",
    "prizes": "奖品",
    "tie_rule": "并列怎么办",
    "announce_at": "公布结果",
    "old_items": "收哪些旧物",
    "benefit": "换新优惠",
    "handling": "旧物怎么处理",
    "members": "哪些会员",
    "benefits": "会员权益",
    "reward": "奖励",
    "new_reward": "新人奖励",
    "reward_cap": "奖励上限",
    "condition": "奖励条件",
    "payout": "奖励发放",
    "quantity": "总数量",
    "per_person": "每人限",
    "exclusions": "限制",
    "no_ship": "不发货地区",
    "note": "备注",
}
_MONEY = frozenset({"floor_price", "amount", "threshold"})
_UNITS = {"size": "人", "fill_hours": "小时", "helpers": "人"}
_STATUS = {
    ProductStatus.PRESALE: "预售",
    ProductStatus.SOLD_OUT: "已售罄，不要推荐",
    ProductStatus.OFF_SHELF: "已下架，不要推荐",
}


def fact_lines(brief: Brief) -> list[str]:
    """Return the brief's facts, one line each: campaign, products, shops."""
    lines = list(campaign_lines(brief.campaign, brief.products)) if brief.campaign else []
    lines += [product_line(product) for product in brief.products]
    return lines + list(shop_lines(brief.brand))


def campaign_lines(campaign: Campaign, products: tuple[Product, ...] = ()) -> Iterator[str]:
    """Yield the terms of a campaign as "名称：值"."""
    for field, label in _LABELS.items():
        value = getattr(campaign, field)
        if value is None or value in ("", ()):
            continue
        yield f"{label}：{_value(field, value)}"
        if field == "how":
            yield f"在哪里：{_WHERE[campaign.where]}"
    names = {product.sku: product.name for product in products}
    for item in campaign.items:
        yield f"活动商品：{_item(item, names)}"


def _value(field: str, value: Any) -> str:
    if field == "ladder":
        return "；".join(f"{step.buyers} 人 {money_text(step.price)}" for step in value)
    if field == "prizes":
        return "；".join(_prize(prize) for prize in value)
    if field == "discount":
        return discount_text(value)
    if field in _MONEY:
        return money_text(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, tuple):
        return "；".join(map(str, value))
    return f"{value} {_UNITS[field]}" if field in _UNITS else str(value)


def _prize(prize: Any) -> str:
    value = f"（价值 {money_text(prize.value)}）" if prize.value is not None else ""
    count = f"，{prize.count} 份" if prize.count else ""
    return f"第 {prize.rank} 名 {prize.prize}{value}{count}"


def _item(item: CampaignItem, names: dict[str, str]) -> str:
    parts = [item.name or names.get(item.sku, item.sku)]
    if item.price is not None:
        parts.append(f"活动价 {money_text(item.price)}")
    if item.stock is not None:
        parts.append(f"活动库存 {item.stock}")
    if item.limit is not None:
        parts.append(f"每人限 {item.limit}")
    return "，".join(parts)


def product_line(product: Product) -> str:
    """Return one product with what a customer may be told."""
    parts = [" ".join(filter(None, (product.name, product.spec)))]
    prices: tuple[tuple[str, Decimal | None], ...] = (("标价", product.price), ("会员价", product.member_price))
    parts += [f"{label} {money_text(price)}" for label, price in prices if price is not None]
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
