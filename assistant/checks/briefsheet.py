"""The fact sheet of a brief: what its campaign, products, brand, group, calendar and cited passages allow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from assistant.checks.citations import cited_passages
from assistant.checks.derived import add_derived
from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Kind
from assistant.schema.brand import Brand
from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation, DraftKind
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product
from assistant.schema.group import Group

_KEPT = 8
_cache: OrderedDict[int, tuple[Brief, FactSheet]] = OrderedDict()


def sheet_of(brief: Brief, citations: Sequence[Citation] = ()) -> FactSheet:
    """The fact sheet of ``brief`` with the passages that are cited, valid and quoted verbatim.

    The part that depends on the brief alone is built once and kept for the last few briefs.
    """
    known = _cache.get(id(brief))
    if known is None or known[0] is not brief:
        known = (brief, _base(brief))
        _cache[id(brief)] = known
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    if not citations:
        return known[1]
    sheet = known[1].copy()
    for passage in cited_passages(citations, brief):
        for text in (passage.heading, passage.question, passage.text):
            sheet.add_text(text, passage.basis)
    return sheet


def _base(brief: Brief) -> FactSheet:
    campaign = brief.campaign
    products = {product.sku: product.name for product in brief.products}
    for item in campaign.items if campaign else ():
        if item.name or item.sku:
            products.setdefault(item.sku or item.name, item.name or item.sku)
    group = brief.group
    audience = " ".join(
        (group.audience, group.name, campaign.audience if campaign else "", campaign.members if campaign else "")
    )
    sheet = FactSheet(
        brief.at,
        products,
        names=tuple(filter(None, (brief.brand.name, group.name, *(branch.name for branch in brief.brand.branches),
                                  campaign.name if campaign else "", *brief.calendar.festivals,
                                  *(name for _, name in brief.calendar.upcoming), brief.calendar.lunar,
                                  brief.calendar.solar_term))),
        festivals={name: ahead for ahead, name in brief.calendar.upcoming},
        branches=frozenset(branch.name for branch in brief.brand.branches),
        members_only="会员" in audience or bool(campaign and campaign.mechanic is Mechanic.MEMBER_DAY),
        promo=brief.kind is DraftKind.PROMO,
    )  # fmt: skip
    for product in brief.products:
        add_product(sheet, product, campaign)
    if campaign is not None:
        add_campaign(sheet, campaign, {product.sku: product for product in brief.products})
    add_brand(sheet, brief.brand)
    add_group(sheet, brief.group)
    for seed in brief.seeds:
        for text in (seed.title, seed.text, seed.question, *seed.options, *seed.followups):
            sheet.add_text(text, "topics.yaml", general=True)
    add_calendar(sheet, brief.calendar.upcoming)
    add_derived(sheet, campaign, brief.products)
    return sheet


def add_product(sheet: FactSheet, product: Product, campaign: Campaign | None) -> None:
    """A product as its row states it; where the campaign sets its own stock or limit, that one holds."""
    owner = (product.sku,)
    sheet.goods[product.sku] = product
    basis = product.basis if product.source else product.sku
    item = _item_of(campaign, product)
    deal = "" if campaign and item and _has_price(campaign, item) else " deal"
    sheet.add(Kind.MONEY, product.price, roles="list price" + deal, owners=owner, label="日常价", basis=basis)
    sheet.add(Kind.MONEY, product.member_price, roles="member", owners=owner, label="会员价", basis=basis)
    stock = None if item and item.stock is not None else product.stock
    own_limit = campaign is not None and item is not None and (item.limit or campaign.per_person)
    limit = None if own_limit else product.limit
    for value, role, label in ((stock, "stock", "库存"), (limit, "limit", "限购")):
        if value is not None:
            count = Decimal(value)
            sheet.add(Kind.COUNT, count, roles=role, unit=product.unit, owners=owner, label=label, basis=basis)
    for text in (product.name, product.spec, product.unit, product.description, product.category, *product.tags):
        sheet.add_text(text, basis, owners=owner)


def _item_of(campaign: Campaign | None, product: Product) -> CampaignItem | None:
    items = campaign.items if campaign else ()
    return next(
        (item for item in items if item.sku == product.sku or (not item.sku and item.name == product.name)), None
    )


def _has_price(campaign: Campaign, item: CampaignItem) -> bool:
    return item.price is not None or campaign.floor_price is not None or bool(campaign.ladder)


def add_campaign(sheet: FactSheet, campaign: Campaign, products: dict[str, Product]) -> None:
    """The terms of a campaign; ``products`` are those of its articles, by sku."""
    basis = campaign.basis
    if campaign.start:
        sheet.add_moment(campaign.start, roles="start", label="开始时间", basis=basis)
    if campaign.end:
        sheet.add_moment(campaign.end, roles="end", label="截止时间", basis=basis)
    if campaign.start and campaign.end:
        sheet.add(Kind.DATE, campaign.start.date(), campaign.end.date(), roles="period", label="活动时间", basis=basis)
        if campaign.start.date() == campaign.end.date():
            first, last = (_minute(each.hour, each.minute) for each in (campaign.start, campaign.end))
            sheet.add(Kind.TIME, first, last, roles="period", label="活动时间", basis=basis, on=campaign.start.date())
        sheet.deadlines.append((campaign.start, campaign.end, basis))
        if campaign.lasts != campaign.end:
            sheet.deadlines.append((campaign.start, campaign.lasts, basis))
    if campaign.announce_at:
        sheet.add_moment(campaign.announce_at, roles="announce", label="公布时间", basis=basis)
    if campaign.use_from:
        sheet.add(Kind.DATE, campaign.use_from, roles="start", label="可用日期", basis=basis)
    if campaign.use_until:
        sheet.add(Kind.DATE, campaign.use_until, roles="end", label="有效期", basis=basis)
        sheet.add(
            Kind.DATE,
            campaign.use_from or (campaign.start or sheet.at).date(),
            campaign.use_until,
            label="有效期",
            basis=basis,
        )
    keys = [_add_item(sheet, campaign, item, products, basis) for item in campaign.items]
    sheet.items |= frozenset(keys)
    for text in campaign_texts(campaign):
        sheet.add_text(text, basis)
    _add_terms(sheet, campaign, keys, basis)


def _add_item(
    sheet: FactSheet, campaign: Campaign, item: CampaignItem, products: dict[str, Product], basis: str
) -> str:
    key = item.sku or item.name
    roles = "deal price" + (
        " member" if campaign.mechanic is Mechanic.MEMBER_DAY or "会员" in campaign.audience else ""
    )
    unit = products[key].unit if key in products else ""
    sheet.add(Kind.MONEY, item.price, roles=roles, owners=(key,), label="活动价", basis=basis)
    if item.stock is not None:
        sheet.add(
            Kind.COUNT, Decimal(item.stock), roles="stock", unit=unit, owners=(key,), label="活动库存", basis=basis
        )
    if item.limit is not None:
        sheet.add(Kind.COUNT, Decimal(item.limit), roles="limit", unit=unit, owners=(key,), label="限购", basis=basis)
    sheet.add_text(item.name, basis, owners=(key,))
    return key


def _add_terms(sheet: FactSheet, campaign: Campaign, keys: list[str], basis: str) -> None:
    def count(value: int | None, roles: str, label: str, unit: str = "") -> None:
        if value is not None:
            sheet.add(Kind.COUNT, Decimal(value), roles=roles, unit=unit, label=label, basis=basis)

    count(campaign.size, "size", "成团人数", "人")
    count(campaign.helpers, "helpers size", "助力人数", "人")
    count(campaign.quantity, "stock", "数量")
    count(campaign.per_person, "limit", "每人限量")
    if campaign.fill_hours is not None:
        sheet.add(
            Kind.DURATION, Decimal(campaign.fill_hours * 60), unit="minute", roles="fill", label="成团时限", basis=basis
        )
    for step in campaign.ladder:
        count(step.buyers, "size", "人数档", "人")
        sheet.add(
            Kind.MONEY, step.price, roles="deal price", owners=keys, label=f"满 {step.buyers} 人的价", basis=basis
        )
    sheet.add(Kind.MONEY, campaign.floor_price, roles="floor deal price", owners=keys, label="底价", basis=basis)
    sheet.add(Kind.MONEY, campaign.amount, roles="coupon save", label="优惠金额", basis=basis)
    sheet.add(Kind.MONEY, campaign.threshold, roles="threshold", label="使用门槛", basis=basis)
    sheet.add(Kind.DISCOUNT, campaign.discount, label="折扣", basis=basis)
    for prize in campaign.prizes:
        ranks = [
            Decimal(each)
            for each in prize.rank.replace("–", "-").replace("~", "-").split("-")
            if each.strip().isdigit()
        ]
        if ranks:
            sheet.add(Kind.ORDINAL, ranks[0], ranks[-1], label="名次", basis=basis)
            sheet.add(Kind.COUNT, ranks[-1], roles="stock", unit="名", label="名次", basis=basis)
        sheet.add(Kind.MONEY, prize.value, roles="value reward", label="奖品价值", basis=basis)
        count(prize.count, "stock gift", "奖品数量")


def campaign_texts(campaign: Campaign) -> tuple[str, ...]:
    """Every text a campaign's entry holds, the gift with its verb."""
    gift = f"买{campaign.buy}" if campaign.buy and not campaign.buy.startswith(("买", "满", "购")) else campaign.buy
    given = f"送{campaign.gift}" if campaign.gift and not campaign.gift.startswith(("送", "赠")) else campaign.gift
    return (
        campaign.name, campaign.how, campaign.audience, *campaign.exclusions, *campaign.no_ship, campaign.note,
        campaign.if_unfilled, campaign.rule, campaign.scope, gift, given, campaign.if_out, campaign.metric,
        *(prize.prize for prize in campaign.prizes), campaign.tie_rule, campaign.old_items, campaign.benefit,
        campaign.handling, campaign.members, *campaign.benefits, campaign.new_reward, campaign.reward_cap,
        campaign.condition, campaign.payout, campaign.reward,
    )  # fmt: skip


