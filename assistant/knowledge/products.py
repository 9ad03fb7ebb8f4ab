"""Product facts from the rows of any table that has a column of names and one of prices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from assistant.knowledge.columns import Columns, bare, unit_of_title
from assistant.knowledge.furtherprices import labelled_price, unit_of_label
from assistant.knowledge.product_words import STATUS
from assistant.schema.facts import LabelledPrice, Product, ProductStatus
from assistant.text.numerals import parse_numeral

_MONEY = re.compile(
    r"^(?:约|仅|只要|特价|rmb|cny|人民币)?\s*[¥$]?\s*(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?:元|块钱|块|圆|rmb|cny|yuan)?(?:整)?\s*(?:/\s*(?P<unit>[^\d/]{1,6})|每(?P<per>[^\d/]{1,4})|一(?P<one>[^\d/]{1,3}))?$",
    re.IGNORECASE,
)
_OPEN_PRICE = re.compile(
    r"面议|询价|待定|免费|咨询|以.{0,6}为准|不等|起$|左右|[~～至—–]|\d\s*-\s*\d|[-—/无]$|tbd", re.IGNORECASE
)
_WHO = r"(?:(?:每|单|一|1)\s*(?:人|单|位|户|天|日|次|号|个?账号|个?id|手机号)\s*){0,2}"
_COUNT = re.compile(
    rf"^{_WHO}(?:限购|限买|限领|限拍|限报|仅限|限|最多|至多|不超过|可买|剩余|仅剩|还剩|剩|仅余|余|还有|备货|共)?\s*[:：]?\s*"
    rf"(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.0+)?|[零一二两三四五六七八九十百]{{1,5}})\s*"
    r"[^\d\s.,~～\-—+一二三四五六七八九十]{0,6}?\s*"
    r"(?:/\s*(?:人|单|位|户|天|次)|每人|每单|一人|封顶|以内)?$",
    re.IGNORECASE,
)
_NO_LIMIT = frozenset(
    {"", "-", "—", "/", "无", "不限", "不限购", "无限制", "充足", "若干", "有货", "现货", "有", "n/a", "none", "大量"}
)
_NO_STOCK = frozenset(
    {"无货", "缺货", "售罄", "已售罄", "断货", "售完", "无库存", "没货", "卖完", "售空", "满", "已满", "满员", "约满"}
)

_NOT_TO_BE_HAD = frozenset({ProductStatus.SOLD_OUT, ProductStatus.OFF_SHELF})


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
        unit=columns.text("unit", cells) or unit or _unit_of(columns.title("price")),
        status=_status(columns, cells, stock, number, problems),
        description=columns.text("description", cells),
        tags=tuple(tag for tag in re.split(r"[,，、;；|\s]+", columns.text("tags", cells)) if tag),
        row=number,
        prices=_further_prices(columns, cells, number, problems),
    )
    usual = {product.price, product.member_price}
    more = tuple(each for each in product.prices if each.unit or each.amount not in usual)
    return product.model_copy(update={"prices": more}), problems


def _unit_of(title: str) -> str:
    return unit_of_title(title) or unit_of_label(bare(title))


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


def _further_prices(
    columns: Columns, cells: Sequence[str], number: int, problems: list[str]
) -> tuple[LabelledPrice, ...]:
    found = []
    for index in columns.further:
        text, title = (cells[index].strip() if index < len(cells) else ""), columns.header[index]
        if not text or text in _NO_LIMIT:
            continue
        price = labelled_price(title, bare(title), text)
        if price is not None:
            found.append(price)
        elif not _OPEN_PRICE.search(_half_width(text)):
            problems.append(f"第 {number} 行的{title} {text!r} 不是金额，这一格只当文字收下")
    return tuple(found)


def _count_field(columns: Columns, field: str, cells: Sequence[str], number: int, problems: list[str]) -> int | None:
    text = _half_width(columns.text(field, cells)).strip()
    if text.lower() in _NO_LIMIT or text in _NO_STOCK:
        return None
    match = _COUNT.match(text)
    if match is None:
        problems.append(f"第 {number} 行的{columns.title(field)} {text!r} 不是数量，当作没有填")
        return None
    number_said = parse_numeral(match["count"].replace(",", ""))
    return None if number_said is None else int(number_said)


def _status(
    columns: Columns, cells: Sequence[str], stock: int | None, number: int, problems: list[str]
) -> ProductStatus:
    text = columns.text("status", cells)
    if not text and (remark := _remark(columns.text("description", cells))) is not None:
        return remark
    if text:
        status = STATUS.get(text.lower()) or next((value for word, value in STATUS.items() if word in text), None)
        if status is not None:
            return status
        problems.append(f"第 {number} 行的{columns.title('status')} {text!r} 不认识，按库存判断")
    return ProductStatus.SOLD_OUT if stock == 0 else ProductStatus.ON_SALE


def _remark(text: str) -> ProductStatus | None:
    """The status a remark is, or that it begins with where the goods cannot be had: 断货，12月中到."""
    whole = STATUS.get(text)
    begins = STATUS.get(re.split(r"[，,。；;、（(\s]", text, maxsplit=1)[0])
    return whole or (begins if begins in _NOT_TO_BE_HAD else None)


def _plain_code(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
