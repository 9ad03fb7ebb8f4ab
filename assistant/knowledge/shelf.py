"""The goods of a day: of two price lists in force that name the same thing, the newer one counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from assistant.knowledge.priceconflicts import prices_of_both
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Product, ProductStatus
from assistant.text.normalize import fold


@dataclass(frozen=True)
class Shelf:
    """``products`` count; of each pair in ``replaced`` the first is a row of an older list, the second counts."""

    products: list[Product]
    replaced: list[tuple[Product, Product]]

    def counts(self, passage: Passage) -> bool:
        """Whether a passage is anything but the row of an older list."""
        return passage.kind is not PassageKind.PRODUCT or not any(
            old.source == passage.source and old.name in passage.text and old.spec in passage.text
            for old, _ in self.replaced
        )

    def doubts(self, products: Iterable[Product]) -> list[str]:
        """Return a Chinese sentence for each of ``products`` that an older list has at another price."""
        wanted = {(product.source, product.row, product.name) for product in products}
        found = []
        for old, new in self.replaced:
            prices = prices_of_both(old, new)
            if (
                prices is not None
                and (new.source, new.row, new.name) in wanted
                and old.status is not ProductStatus.OFF_SHELF
            ):
                found.append(
                    f"{new.name}有两个价：{new.source} 写的是{_set_off(prices[1])}，"
                    f"{old.source} 写的是{_set_off(prices[0])}，这里按 {new.source}；"
                    "过时的那份请删掉，或在 sources.yaml 里写上 valid_until"
                )
        return list(dict.fromkeys(found))


def newest(by_source: Mapping[str, Sequence[Product]]) -> list[Product]:
    """Return the products of price lists that come in the order of their age, the newest last, each thing once."""
    return shelf_of(by_source).products


def shelf_of(by_source: Mapping[str, Sequence[Product]]) -> Shelf:
    """Return the goods of price lists that come in the order of their age, the newest last.

    Each has a code, for want of another its name. The same is what has the same name with no different specification,
    or the same name and a code of its own.
    """
    places = count()
    kept: dict[int, Product] = {}
    replaced: list[tuple[Product, Product]] = []
    named: defaultdict[str, set[int]] = defaultdict(set)
    for listed in by_source.values():
        products = list(map(_coded, _each_once(listed)))
        own = {code for code, times in Counter(map(_code, products)).items() if code[0] and times == 1}
        for product in products:
            for place in sorted(named[fold(product.name)]):
                if _same_spec(kept[place], product) or _code(product) in own & {_code(kept[place])}:
                    named[fold(product.name)].discard(place)
                    replaced.append((kept.pop(place), product))
        for product in products:
            place = next(places)
            kept[place] = product
            named[fold(product.name)].add(place)
    return Shelf(list(kept.values()), replaced)


def _each_once(products: Sequence[Product]) -> list[Product]:
    """What one list has twice counts as its first row says."""
    rows: dict[tuple[str, str], Product] = {}
    for product in products:
        rows.setdefault((fold(product.name), product.spec), product)
    return list(rows.values())


def _coded(product: Product) -> Product:
    """Goods without a code get one of their name: all who know goods by their codes would take them for one thing."""
    if product.sku:
        return product
    return product.model_copy(update={"sku": f"{product.name} {product.spec}".strip()})


def _code(product: Product) -> tuple[str, str]:
    """The code of a product and its name; a running number is no code."""
    return ("" if product.sku.isdigit() else fold(product.sku), fold(product.name))


def _same_spec(one: Product, other: Product) -> bool:
    left, right = fold(one.spec), fold(other.spec)
    return not left or not right or left == right


def _set_off(price: str) -> str:
    return f" {price}" if price[:1].isdigit() else price
