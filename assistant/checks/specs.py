"""Is the article what its row says: so many in the pack, so heavy, so long, of this taste, at this time of the day?

A figure right behind the name of an article, or behind its price, tells what one pays for: 主食罐 149 一箱 36 罐, where
the row says 24 罐. What is told of a use (三公斤的猫也能坐) or bought in number (两罐) stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.checks.availability import is_sure
from assistant.checks.context import CheckContext
from assistant.checks.mentions import Mention
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Product
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_KINDS = (Kind.COUNT, Kind.MEASURE, Kind.DURATION)
_PACK = "盒箱包袋把扎套刀提罐瓶桶份束组板条支杯节次堂"
# What may stand between the name and the figure, other figures aside.
_BETWEEN = Pattern(
    rf"(?:[#，、,\s（(的]|会员价?|学员价?|储值价?|标价|售价|现在|今天|只要|才|就|是|都|卖|整|规格|里面有?|里头有?|共|一共|总共|有|约|大概|差不多|要|做|上|装|含"
    rf"|[SMLX]{{1,4}}\s?码|[大中小][号杯份]|[一每/]\s?[{_PACK}])*"
)
# 8 公斤以内的猫 tells whom it is for, 两罐起 how many to buy.
_NOT_AFTER = Pattern(
    r"\s?(?:以[内下上]|起|内|的(?!装)|多(?!肉)|左右|能|可|够|才|就|后|前|一次|[送换减免补加到至]|[-~—]\s?\d|[个只条]?(?:以上|人|月))"
)
_SAME = {"册": "本", "枝": "支", "颗": "粒", "堂": "节", "节课": "节", "堂课": "节", "课时": "节"}
_DAY = Decimal(1440)
_TASTE = Pattern(r"(?<![一-鿿])?(?P<what>[一-鿿]{2})味(?!道|儿|觉|噌|精|增)")
_NO_TASTE = frozenset(
    [
        "原汁",
        "风味",
        "美味",
        "有味",
        "没味",
        "异味",
        "气味",
        "口味",
        "回味",
        "一味",
        "滋味",
        "这味",
        "种味",
        "两味",
        "几味",
        "中药",
        "无味",
        "香味",
        "奶香",
        "入味",
    ]
)
_PART = Pattern(
    r"(?:每天|天天|每周|都是?|是|在|每个?周[一二三四五六日])(?P<a>早上|上午|中午|下午|晚上)"
    r"|(?P<b>早上|上午|中午|下午|晚上)的?(?:上课|开课|场|班|课|出炉|烤|到货|开班|那[场节班])"
)
_PARTS = {"早上": "上午", "上午": "上午", "中午": "中午", "下午": "下午", "晚上": "晚上"}
_SAYS_PART = Pattern("|".join(_PARTS))
_ASKS = Pattern(r"[？?]|吗|不是|别家|隔壁|以前|上次|去年|改[到成为]|换成|没有|不要")


def spec_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each content, size, length, taste or time of the day that the article's row puts otherwise."""
    today = context.at.date()
    for mention in scene.mentions:
        start, end = scene.sentence_of(mention.start)
        goods = [read.goods[key] for key in sorted(mention.owners) if key in read.goods]
        if not goods or not is_sure(mention, scene, read.goods) or _ASKS.search(scene.view, start, end):
            continue
        later = [each.start for each in scene.mentions if each.start > mention.start and each.start < end]
        stop = min(later, default=end)
        rows = [_row(plain(f"{one.name}，{one.spec}"), plain(one.description), today) for one in goods]
        for quantity in scene.quantities:
            if mention.end <= quantity.start < stop and _is_other(quantity, mention, scene, rows, goods):
                yield _finding(scene, quantity.start, quantity.end, goods)
        yield from _tastes(scene, mention, stop, goods)
        yield from _parts(scene, mention, stop, goods)


@lru_cache(maxsize=512)
def _row(spec: str, more: str, today: object) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """The figures of a row: those of its name and size, and those of its description."""
    return tuple(scan(spec, today=today)), tuple(scan(more, today=today))  # type: ignore[arg-type]


