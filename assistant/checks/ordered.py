"""Is a bare number behind the name of an article how many are wanted, and no price? 林 鱼丸3 白虾1, 分货：吐司 12.

Members and shops write orders as they write prices: a name and a number. Words of ordering tell them apart, else the
numbers do: pieces are few where the thing is dear.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.checks.mentions import Mention
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.text.patterns import Pattern

# Lists of orders are headed or opened by one of these.
_ORDERS = Pattern(
    r"接龙|分[货配给]|配货|装车|送货单|发货单|订单|清单[:：]|名单|登记|要货|报数|还[差缺少欠]|[差缺](?!价)|少发|漏发|补发|补货|"
    r"已[订报付拍]|预[订留]了|[订拿带留买拍]了|各[要订拿]|统计|合计|一?共[要订拿有到]|库存|到货数|盘点|剩余|余量"
)
_WANTS = Pattern(r"[要订拿带留来加]\s?$")
# What makes a list one of prices.
_PRICES = Pattern(r"价|元|块|¥|折|起|特惠|优惠|秒杀|一[盒包袋只条份斤个箱]|[/／]")
_FEW, _FAR, _MANY = 20, 3, 100


def is_ordered(quantity: Quantity, scene: Scene, read: Pasted) -> bool:
    """Whether the bare number counts pieces of the article named before it."""
    said = quantity.low
    if quantity.kind is not Kind.NUMBER or not isinstance(said, Decimal) or said != said.to_integral_value():
        return False
    start, end = _line(quantity, scene)
    mention = next(
        (each for each in reversed(scene.mentions) if start <= each.start and each.end <= quantity.start), None
    )
    if mention is None or said >= _MANY or _is_price(said, mention, read):
        return False
    opened = scene.view[start : mention.start]
    if _ORDERS.search(opened) or _WANTS.search(opened) or _ORDERS.search(_above(start, scene)):
        return True
    if _PRICES.search(scene.view, start, end):
        return False
    pairs = _pairs(start, end, scene)
    if len(pairs) > 1:
        bare = all(number == number.to_integral_value() and number < _MANY for _, number in pairs)
        return bare and not any(_is_price(number, each, read) for each, number in pairs) and any(
            _is_few(number, each, read) for each, number in pairs
        )  # fmt: skip
    return _is_few(said, mention, read)


def _line(quantity: Quantity, scene: Scene) -> tuple[int, int]:
    """The sentence of the number; a list on one line may run over several clauses."""
    return scene.sentence_of(quantity.start)


def _above(start: int, scene: Scene) -> str:
    """The line that heads the list, if one does: the nearest above that names nothing with a number."""
    while start > 0:
        above = scene.view.rfind("\n", 0, start - 1) + 1
        text = scene.view[above : start - 1]
        if not any(above <= each.start < start for each in scene.mentions):
            return text
        start = above
    return ""


def _pairs(start: int, end: int, scene: Scene) -> list[tuple[Mention, Decimal]]:
    """Every name with the bare number right behind it."""
    found = []
    for mention in scene.mentions:
        number = next((each for each in scene.quantities if 0 <= each.start - mention.end <= 2), None)
        if start <= mention.start < end and number is not None and number.kind is Kind.NUMBER:
            assert isinstance(number.low, Decimal)
            found.append((mention, number.low))
    return found


def _known(mention: Mention, read: Pasted) -> set[Decimal]:
    return {price for key in mention.owners if key in read.goods for price in read.goods[key].amounts}


def _is_price(number: Decimal, mention: Mention, read: Pasted) -> bool:
    return number in _known(mention, read)


def _is_few(number: Decimal, mention: Mention, read: Pasted) -> bool:
    """Whether the number is far below every price of the article."""
    known = _known(mention, read)
    return bool(known) and number <= _FEW and number * _FAR < min(known)
