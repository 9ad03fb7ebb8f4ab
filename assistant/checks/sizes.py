"""Rows of the price list that share a code or a name, a size each: every row counts, and its size tells which is meant.

Checks know goods by their codes. Where a menu has 美式 中杯 and 美式 大杯 under one code, each row gets a code of its
own, and its name says the size: 美式（大杯）. A campaign that names the code means each of them, or the size it names.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.checks.context import CheckContext
from assistant.checks.mentions import SIZED
from assistant.schema.facts import Campaign, CampaignItem, Product
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_KEPT = 8
_TOKEN = Pattern(r"\d[\d.]*\s?(?:[A-Za-z]+|[一-鿿]{1,2})|[A-Za-z]+|[一-鿿]+")
# What comes in small, middle and large is called by the size and a measure word: 大份, 小碗.
_BARE = Pattern(r"[大中小]")
_CALLED = ("杯", "份", "碗", "号", "盒", "袋", "包", "的")
_LETTER = Pattern(r"[smlx]{1,4}", re.IGNORECASE)
_cache: OrderedDict[tuple[int, ...], tuple[tuple[object, ...], CheckContext]] = OrderedDict()


def each_row(context: CheckContext) -> CheckContext:
    """The context with a code for every row of the price list; the same one where no two rows share code or name."""
    rows = _sized(context.products)
    campaigns = (*context.others, *((context.campaign,) if context.campaign else ()))
    if not rows and all(item.sku for each in campaigns for item in each.items):
        return context
    key = (id(context.products), id(context.others), id(context.campaign))
    known = _cache.get(key)
    if known is None:
        made = replace(
            context,
            products=tuple(rows.get(place, product) for place, product in enumerate(context.products)),
            others=tuple(_each_item(each, context.products, rows) for each in context.others),
            campaign=_each_item(context.campaign, context.products, rows) if context.campaign else None,
        )
        known = _cache[key] = ((context.products, context.others, context.campaign), made)
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    made = known[1]
    return replace(context, products=made.products, others=made.others, campaign=made.campaign)


def sizes_of(goods: Mapping[str, Product]) -> dict[str, frozenset[str]]:
    """What tells each of several rows of one thing apart from the others, without spaces: 大杯, 480ml. Plain texts."""
    families: defaultdict[str, list[str]] = defaultdict(list)
    for key, product in goods.items():
        families[family_name(product.name)].append(key)
    found: dict[str, frozenset[str]] = {}
    for keys in families.values():
        if len(keys) < 2:
            continue
        named = all(_size_of(goods[key]) for key in keys)
        told = {key: _size_of(goods[key]) if named else _tokens(goods[key].spec) for key in keys}
        for key in keys:
            others = {each for other in keys if other != key for each in told[other]}
            own = told[key] - others
            if own:
                found[key] = frozenset(own)
    return found


def family_name(name: str) -> str:
    """The plain name without its size, in brackets or at the end: 水果奶油蛋糕 of 水果奶油蛋糕 8 寸."""
    return SIZED.sub("", re.sub(r"\s*[（(][^（()）]*[)）]\s*$", "", plain(name))).strip()


def _size_of(product: Product) -> set[str]:
    """The size at the end of the name, without spaces."""
    match = SIZED.search(plain(product.name))
    return {"".join(match[0].split()).lower()} if match else set()


def bare_name(product: Product) -> str:
    """The plain name without what stands in brackets behind it."""
    return re.sub(r"\s*[（(][^（()）]*[)）]\s*$", "", plain(product.name)).strip()


def _sized(products: Sequence[Product]) -> dict[int, Product]:
    """The rows that share a code or a name with others, by their place, each with a code and a name of its own."""
    families: defaultdict[str, list[int]] = defaultdict(list)
    codes: defaultdict[str, list[int]] = defaultdict(list)
    for place, product in enumerate(products):
        families[plain(product.name)].append(place)
        codes[product.sku].append(place)
    found: dict[int, Product] = {}
    for place, product in enumerate(products):
        alike = families[plain(product.name)]
        shared = len(codes[product.sku]) > 1
        if not shared and len(alike) < 2:
            continue
        code = f"{product.sku}·{product.name}·{product.spec}·{place}" if shared else product.sku
        size = product.spec.split()[0] if len(alike) > 1 and product.spec.split() else ""
        name = f"{product.name}（{size}）" if size and size not in product.name else product.name
        found[place] = product.model_copy(update={"sku": code, "name": name})
    return found


def _each_item(campaign: Campaign, products: Sequence[Product], rows: Mapping[int, Product]) -> Campaign:
    """The campaign with an article for each row its code means."""
    again: defaultdict[str, list[Product]] = defaultdict(list)
    for place, product in enumerate(products):
        if place in rows and rows[place].sku != product.sku:
            again[product.sku].append(rows[place])
    for place, product in enumerate(products):
        again[f"\0{plain(product.name)}"].append(rows.get(place, product))
    if not any(_key(item) in again for item in campaign.items):
        return campaign
    items = []
    for item in campaign.items:
        meant = again.get(_key(item), [])
        sizes = sizes_of({each.sku: each for each in meant})
        said = "".join(plain(item.name).split()).lower()
        named = [each for each in meant if any(size in said for size in sizes.get(each.sku, ()))]
        items += [item.model_copy(update={"sku": each.sku}) for each in named or meant] or [item]
    return campaign.model_copy(update={"items": tuple(items)})


def _key(item: CampaignItem) -> str:
    """By what the article is found: its code, for want of one its name."""
    return item.sku or f"\0{plain(item.name)}"


def _tokens(spec: str) -> set[str]:
    found: set[str] = set()
    for token in _TOKEN.findall(plain(spec)):
        word = "".join(token.split()).lower()
        if _BARE.fullmatch(word):
            found |= {f"{word}{measure}" for measure in _CALLED}
        elif _LETTER.fullmatch(word):
            found |= {f"{word}码", f"{word}号"}
        elif len(word) > 1:
            found.add(word)
    return found
