"""What the operator sees in the morning: the day's meaning, what to look out for, how far everything is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from assistant.desk.slots import Slot, Stage
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Product, ProductStatus

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.schema.brief import CalendarDay

#: So few of a product count as low; so many days beforehand we say that a document or a campaign ends.
LOW, SOON = 10, 3
# Of one kind of warning so many names are told, the others counted.
_NAMED = 5
# A budget of which so much is spent is told of.
_NEARLY = Decimal("0.8")


@dataclass(frozen=True)
class Hints:
    """What a day is: ``calendar`` as drafting knows it, ``rhythm`` how many groups get what by their rhythm."""

    calendar: CalendarDay
    holiday: bool
    rhythm: dict[DraftKind, int]


@dataclass(frozen=True)
class Warning:  # noqa: A001 - what the pages call it
    """Something to look out for. ``code`` names the sentence, ``about`` what stands in it; ``grave`` ones come first.

    ``page`` is where something can be done about it.
    """

    code: str
    page: str
    grave: bool = False
    about: dict[str, str] = field(default_factory=dict)


def hints(desk: Desk, day: date) -> Hints:
    """Return what the day is."""
    from assistant.drafting.calendar import calendar_day, is_holiday

    due = Counter(
        kind
        for group in desk.groups.values()
        for kind in group.kinds
        if day.isoweekday() in getattr(group.rhythm, kind.value)
    )
    return Hints(calendar_day(day), is_holiday(day), {kind: due[kind] for kind in DraftKind if due[kind]})


def counts(found: Iterable[Slot]) -> dict[Stage, int]:
    """Return how many slots there are of each stage; dropped ones are left out."""
    told = Counter(slot.stage for slot in found if slot.stage is not Stage.DROPPED)
    return {stage: told[stage] for stage in Stage if stage is not Stage.DROPPED}


def warnings(desk: Desk, day: date) -> list[Warning]:
    """Return what to look out for on ``day``, the gravest first."""
    found = [*_of_campaigns(desk, day), *_of_goods(desk, day), *_of_knowledge(desk, day), *_of_budget(desk)]
    return sorted(found, key=lambda each: not each.grave)


def _of_campaigns(desk: Desk, day: date) -> Iterable[Warning]:
    for campaign in desk.campaigns.values():
        if campaign.end is None or campaign.start is None:
            continue
        about = {"name": campaign.name, "time": f"{campaign.end:%H:%M}"}
        if campaign.end.date() == day:
            yield Warning("campaign_ends", "studio", True, about)
        elif campaign.start.date() == day:
            yield Warning("campaign_begins", "studio", False, about | {"time": f"{campaign.start:%H:%M}"})
        elif day < campaign.end.date() <= day + timedelta(days=SOON) and campaign.start.date() < day:
            left = (campaign.end.date() - day).days
            yield Warning("campaign_ends_soon", "studio", False, about | {"days": str(left)})


def _of_goods(desk: Desk, day: date) -> Iterable[Warning]:
    from assistant.knowledge import store
    from assistant.knowledge.shelf import shelf_of

    with desk.database.read() as connection:
        goods = shelf_of(store.products_by_source(connection, on=day)).products
    by_sku = {product.sku: product for product in goods if product.sku}
    told: set[str] = set()
    for campaign in _running(desk.campaigns.values(), day):
        for item in campaign.items:
            product = by_sku.get(item.sku)
            if product is None or product.sku in told:
                continue
            about = {"name": product.name, "campaign": campaign.name, "left": str(product.stock or 0)}
            if product.status is ProductStatus.SOLD_OUT or product.stock == 0:
                told.add(product.sku)
                yield Warning("sold_out", "knowledge", True, about)
            elif _low(product):
                told.add(product.sku)
                yield Warning("stock_low", "knowledge", True, about)
    low = [product for product in goods if _low(product) and product.sku not in told]
    if low:
        low.sort(key=lambda product: product.stock or 0)
        yield Warning("stocks_low", "knowledge", False, _named([f"{each.name} {each.stock}" for each in low]))


def _running(campaigns: Iterable[Campaign], day: date) -> list[Campaign]:
    """Those that run on the day or begin within a week, the first to end first."""
    horizon = datetime.combine(day + timedelta(days=7), datetime.max.time())
    begin = datetime.combine(day, datetime.min.time())
    found = [
        campaign
        for campaign in campaigns
        if campaign.start is not None and campaign.end is not None and campaign.start <= horizon
        if campaign.end >= begin
    ]
    return sorted(found, key=lambda campaign: (campaign.end or begin, campaign.id))


def _low(product: Product) -> bool:
    on_sale = product.status is ProductStatus.ON_SALE
    return on_sale and product.stock is not None and 0 < product.stock <= LOW


def _of_knowledge(desk: Desk, day: date) -> Iterable[Warning]:
    from assistant.storage.tables import documents

    soon, lately = (day + timedelta(days=SOON)).isoformat(), (day - timedelta(days=30)).isoformat()
    query = select(documents.c.title, documents.c.source, documents.c.valid_until).where(
        documents.c.valid_until >= lately,
        documents.c.valid_until <= soon,
        documents.c.superseded_by.is_(None),
    )
    with desk.database.read() as connection:
        rows = connection.execute(query.order_by(documents.c.valid_until.desc())).all()
        empty = connection.execute(select(documents.c.source).limit(1)).first() is None
    if empty:
        yield Warning("no_knowledge", "knowledge", True)
    over = [row.title or row.source for row in rows if row.valid_until < day.isoformat()]
    ending = [row.title or row.source for row in rows if row.valid_until >= day.isoformat()]
    if over:
        yield Warning("expired", "knowledge", False, _named(over))
    if ending:
        yield Warning("expires", "knowledge", False, _named(ending) | {"days": str(SOON)})


def _of_budget(desk: Desk) -> Iterable[Warning]:
    from assistant.storage.costs import CostBook

    budget = desk.workspace.settings.models.daily_budget
    if budget is None or not budget:
        return
    spent = CostBook(desk.database).spent(date.today())
    about = {"spent": f"{spent:.2f}", "budget": f"{budget:.2f}"}
    if spent >= budget:
        yield Warning("budget_spent", "settings", True, about)
    elif spent >= budget * _NEARLY:
        yield Warning("budget_nearly", "settings", False, about)


def _named(names: Sequence[str]) -> dict[str, str]:
    """The first of some names, and how many there are."""
    return {"names": "、".join(names[:_NAMED]), "count": str(len(names))}
