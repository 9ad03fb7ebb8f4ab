"""How much does a statement of the files speak of what a figure of the text speaks of?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checks.quantity import Kind, Quantity
from assistant.checks.statements import Said, Statement
from assistant.checks.units import PEOPLE

# Of the pairs in the text's clauses this part must stand in the statement's.
_ALIKE = 0.5
# So many pairs at the least must be the same: a bare 提前两天 speaks of anything.
_SAID = 3
# Beside the same words right at the figure so many pairs of all that is told are enough.
_TOLD = 2
_SIDE, _WIDE = 1.5, 0.5
# What is asked on top of a price.
_ON_TOP = frozenset("加")
_SHARES = frozenset({"定金", "订金", "押金", "积分", "手续", "学费", "违约"})
_DAY, _MONTH = Decimal(1440), Decimal(30)
_HOUSEHOLDS = frozenset({"家", "户", "人次"})


@dataclass(frozen=True, slots=True)
class Like:
    """A statement with how much it speaks of the same as the text.

    ``beside``: the same word stands at the figure. ``extra``: both put the amount on top, for much the same.
    """

    score: float
    statement: Statement
    sure: bool
    beside: bool = False
    extra: bool = False


def _same_part(quantity: Quantity, roles: frozenset[str], each: Statement) -> bool:
    """Whether the amounts may play one part: what must be reached is no fee."""
    # A bare 满 99 is read as a number of heads.
    if roles & {"threshold", "size"}:
        return "threshold" in each.roles
    if quantity.kind is Kind.MONEY and ("save" in roles or "threshold" in each.roles):
        # 便宜 200 is no price, 余额 50 元以上 no amount of anything.
        return bool(roles & each.roles)
    return not roles or not each.roles or bool(roles & each.roles) or quantity.kind is not Kind.MONEY


def like_of(
    quantity: Quantity, group: str, said: Said, each: Statement, roles: frozenset[str] = frozenset()
) -> Like | None:
    """How much the statement is like what the text says; None where it counts something else altogether."""
    each = in_months(quantity, each)
    if quantity.kind is Kind.NUMBER:
        if each.group not in ("count", "money"):
            return None
    elif each.group != group or (each.unit != quantity.unit and group not in ("count", "clock", "weekday", "date")):
        return None
    if each.group == "count" and quantity.unit and each.unit and _unit(quantity.unit) != _unit(each.unit):
        return None
    if quantity.kind is Kind.DURATION and ("ahead" in roles) != ("ahead" in each.roles):
        return None
    if each.group == "money" and not _same_part(quantity, roles, each):
        return None
    side = len((said.before & each.said.before) - each.name) + len((said.after & each.said.after) - each.name)
    same = len(said.clause & (each.said.clause | each.said.whole))
    near = len(said.clause & each.said.clause)
    wide = len(said.whole & each.said.whole)
    score = _SIDE * side + same + _WIDE * wide
    alike = near >= _SAID + (group == "clock") and near >= _ALIKE * len(said.clause)
    told = bool(each.owner) or (wide >= _TOLD - (side > 1) and same + side >= _SAID)
    told = told and not _is_far(quantity, each)
    if quantity.kind is Kind.PERCENT and said.clause & (each.said.clause | each.said.whole) & _SHARES:
        told = True  # 定金付三成, 付一半定金: shares of one and the same are few.
    extra = bool(said.before & each.said.before & _ON_TOP) and same >= _SAID
    return Like(score, each, alike or (side >= 1 and told), side >= 1, extra)


def in_months(quantity: Quantity, each: Statement) -> Statement:
    """Days of the files as months, where the text counts months: 留半个月, 保留 7 天."""
    if quantity.kind is not Kind.DURATION or quantity.unit != "month" or each.unit != "minute":
        return each
    low, high = each.readings[0]
    if not isinstance(low, Decimal) or not isinstance(high, Decimal) or low < _DAY:
        return each
    return replace(each, unit="month", readings=((_months(low), _months(high)),))


def _months(minutes: Decimal) -> Decimal:
    """So many days as months, of 28 to 31 days."""
    months = minutes / _DAY / _MONTH
    whole = round(months * 2) / Decimal(2)
    return whole if abs(whole - months) <= months / 12 else months


def _is_far(quantity: Quantity, each: Statement) -> bool:
    """Whether one counts days and the other parts of one: 住五天, 一个半小时左右洗好."""
    low = each.readings[0][0]
    if quantity.kind is not Kind.DURATION or quantity.unit != "minute" or each.unit != "minute":
        return False
    if not isinstance(low, Decimal) or not isinstance(quantity.low, Decimal):
        return False
    return max(low, quantity.low) >= 2 * _DAY and min(low, quantity.low) < _DAY / 2


def _unit(unit: str) -> str:
    """The measure word, one for all that count people: 十二个孩子, 八个人."""
    return "人" if unit in PEOPLE and unit not in _HOUSEHOLDS else unit
