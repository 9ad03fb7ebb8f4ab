"""Whose price is it? An amount wrong here may be that of another campaign, of one that is over, or of other goods."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.factlock import Objection
from assistant.checks.lockwords import truth_text
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign
from assistant.text.format import date_text, money_text


def origin_of(finding: Finding, objection: Objection, read: Pasted, context: CheckContext) -> Finding | None:
    """The finding with the campaign or the goods whose price this is; None where it is nobody's."""
    quantity, owners = objection.quantity, objection.setting.owners
    if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or not isinstance(quantity.low, Decimal):
        return None
    if finding.kind == "member_price":
        return None
    coupons = bool(objection.setting.roles & {"save", "coupon"})
    for campaign, sku in _campaigns_with(quantity.low, context, coupons=coupons):
        if read.announced is not None and campaign.id == read.announced.id and (not owners or sku in owners):
            continue
        if owners and sku and sku not in owners and read.announced is None:
            continue
        over = campaign.is_over(context.at)
        what = "价" if sku else "优惠"
        truth = _instead(objection, read) if sku else ""
        remedy = finding.suggestion if sku else "去掉，或换成这个群现在能用的优惠"
        return finding.model_copy(
            update={
                "kind": "expired_price" if over else "other_campaign",
                "severity": "error" if sku in owners else finding.severity,
                "message": f"{money_text(quantity.low)}是活动“{campaign.name}”的{what}"
                f"{_not_here(campaign, context)}{truth}",
                "suggestion": remedy,
                "basis": campaign.basis,
            }
        )
    if not owners:
        return None
    named = {key for mention in read.mentions for key in mention.owners}
    for product in read.goods.values():
        if product.price == quantity.low and product.sku in named - owners:
            return finding.model_copy(
                update={
                    "kind": "other_product",
                    "message": f"{money_text(quantity.low)}是“{product.name}”的价{_instead(objection, read)}",
                }
            )
    return None


def _instead(objection: Objection, read: Pasted) -> str:
    """What should stand there, where a field says it."""
    return f"，{truth_text(objection.expected, read.sheet)}" if objection.expected else "，不是这里的价"


def _not_here(campaign: Campaign, context: CheckContext) -> str:
    """Why its price cannot be promised in this text."""
    if campaign.lasts is not None and campaign.is_over(context.at):
        return f"，{date_text(campaign.lasts.date())}已经结束"
    if context.group is not None and campaign.groups and context.group.id not in campaign.groups:
        return f"，那个活动不面向“{context.group.name}”"
    return ""


def _campaigns_with(price: Decimal, context: CheckContext, *, coupons: bool) -> Iterator[tuple[Campaign, str]]:
    """Campaigns with an article at this price and its sku, or a coupon of it and no sku; those still on first."""
    campaigns = [each for each in (*context.others, context.campaign) if each is not None]
    unique = {each.id: each for each in campaigns}.values()
    for campaign in sorted(unique, key=lambda each: each.is_over(context.at)):
        steps = {step.price for step in campaign.ladder} | {campaign.floor_price}
        for item in campaign.items:
            if item.price == price or price in steps:
                yield campaign, item.sku
        if coupons and campaign.amount == price:
            yield campaign, ""
