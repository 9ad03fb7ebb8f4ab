"""Which column of a table holds which field of a product: by its title, and for the names by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.knowledge.furtherprices import is_price
from assistant.knowledge.product_words import FIELD_OF, FOR_A_WHILE, LABELS, RANK, STATUS, STATUS_LABELS, TITLE_PATTERNS

_BRACKETS = re.compile(r"[（(\[【](?P<inside>[^）)\]】]*)[）)\]】]")
_UNIT = re.compile(
    r"[/／:：\s]*(?:单位)?[:：]?(?:人民币|元|rmb|cny|yuan|¥)(?:\s*/\s*(?P<unit>[^\s/]{1,4}))?$", re.IGNORECASE
)
_PARTS = re.compile(r"[/／、|&+和或及与]")
_COST = re.compile(
    r"进价|进货|成本价|供货价|供应价|供价|底价|毛利|利润|结算价|拿货价|采购价|出厂价|提成|返佣|佣金|costprice|margin|wholesale"
)
_BARE_COST = re.compile(r"^(?:成本|cost)|成本$")
# A table of fees by place or time names no goods.
_NO_NAME = re.compile(
    r"地区|区域|城市|省份?|距离|范围|时间|日期|时段|星期|等级|级别|门店|人数|金额|序号|电话|地址|订单|满额|重量"
)
_VAGUE_PRICE = frozenset({"费用", "收费", "收费标准", "金额", "fee"})
_VALUE = re.compile(r"^[¥$约]?\s*[\d,.]+\s*[^\d\s]{0,4}$|^\d+[-/.年]\d+")
_LONGEST_NAME = 30


@dataclass(frozen=True)
class Columns:
    """``at`` maps a field to the index of its column in ``header``.

    ``prices`` are the columns of prices that count where that of a price for a while (活动价) is empty, ``further``
    those of prices that stand beside the usual one and the members'.
    """

    at: Mapping[str, int]
    header: tuple[str, ...]
    prices: tuple[int, ...] = ()
    further: tuple[int, ...] = ()

    @classmethod
    def find(cls, header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Columns | None:
        """Return the columns of a product table; ``None`` unless there are both names and prices.

        Where the prices are certain and no title names the goods, ``rows`` tell: theirs is the first column of short
        texts that differ.
        """
        found = [(known[1], index, known[0]) for index, title in enumerate(header) if (known := field_of(title))]
        at: dict[str, int] = {}
        for _, index, field in sorted(found):
            if field not in at:
                at[field] = index
        further = [i for i, title in enumerate(header) if _is_further(title, found, i) and i not in at.values()]
        if "price" not in at and further and "name" in at:
            # A wholesaler's list has 批发价 and no other.
            at["price"] = further.pop(0)
            found.append((1, at["price"], "price"))
        if "price" not in at:
            return None
        if "name" not in at and bare(header[at["price"]]) not in _VAGUE_PRICE:
            named = _column_of_names(header, rows, taken=set(at.values()))
            if named is not None:
                at["name"] = named
        best, *others = [(rank, index) for rank, index, field in sorted(found) if field == "price"]
        prices = tuple(index for _, index in others) if best[0] == FOR_A_WHILE else ()
        return cls(at, tuple(header), prices, tuple(further)) if "name" in at else None

    @staticmethod
    def recognised(header: Sequence[str]) -> int:
        """Return how many of these titles are known product fields."""
        return sum(1 for title in header if field_of(title) is not None)

    def text(self, field: str, cells: Sequence[str]) -> str:
        """Return the cell of ``field``, empty where the table has none."""
        if field not in self.at:
            return ""
        first, *others = [
            cells[index].strip() if index < len(cells) else ""
            for index in (self.at[field], *(self.prices if field == "price" else ()))
        ]
        return first if first.strip("-—/无") else next((text for text in others if text), first)

    def labelled(self) -> tuple[str, ...]:
        """Return the header with Chinese names for English titles."""
        labels = {index: LABELS[field] for field, index in self.at.items() if self.header[index].isascii()}
        return tuple(labels.get(index, title) for index, title in enumerate(self.header))

    def readable(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return the cells with a Chinese word for an English status."""
        index = self.at.get("status", -1)
        status = STATUS.get(self.text("status", cells).lower()) if self.text("status", cells).isascii() else None
        return tuple(STATUS_LABELS[status] if i == index and status else cell for i, cell in enumerate(cells))

    def title(self, field: str) -> str:
        """Return the table's own title of ``field``."""
        return self.header[self.at[field]]


def field_of(title: str) -> tuple[str, int] | None:
    """Return the field a column title names and its rank: of two columns for one field the lower rank is taken."""
    if is_cost(title):
        return None
    word = bare(title)
    if found := _known(word):
        return found
    parts = [known for part in _PARTS.split(word) if part and (known := _known(part))]
    if len(parts) == 0 or not _PARTS.search(word):
        return None
    return next((known for known in parts if known[0] == "name"), parts[0])


def _is_further(title: str, found: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether a column holds prices: by its own make, or known as prices though a better one is taken."""
    known = next((field for _, place, field in found if place == index), None)
    return known in (None, "price", "member_price") and not is_cost(title) and is_price(bare(title))


def is_cost(title: str) -> bool:
    """Whether a column tells what the goods cost the shop: no business of any reader of a draft."""
    word = bare(title)
    return _COST.search(word) is not None or _BARE_COST.search(word) is not None


def costs_in(header: Sequence[str]) -> set[int]:
    """Return the columns of costs; a bare 成本 is one only beside goods or prices, elsewhere it may be the subject."""
    fields = {known[0] for title in header if (known := field_of(title))}
    goods = bool(fields & {"name", "price"})
    return {i for i, title in enumerate(header) if is_cost(title) and (goods or _COST.search(bare(title)))}


def unit_of_title(title: str) -> str:
    """Return the unit a price title names: "价格（元/次）" gives "次"."""
    match = _BRACKETS.search(title)
    inside = match["inside"] if match else title
    found = _UNIT.search(inside)
    return (found["unit"] or "").strip() if found else ""


def bare(title: str) -> str:
    """Return a column title without unit, marks and blanks: "售价（元）*" gives "售价"."""
    text = _BRACKETS.sub("", unicodedata.normalize("NFKC", title)).lower().strip(" *_:.-")
    text = _UNIT.sub("", text) or text
    return re.sub(r"[\s*_:.\-]", "", text)


def _known(word: str) -> tuple[str, int] | None:
    field = FIELD_OF.get(word)
    if field is None:
        field = next((field for field, pattern in TITLE_PATTERNS if pattern.search(word)), None)
    return (field, RANK.get(word, 1)) if field else None


def _column_of_names(header: Sequence[str], rows: Sequence[Sequence[str]], *, taken: set[int]) -> int | None:
    for index, title in enumerate(header):
        if index in taken or is_cost(title) or _NO_NAME.search(title):
            continue
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        texts = [cell for cell in cells if len(cell) <= _LONGEST_NAME and not _VALUE.match(cell)]
        if len(rows) >= 2 and len(texts) * 5 >= len(rows) * 4 and len(set(texts)) * 5 >= len(texts) * 4:
            return index
    return None
