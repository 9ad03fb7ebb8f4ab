"""Facts without the orders to a model that stand in their texts: the name of an article, the note of a campaign."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel

from assistant.knowledge.documents import Section
from assistant.knowledge.orders import strip_orders
from assistant.schema.facts import Campaign, Product
from assistant.text.patterns import Pattern

FactT = TypeVar("FactT", bound=BaseModel)
# What tells a fact from others is no text to be read.
_KEYS = frozenset({"id", "sku", "source", "groups", "row", "mechanic", "where", "status", "unit"})
# A name that leads somewhere else: 摇摇杯·加微信 abc123 拿出厂价.
_CONTACT = Pattern(
    r"[\s·•,，、\-—|]*(?:请|快)?(?:加|联系|私聊)(?:我|店主|群主)?的?\s*(?:微信|vx|v信|wx|qq|扣扣|line)\s*号?\s*[:：]?\s*"
    r"[a-z\d][\w-]{4,}.*$",
    re.IGNORECASE,
)


def honest_campaign(campaign: Campaign) -> tuple[Campaign, list[str]]:
    """Return a campaign without orders, and the orders that stood in it."""
    clean, taken = _without(campaign)
    # A campaign that had nothing but an order for its name is still told from the others.
    return (clean if clean.name else clean.model_copy(update={"name": campaign.id})), taken


def honest_products(products: list[Product], sections: list[Section]) -> tuple[list[Product], list[Section], list[str]]:
    """Return the articles of a price list and its sections without orders, and the orders that stood in them.

    An article whose name was nothing but an order is left out.
    """
    kept: list[Product] = []
    found: list[str] = []
    changed: dict[str, str] = {}
    for product in products:
        clean, taken = _without(product)
        if contact := _CONTACT.search(clean.name):
            taken.append(contact.group().strip(" ·•,，、-—|"))
            clean = clean.model_copy(update={"name": clean.name[: contact.start()].strip()})
        found += taken
        changed |= {
            before: after
            for before, after in zip(_texts(product), _texts(clean), strict=True)
            if before and before != after
        }
        if clean.name:
            kept.append(clean)
    return kept, [_replaced(section, changed) for section in sections] if changed else sections, found


def _texts(product: Product) -> tuple[str, ...]:
    return product.name, product.spec, product.category, product.description


def _replaced(section: Section, changed: dict[str, str]) -> Section:
    def plain(text: str) -> str:
        for before, after in changed.items():
            text = text.replace(before, after)
        return text

    heading = tuple(filter(None, map(plain, section.heading)))
    return section.model_copy(update={"text": plain(section.text), "heading": heading})


def _without(fact: FactT) -> tuple[FactT, list[str]]:
    update: dict[str, Any] = {}
    found: list[str] = []
    for name in type(fact).model_fields:
        value = getattr(fact, name)
        if name in _KEYS:
            continue
        clean, taken = _value(value)
        if taken:
            update[name] = clean
            found += taken
    return (fact.model_copy(update=update) if update else fact), found


def _value(value: Any) -> tuple[Any, list[str]]:
    if isinstance(value, str) and type(value) is str:
        return strip_orders(value)
    if isinstance(value, BaseModel):
        return _without(value)
    if isinstance(value, tuple):
        pairs = [_value(entry) for entry in value]
        found = [order for _, taken in pairs for order in taken]
        return (tuple(clean for clean, _ in pairs if clean != "") if found else value), found
    return value, []
