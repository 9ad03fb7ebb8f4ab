"""Menus with a column of prices a size: 品名, 中杯, 大杯."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.knowledge.columns import Columns, bare, field_of
from assistant.knowledge.products import parse_money, product_of
from assistant.schema.facts import Product

_SIZE = re.compile(r"^(?:超大|特大|大|中|小|迷你|半|整|单人|双人|四人)(?:杯|份|碗|盘|锅|瓶|桶|壶|盒|只)(?:价格?)?$")
_PRICE = "售价"
_SPEC = "规格"


@dataclass(frozen=True)
class Sized:
    """``sizes`` are the columns of prices, each under the name of its size."""

    header: tuple[str, ...]
    sizes: dict[int, str]

    @classmethod
    def find(cls, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Sized | None:
        """Return the columns where there are names, two sizes at least and money below them; else None."""
        sizes = {index: bare(title) for index, title in enumerate(header) if _SIZE.match(bare(title))}
        named = any(known[0] == "name" for title in header if (known := field_of(title)))
        if len(sizes) < 2 or not named:
            return None
        cells = [row[index] for row in rows for index in sizes if index < len(row) and row[index].strip("-—/无 ")]
        money = [cell for cell in cells if parse_money(cell)[0] is not None]
        return cls(tuple(header), sizes) if money and len(money) * 5 >= len(cells) * 4 else None

    def products(self, cells: Sequence[str], *, number: int, group: str = "") -> list[Product]:
        """Return one product for each size that has a price."""
        found = []
        for index, size in self.sizes.items():
            price = cells[index] if index < len(cells) else ""
            columns = Columns.find([*self._without_sizes(self.header), _SPEC, _PRICE])
            if columns is None or parse_money(price)[0] is None:
                continue
            product, _ = product_of(columns, [*self._without_sizes(cells), size, price], number=number, group=group)
            if product is not None:
                found.append(product)
        return found

    def _without_sizes(self, cells: Sequence[str]) -> list[str]:
        return [
            cells[place] if place < len(cells) else "" for place in range(len(self.header)) if place not in self.sizes
        ]