def _is_other(
    quantity: Quantity, mention: Mention, scene: Scene,
    rows: Sequence[tuple[tuple[Quantity, ...], tuple[Quantity, ...]]], goods: Sequence[Product],
) -> bool:  # fmt: skip
    """Whether the figure tells of what the rows measure too, and none of them says the same."""
    if quantity.kind not in _KINDS or quantity.low != quantity.high or not isinstance(quantity.low, Decimal):
        return False
    if not _stands_beside(quantity, mention, scene) or quantity.bound or quantity.text.startswith("一"):
        return False  # 一公斤 32.8 元 reckons.
    if quantity.kind is Kind.COUNT and not _is_content(quantity, scene, goods):
        return False
    for spec, more in rows:
        own = [each for each in spec if _comparable(each, quantity)]
        if quantity.kind is Kind.DURATION and not own:
            return False
        if not own or any(_covers(each, quantity.low) for each in (*own, *more) if _comparable(each, quantity)):
            return False
    return True


def _stands_beside(quantity: Quantity, mention: Mention, scene: Scene) -> bool:
    if _NOT_AFTER.match(scene.view, quantity.end):
        return False
    between = list(scene.view[mention.end : quantity.start])
    for each in scene.quantities:
        if mention.end <= each.start and each.end <= quantity.start:
            between[each.start - mention.end : each.end - mention.end] = "#" * (each.end - each.start)
    return _BETWEEN.fullmatch("".join(between)) is not None


def _is_content(quantity: Quantity, scene: Scene, goods: Sequence[Product]) -> bool:
    """Whether the count is said of a pack: beside 一箱 or 装, or where the sentence gives the price of the whole."""
    if any(quantity.unit == one.unit for one in goods) or quantity.low < 2:  # type: ignore[operator]
        return False
    before, after = scene.view[: quantity.start], scene.view[quantity.end :]
    if re.search(rf"[一每/]\s?[{_PACK}](?:里面?)?(?:有|是|装|共)?\s?$", before) or re.match(
        rf"装|\s?[一/]\s?[{_PACK}]", after
    ):
        return True
    start, end = scene.sentence_of(quantity.start)
    prices = {price for one in goods for price in (one.price, one.member_price) if price}
    return any(start <= each.start < end and each.low in prices for each in scene.quantities)


def _comparable(each: Quantity, quantity: Quantity) -> bool:
    if each.kind is not quantity.kind or _unit(each.unit) != _unit(quantity.unit) or not isinstance(each.low, Decimal):
        return False
    if each.kind is Kind.COUNT and each.low == 1:
        return False  # 一刀 70 张 is sold by the 刀.
    if quantity.kind is Kind.DURATION and quantity.unit == "minute":
        # 60 分钟 a lesson and 90 天 of a card are two things.
        return (each.low <= _DAY) == (quantity.low <= _DAY)  # type: ignore[operator]
    return True


def _unit(unit: str) -> str:
    """One of the measure words that count the same thing: 一套六本, 4 册."""
    return _SAME.get(unit, unit)


def _covers(each: Quantity, said: Decimal) -> bool:
    return any(low <= said <= high for low, high in each.readings)  # type: ignore[operator]


def _tastes(scene: Scene, mention: Mention, stop: int, goods: Sequence[Product]) -> Iterator[Finding]:
    """巧克力味, where every row that may be meant names another taste."""
    told = [plain(f"{one.name}，{one.spec}，{one.description}") for one in goods]
    for match in _TASTE.finditer(scene.view, mention.end, stop):
        known = [[each["what"] for each in _TASTE.finditer(row)] for row in told]
        if match["what"] in _NO_TASTE or not all(known) or any(match["what"] in row for row in told):
            continue
        yield _finding(scene, match.start(), match.end(), goods)


def _parts(scene: Scene, mention: Mention, stop: int, goods: Sequence[Product]) -> Iterator[Finding]:
    """每天下午上课, where the row says 每天上午."""
    told = [{_PARTS[each] for each in _SAYS_PART.findall(plain(one.description))} for one in goods]
    if not all(told):
        return
    for match in _PART.finditer(scene.view, mention.end, stop):
        part = _PARTS[match["a"] or match["b"]]
        if not any(part in row for row in told):
            yield _finding(scene, match.start(), match.end(), goods)


def _finding(scene: Scene, start: int, end: int, goods: Sequence[Product]) -> Finding:
    one, text = goods[0], scene.text[start:end]
    told = "，".join(filter(None, (one.spec, one.description)))
    return Finding(
        check="facts", kind="wrong_spec", severity="warn", start=start, end=end, text=text,
        message=f"“{text}”和资料对不上，资料里“{one.name}”是“{told}”", basis=one.basis,
        suggestion="照商品表写规格和说明，或先把商品表改对",
    )  # fmt: skip