def add_brand(sheet: FactSheet, brand: Brand) -> None:
    """What the brand says of itself: hours, addresses, telephones, and how many shops it has."""
    texts = [brand.name, brand.trade, brand.about, brand.audience, brand.contact, *brand.no_ship]
    texts += [*brand.disclaimers.values(), *brand.voice.greetings, *brand.voice.closings, brand.voice.signature]
    texts += [word for key, words in brand.synonyms.items() for word in (key, *words)]
    for branch in brand.branches:
        owner = (branch.name,)
        for text in (branch.name, branch.address, branch.phone, branch.hours, branch.note):
            sheet.add_text(text, "brand.yaml", owners=owner, general=True)
        for closed in branch.closed:
            sheet.add_text(closed, "brand.yaml", owners=owner, roles="closed")
    for text in texts:
        sheet.add_text(text, "brand.yaml", general=True)
    count = Decimal(len(brand.branches))
    if count > 1:
        for unit in ("家", "家店", "家门店", "门店", "间"):
            sheet.add(Kind.COUNT, count, unit=unit, roles="items", label="门店数", basis="brand.yaml")


def add_group(sheet: FactSheet, group: Group) -> None:
    """What groups.yaml says of the group."""
    basis = f"groups.yaml · {group.id}"
    texts = [group.name, *group.theme, group.audience, group.tone, *group.quiet_hours, *group.promo.hours]
    for text in (*texts, *group.do, *group.dont, *group.terms, *group.no_ship):
        sheet.add_text(text, basis, general=True)
    if group.size:
        sheet.add(Kind.COUNT, Decimal(group.size), unit="人", label="群人数", basis=basis)


def add_calendar(sheet: FactSheet, upcoming: Sequence[tuple[int, str]] = ()) -> None:
    """The day itself and the festivals ahead; they are no start or end of anything."""
    today, at = sheet.today, sheet.at
    sheet.add(Kind.DATE, today, roles="today", label="发送日期", basis="日历")
    sheet.add(Kind.TIME, _minute(at.hour, at.minute), roles="today", label="发送时间", basis="日历", on=today)
    for ahead, name in upcoming:
        sheet.add(Kind.DATE, today + timedelta(days=ahead), roles="today", label=name, basis="日历")


def _minute(hour: int, minute: int) -> Decimal:
    return Decimal(hour * 60 + minute)
