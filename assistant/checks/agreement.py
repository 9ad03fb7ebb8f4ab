"""Does a figure of the text agree with a statement of the files, or lie within what it allows?"""

from __future__ import annotations

from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity, Value
from assistant.checks.scene import Scene
from assistant.checks.statements import CLAUSE, Statement
from assistant.text.plain import plain


def allows(quantity: Quantity, each: Statement) -> bool:
    """Whether a plain figure lies within the bounds or the range the files set: 半小时, where up to 40 minutes are."""
    if quantity.kind in (Kind.TIME, Kind.WEEKDAY, Kind.MONEY):
        return False
    low, high = each.readings[0]
    # 5 公里以内 lies in 三到八公里, as 5 公里 does.
    if type(low) is not type(quantity.low) or (quantity.bound and not (quantity.kind is Kind.MEASURE and low < high)):  # type: ignore[operator]
        return False
    if quantity.low != quantity.high:
        return bool(low == high and each.bound < 0 and quantity.high <= high)  # type: ignore[operator]
    if low < high:  # type: ignore[operator]
        return bool(low <= quantity.low <= high)  # type: ignore[operator]
    return bool((each.bound < 0 and quantity.low <= low) or (each.bound > 0 and quantity.low >= low))  # type: ignore[operator]


def costs(quantity: Quantity, each: Statement, scene: Scene) -> bool:
    """Whether a bounded figure costs what the range of the files costs: never 三公里内 6 元 stretched to 五公里."""
    if not quantity.bound:
        return True
    today, (low, high) = scene.sheet.today, each.readings[0]
    told = [scan(part, today=today) for part in CLAUSE.split(plain(each.sentence))]
    there = {one.low for part in told if any((q.low, q.high) == (low, high) for q in part) for one in part
             if one.kind is Kind.MONEY}  # fmt: skip
    first, last = scene.clause_of(quantity.start)
    mine = {one.low for one in scene.quantities if first <= one.start < last and one.kind is Kind.MONEY}
    return not there or not mine or bool(there & mine)


def agree(quantity: Quantity, each: Statement) -> bool:
    """Whether the files say the same: the value, a value of their range, the same range or a part of it."""
    return any(
        type(first) is type(low) and _agrees(quantity.kind, (first, last), (low, high))
        for low, high in each.readings
        for first, last in quantity.readings
    )


def _agrees(kind: Kind, mine: tuple[Value, Value], theirs: tuple[Value, Value]) -> bool:
    (first, last), (low, high) = mine, theirs
    if kind not in (Kind.TIME, Kind.WEEKDAY) and low != high:
        return bool(low <= first and last <= high)  # type: ignore[operator]
    if first == last:
        return first in (low, high)
    # Of a period the files may name the beginning alone; a time inside of it is another time.
    return mine == theirs or first == low == high
