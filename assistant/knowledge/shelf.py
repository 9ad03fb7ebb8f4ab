"""The goods of a day: of two price lists in force that name the same thing, the newer one counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.schema.facts import Product
from assistant.text.normalize import fold


def newest(by_source: Mapping[str, Sequence[Product]]) -> list[Product]:
    """Return the products of price lists that come in the order of their age, the newest last, each thing once."""
    kept: dict[tuple[str, str], Product] = {}
    for product in (product for found in by_source.values() for product in found):
        key = (fold(product.name), product.spec)
        if key in kept and kept[key].source != product.source:
            del kept[key]
        kept.setdefault(key, product)
    return list(kept.values())
