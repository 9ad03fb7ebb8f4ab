"""One thing at two prices in two files: most often last year's price list beside this year's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

from assistant.schema.facts import Product, ProductStatus
from assistant.text.format import money_text

_SHOWN = 5
_MOST_ALIKE = 200


def price_conflicts(products: Sequence[Product]) -> list[str]:
    """Return one Chinese sentence for each two files that give the same thing different prices.

    The same is what has the same code, or the same name with no different specification. What is off the shelf is
    passed over. Within one file nothing is compared: a list may name a thing once a size.
    """
    pairs: dict[tuple[str, str], dict[tuple[str, str, str], None]] = {}
    for alike in _alike(product for product in products if product.status is not ProductStatus.OFF_SHELF):
        for one, other in combinations(sorted(alike, key=_place)[:_MOST_ALIKE], 2):
            if one.source != other.source and _same_thing(one, other) and (prices := prices_of_both(one, other)):
                pairs.setdefault((one.source, other.source), {})[one.name, *prices] = None
    return [_sentence(files, list(found)) for files, found in pairs.items()]


def _alike(products: Iterable[Product]) -> Iterable[list[Product]]:
    """Yield products with the same name, and those with the same code but another name."""
    named: dict[str, list[Product]] = {}
    coded: dict[str, list[Product]] = {}
    for product in products:
        named.setdefault(_key(product.name), []).append(product)
        if product.sku:
            coded.setdefault(_key(product.sku), []).append(product)
    yield from (found for found in named.values() if len(found) > 1)
    yield from (found for found in coded.values() if len({_key(product.name) for product in found}) > 1)


def _same_thing(one: Product, other: Product) -> bool:
    if _key(one.name) != _key(other.name):
        # A row number used as a code proves nothing: the names must have something in common.
        left, right = _key(one.name), _key(other.name)
        return not one.sku.isdigit() and (left in right or right in left)
    if one.sku and other.sku and not one.sku.isdigit() and _key(one.sku) == _key(other.sku):
        return True
    left, right = _key(one.spec), _key(other.spec)
    return not left or not right or left == right


def prices_of_both(one: Product, other: Product) -> tuple[str, str] | None:
    """Return the prices of two rows in words, those of another column where only these differ; None where none does."""
    theirs = {each.label: each.amount for each in other.prices}
    both = [("", one.price, other.price), ("会员价 ", one.member_price, other.member_price)]
    both += [(f"{each.label} ", each.amount, theirs.get(each.label)) for each in one.prices]
    for label, left, right in both:
        if left is not None and right is not None and left != right:
            return f"{label}{money_text(left)}", f"{label}{money_text(right)}"
    return None


def _sentence(files: tuple[str, str], found: Sequence[tuple[str, str, str]]) -> str:
    items = "；".join(f"{name}：{left}，{right}" for name, left, right in found[:_SHOWN])
    more = f"等 {len(found)} 样" if len(found) > _SHOWN else ""
    return (
        f"{files[0]} 和 {files[1]} 里同一样东西价格不同（前者在先）：{items}{more}。"
        "过时的那份请删掉，或在 sources.yaml 里写上 valid_until"
    )


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _place(product: Product) -> tuple[str, int]:
    return product.source, product.row
