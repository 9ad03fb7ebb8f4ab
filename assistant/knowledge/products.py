"""Product facts from the rows of any table that has a column of names and one of prices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.knowledge.product_words import FIELD_OF, LABELS, SECOND_CHOICE, STATUS, STATUS_LABELS
from assistant.schema.facts import Product, ProductStatus

_MONEY = re.compile(
    r"^(?:约|仅|只要|特价|rmb|cny|人民币)?\s*[¥$]?\s*(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?:元|块钱|块|圆|rmb|cny|yuan)?(?:整)?\s*(?:/\s*(?P<unit>[^\d/]{1,6})|每(?P<per>[^\d/]{1,4})|一(?P<one>[^\d/]{1,3}))?$",
    re.IGNORECASE,
)
_OPEN_PRICE = re.compile(
    r"面议|询价|待定|免费|咨询|以.{0,6}为准|不等|起$|左右|[~～至—–]|\d\s*-\s*\d|[-—/无]$|tbd", re.IGNORECASE
)
_COUNT = re.compile(
    r"^(?:每人|限购|限|剩余|仅剩|余)?\s*(?P<count>\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.0+)?\s*[^\d\s.,~～\-—]{0,6}(?:/人|/单|每人)?$"
)
_NO_LIMIT = frozenset(
    {"", "-", "—", "/", "无", "不限", "不限购", "无限制", "充足", "若干", "有货", "现货", "有", "n/a", "none", "大量"}
)
_NO_STOCK = frozenset({"无货", "缺货", "售罄", "已售罄", "断货", "售完", "无库存"})
_BRACKETS = re.compile(r"[（(\[【](?P<inside>[^）)\]】]*)[）)\]】]")


@dataclass(frozen=True)
class Columns:
    """Which column of a table holds which field of a product."""

    at: Mapping[str, int]
    header: tuple[str, ...]

    @classmethod
    def find(cls, header: Sequence[str]) -> Columns | None:
        """Return the columns of a product table; ``None`` unless there are both names and prices."""
        at: dict[str, int] = {}
        for second in (False, True):
            for index, title in enumerate(header):
                word = _bare(title)
                field = FIELD_OF.get(word)
                if field and field not in at and index not in at.values() and (word in SECOND_CHOICE) == second:
                    at[field] = index
        return cls(at, tuple(header)) if "name" in at and "price" in at else None

    @staticmethod
    def recognised(header: Sequence[str]) -> int:
        """Return how many of these titles are known product fields."""
        return sum(1 for title in header if _bare(title) in FIELD_OF)

    def text(self, field: str, cells: Sequence[str]) -> str:
        """Return the cell of ``field``, empty where the table has none."""
        index = self.at.get(field)
        return cells[index].strip() if index is not None and index < len(cells) else ""

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


def product_of(
    columns: Columns, cells: Sequence[str], *, number: int, group: str = ""
) -> tuple[Product | None, list[str]]:
    """Return the product of a row and a warning for each value that cannot be read.

    ``number`` is the row as the spreadsheet counts it, ``group`` the sub-title it stands under. A range or 面议 gives
    no price and no warning; a price that is none gives a warning and no price. A row without a name is no product.
    """
    name = columns.text("name", cells)
    if not name:
        return None, []
    problems: list[str] = []
    price, unit = _money_field(columns, "price", cells, number, problems)
    member_price, _ = _money_field(columns, "member_price", cells, number, problems)
    stock = _count_field(columns, "stock", cells, number, problems)
    if columns.text("stock", cells) in _NO_STOCK:
        stock = 0
    limit = _count_field(columns, "limit", cells, number, problems)
    product = Product(
        sku=_plain_code(columns.text("sku", cells)),
        name=name,
        spec=columns.text("spec", cells),
        category=columns.text("category", cells) or group,
        price=price,
        member_price=member_price,
        stock=stock,
        limit=limit or None,
        unit=columns.text("unit", cells) or unit or _unit_of_title(columns.title("price")),
        status=_status(columns, cells, stock, number, problems),
        description=columns.text("description", cells),
        tags=tuple(tag for tag in re.split(r"[,，、;；|\s]+", columns.text("tags", cells)) if tag),
        row=number,
    )
    return product, problems


def parse_money(text: str) -> tuple[Decimal | None, str]:
    """Return the amount in yuan and the unit it is for (99.9 元/包); ``(None, "")`` unless it is one amount."""
    match = _MONEY.match(_half_width(text).strip())
    if match is None:
        return None, ""
    try:
        amount = Decimal(match["amount"].replace(",", ""))
    except InvalidOperation:
        return None, ""
    return amount, (match["unit"] or match["per"] or match["one"] or "").strip()


def _money_field(
    columns: Columns, field: str, cells: Sequence[str], number: int, problems: list[str]
) -> tuple[Decimal | None, str]:
    text = columns.text(field, cells)
    if not text or text in _NO_LIMIT:
        return None, ""
    amount, unit = parse_money(text)
    if amount is None and not _OPEN_PRICE.search(_half_width(text)):
        problems.append(f"第 {number} 行的{columns.title(field)} {text!r} 不是金额，这一行只当文字收下")
    return amount, unit


def _count_field(columns: Columns, field: str, cells: Sequence[str], number: int, problems: list[str]) -> int | None:
    text = _half_width(columns.text(field, cells)).strip()
    if text.lower() in _NO_LIMIT or text in _NO_STOCK:
        return None
    match = _COUNT.match(text)
    if match is None:
        problems.append(f"第 {number} 行的{columns.title(field)} {text!r} 不是数量，当作没有填")
        return None
    return int(match["count"].replace(",", ""))


def _status(
    columns: Columns, cells: Sequence[str], stock: int | None, number: int, problems: list[str]
) -> ProductStatus:
    text = columns.text("status", cells)
    if not text and (remark := STATUS.get(columns.text("description", cells))) is not None:
        return remark
    if text:
        status = STATUS.get(text.lower()) or next((value for word, value in STATUS.items() if word in text), None)
        if status is not None:
            return status
        problems.append(f"第 {number} 行的{columns.title('status')} {text!r} 不认识，按库存判断")
    return ProductStatus.SOLD_OUT if stock == 0 else ProductStatus.ON_SALE


def _bare(title: str) -> str:
    """Return a column title without unit, marks and blanks: "售价（元）*" gives "售价"."""
    text = _BRACKETS.sub("", _half_width(title)).lower()
    return re.sub(r"[\s*_:：/.-]|(?<=价)格?元$|/元$", "", text)


def _unit_of_title(title: str) -> str:
    match = _BRACKETS.search(title)
    _, slash, unit = match["inside"].partition("/") if match else ("", "", "")
    return unit.strip() if slash else ""


def _plain_code(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
