"""The price columns beside the usual one: 整箱价, 批发价, 老客价, 半只价 and whatever else a shop calls its prices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assistant.schema.facts import LabelledPrice, Product
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern

# 评价, 涨价 and the like are no prices though they end as prices do.
_PRICE = Pattern(
    r"(?<![评差降调涨估议竞])(?:价格?|价钱|售价|单价|價|價格|price)$|^(?:批发|整箱|整件|散装|外卖|堂食|自提|团购|批量)$",
    re.IGNORECASE,
)
# What a label says is had for the price: 整箱价, 箱价, 半只价, 大份价, 每斤价, 5斤装价.
_UNIT = Pattern(
    r"^(?P<unit>(?:整|半|每|一|单|大|小|中|双)?"
    r"(?:箱|件|包|盒|袋|瓶|罐|提|打|桶|筐|板|条|只|个|份|斤|公斤|扇|排|套|组|双|盘|盆|锅|张|次|节|节课|课时|期|月|季|年|天|晚))"
    r"(?:装)?(?:批发|零售|团购|优惠|出厂)?(?:价格?|售价|单价|價|價格)$"
)
_N = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]{1,4}|半)"
_OF = r"(?P<count>{n})\s*(?P<of>[一-鿿]{{1,3}}?|kg|g|ml|l)"
_CELL = Pattern(
    r"^(?:约|仅|rmb|cny)?\s*[¥$]?\s*(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:元|块钱|块|圆)?"
    r"(?:\s*(?:/|每|一)\s*(?P<unit>[^\d\s/(,，、;；]{1,3}))?"
    rf"(?:\s*[(/,，;；\s]\s*(?:每?一?(?P<outer>[箱件包盒袋提打桶筐板条扇套])\s*[x×*=:：]?\s*)?{_OF.format(n=_N)}(?:装|起|入|/[^\d\s/)]{{1,3}})?\s*\)?)?$",
    re.IGNORECASE,
)
_TITLE_OF = Pattern(rf"[(（]\s*{_OF.format(n=_N)}(?:装|起|入)?\s*[)）]")


def is_price(word: str) -> bool:
    """Whether a column title without marks and unit (:func:`~assistant.knowledge.columns.bare`) names a price."""
    return _PRICE.search(word) is not None


def unit_of_label(label: str) -> str:
    """Return what is had for a price by its name: 箱 for 整箱价 and 箱价, 半只 for 半只价, nothing for 批发价."""
    match = _UNIT.match(unicodedata.normalize("NFKC", label).strip())
    return match["unit"].lstrip("整每一单") if match else ""


def labelled_price(title: str, label: str, cell: str) -> LabelledPrice | None:
    """Return the price a cell states under ``label``, None where it is no one amount.

    The cell may say what is had for it: 680（6盒）, 150元/箱, 300 / 10包. So may the ``title``: 整箱价（10包）.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    match = _CELL.match(text)
    if match is None:
        return None
    count, of = match["count"], match["of"] or ""
    if count is None and (told := _TITLE_OF.search(title)):
        count, of = told["count"], told["of"]
    return LabelledPrice(
        label=label,
        amount=Decimal(match["amount"].replace(",", "")),
        unit=match["unit"] or unit_of_label(label) or match["outer"] or "",
        count=parse_numeral(count) if count else None,
        of=of,
    )


def columns_told(products: Mapping[str, Iterable[Product]]) -> list[str]:
    """Return a Chinese sentence for each file whose goods have further prices: the owner sees they were understood."""
    return [sentence for source, found in products.items() if (sentence := _told(source, list(found)))]


def _told(source: str, products: Sequence[Product]) -> str:
    counts: dict[str, int] = {}
    for product in products:
        for each in product.prices:
            counts[each.label] = counts.get(each.label, 0) + 1
    if not counts:
        return ""
    names = "、".join(f"“{label}”（{count} 件商品）" for label, count in counts.items())
    return f"{source}：零售价和会员价以外，{names}也收下了，文中写明是这种价时按它核对"
