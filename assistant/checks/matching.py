"""Does a fact bear a quantity? Kind, unit, value, bound and the part both play must agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.checks.facts import Fact
from assistant.checks.quantity import Kind, Quantity, Value
from assistant.checks.units import TIMES, count_class

COMPARED: dict[Kind, tuple[Kind, ...]] = {
    Kind.DURATION: (Kind.DURATION, Kind.AGE),
    Kind.AGE: (Kind.AGE, Kind.DURATION),
    Kind.WEEKDAY: (Kind.WEEKDAY, Kind.DATE),
    Kind.COUNT: (Kind.COUNT, Kind.NUMBER),
    Kind.NUMBER: (Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.ORDINAL),
    Kind.ORDINAL: (Kind.ORDINAL,),
}
"""Which kinds of fact may bear a quantity, where it is not just its own."""

_ALSO: dict[str, frozenset[str]] = {
    role: frozenset(words.split())
    for role, words in {
        "price": "price list deal floor nth", "deal": "deal floor nth", "floor": "floor deal", "nth": "nth deal price",
        "list": "list", "member": "member", "value": "value list price", "fee": "fee price",
        "save": "save coupon reward", "coupon": "coupon save reward", "reward": "reward coupon save gift value",
        "threshold": "threshold", "size": "size helpers threshold", "helpers": "helpers size", "limit": "limit",
        "stock": "stock", "left": "stock left",
        "gift": "gift reward", "buy": "buy size", "start": "start", "end": "end", "announce": "announce",
    }.items()
}  # fmt: skip
_SAVED = frozenset({"save"})
_CONTENT_UNITS = frozenset("课时 节课 堂课 期 次 片 粒 颗 页 层 勺 滴 针 剂 字 篇 遍 回 趟 轮".split())  # noqa: SIM905
"""What a product is made of or how often, never how many of it there are."""
_GENERIC_UNITS = frozenset("个 件 份 单 款 样".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a quantity: its roles, the products its clause is about, the day its time belongs to.

    ``members`` says that its words are for members; ``explicit`` that only a fact of the same part will do,
    ``carried`` that the product is named in an earlier clause or only by a word that fits several (蛋糕).
    """

    roles: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    on: frozenset[date] = frozenset()
    members: bool = False
    explicit: bool = False
    carried: bool = False


def bears(fact: Fact, quantity: Quantity, setting: Setting) -> bool:
    """Whether ``fact`` carries ``quantity`` in its setting."""
    return bool(
        same_value(fact, quantity)
        and (plays(fact, setting.roles) or _aside(fact, setting))
        and (not setting.explicit or fact.roles or fact.readings[0][0] == fact.readings[0][1])
        and owned(fact, quantity, setting)
        and (fact.on is None or not setting.on or fact.on in setting.on)
    )


def plays(fact: Fact, roles: frozenset[str]) -> bool:
    """Whether the fact's part is one of ``roles``; a side without a part fits every part.

    A count or an amount from text about the shop at large (0 到 6 个月) is no limit, stock or price of anything sold,
    and what is saved must be called so.
    """
    if not roles:
        return fact.roles != _SAVED or fact.free
    if not fact.roles:
        return not fact.general or fact.kind not in (Kind.COUNT, Kind.MONEY)
    return any(fact.roles & _ALSO.get(role, frozenset({role})) for role in roles)


def _aside(fact: Fact, setting: Setting) -> bool:
    """Whether an amount said after a product may be another of a cited text: 蛋糕自己送，三公里内 10 元."""
    amount = setting.carried and setting.roles <= {"price", "member"}
    return amount and fact.free and not fact.owners and not fact.general


def owned(fact: Fact, quantity: Quantity, setting: Setting) -> bool:
    """Whether the fact is of the product the clause names; a price from loose text must say what price it is."""
    if not setting.owners:
        return True
    if fact.owners:
        # 办年卡送一条: what is given is another thing than what is bought.
        return bool(fact.owners & setting.owners) or bool(fact.unit and {"gift"} & fact.roles & setting.roles)
    loose_price = quantity.kind is Kind.MONEY and fact.free and not fact.roles
    return not loose_price or setting.carried or not setting.roles & {"price", "deal", "list", "member", "floor"}


def same_value(fact: Fact, quantity: Quantity) -> bool:
    """Whether unit, bound and value agree; a range must be the fact's own range."""
    if fact.bound and quantity.bound and fact.bound != quantity.bound:
        return False
    return any(
        _same_reading(fact, quantity, mine, theirs) for mine in quantity.readings for theirs in fact.readings
    ) and _same_unit(fact, quantity)


def _same_reading(fact: Fact, quantity: Quantity, mine: tuple[Value, Value], theirs: tuple[Value, Value]) -> bool:
    if type(mine[0]) is not type(theirs[0]):
        return False
    if quantity.over and quantity.over != fact.over:
        return _roughly(quantity.over, mine[0], theirs[1])
    return fact.over == quantity.over and _within(mine, theirs)


def _same_unit(fact: Fact, quantity: Quantity) -> bool:
    if quantity.kind in (Kind.MEASURE, Kind.DURATION, Kind.AGE, Kind.CODE, Kind.DISCOUNT, Kind.VAGUE):
        return fact.unit == quantity.unit
    if quantity.kind is Kind.COUNT and fact.kind is Kind.COUNT:
        return _same_count_unit(fact, quantity)
    return True


def _same_count_unit(fact: Fact, quantity: Quantity) -> bool:
    """Whether two measure words may count one thing: 50 份 a stock of 50 袋, never its 50 片."""
    mine, theirs = quantity.unit, fact.unit
    if mine == theirs or ("limit" in fact.roles and mine in TIMES):
        return True
    if mine in _CONTENT_UNITS or theirs in _CONTENT_UNITS:
        return False
    if not mine or not theirs:
        return True
    if count_class(mine) != count_class(theirs):
        return False
    return not fact.free or count_class(mine) != "piece" or (mine in _GENERIC_UNITS and theirs in _GENERIC_UNITS)


def _within(mine: tuple[Value, Value], theirs: tuple[Value, Value]) -> bool:
    """A range must be the fact's own; a single value may be one of its ends."""
    return mine[0] in theirs if mine[0] == mine[1] else mine == theirs


def _roughly(over: int, low: Value, value: Value) -> bool:
    """300多 bears 300 to 399, 近500 bears 450 to 499."""
    if not isinstance(low, Decimal) or not isinstance(value, Decimal) or not low:
        return False
    if over < 0:
        return low * Decimal("0.9") <= value < low
    digits = format(low.normalize(), "f").rstrip("0")
    place = Decimal(10) ** (len(format(low, "f").split(".")[0]) - len(digits.split(".")[0])) if "." not in digits else 1
    return low < value < low + place


def ends_borne(facts: Iterable[Fact], quantity: Quantity, setting: Setting) -> bool:
    """Whether each end of a range stands alone among the facts: 99-129 元 of two products."""
    known = [fact for fact in facts if "today" not in fact.roles]
    if quantity.kind is Kind.TIME:
        days = {fact.on for fact in known if fact.on is not None}
        return any(_ends_borne([fact for fact in known if fact.on == day], quantity, setting) for day in days)
    return _ends_borne(known, quantity, setting)


def _ends_borne(known: list[Fact], quantity: Quantity, setting: Setting) -> bool:
    for low, high in quantity.readings:
        if low == high:
            continue
        ends = [Quantity(quantity.kind, 0, 0, "", ((end, end),), quantity.unit) for end in (low, high)]
        if all(any(bears(fact, end, setting) for fact in known) for end in ends):
            return True
    return False
