"""Does the text reach further than the files? 四岁就收, where they take children from five, 五公里内都送 beyond three.

Ages from which somebody is taken, and distances to which something is brought: a text may name a narrower one, never
a wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import Line, lines_for, of_lookup, telling
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.plain import plain

_TAKEN = re.compile(
    r"\s?半?(?:的)?(?:娃|孩子|宝宝|小朋友)?(?:就|也|都|以上|起|开始|多|大)*(?:能|可以?|收|报|学|来|用|吃|坐|玩|办|上|进)"
)
_FROM = re.compile(r"\s?半?(?:起|以上|开始|才)|\s?半?(?:的)?(?:才|可以|能)")
_FROM_BEFORE = re.compile(r"(?:满|要满|从|至少)\s?$")
_BRINGS = re.compile(r"送|上门|配送|取件|接送")
# 五公里内都送, never 跑五公里送孩子.
_BROUGHT = re.compile(
    r"\s?(?:以?内|之内)?(?:的)?(?:都|也|全|一律|免费|给您?|包)*(?:送(?!娃|孩子|她|他|人|老)|配送|上门)"
)
_KM = re.compile(r"公里|千米|km|KM|里地")
_ASKS = re.compile(r"[？?]|吗|不收|不能|别家|我家|以前|等到|再等|还不")


def reach_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each age below, and each distance above, what the files state of the same matter."""
    for quantity in scene.quantities:
        if quantity.low != quantity.high or not isinstance(quantity.low, Decimal):
            continue
        aged = quantity.kind is Kind.AGE and _TAKEN.match(scene.view, quantity.end)
        clause = scene.around(quantity.start)
        far = quantity.kind is Kind.MEASURE and _KM.search(quantity.text) and _BROUGHT.match(scene.view, quantity.end)
        span = scene.sentence_of(quantity.start)
        if not (aged or far) or _ASKS.search(scene.view[slice(*span)]):
            continue
        start, _ = scene.clause_of(quantity.start)
        before = scene.view[start : quantity.start]
        lines = [*lines_for(*span, scene, read, context), *of_lookup(before if aged else "送货配送公里", context)]
        line = _younger(quantity, clause, lines, context) if aged else _nearer(quantity, lines, context)
        if line is not None:
            yield Finding(
                check="facts", kind="contradicted", severity="warn", start=quantity.start, end=quantity.end,
                text=quantity.text, message=f"“{quantity.text}”和资料对不上，资料里是“{line.text}”", basis=line.basis,
                suggestion=f"照资料改，或先把资料改对：{line.basis}",
            )  # fmt: skip


def _younger(quantity: Quantity, clause: str, lines: Sequence[Line], context: CheckContext) -> Line | None:
    """The line whose lowest age is above the text's; None where one of the same matter allows it."""
    matter, found = telling(clause), None
    for line in lines:
        if not (line.owner or matter & line.told):
            continue
        for part in line.text.split("，"):
            if not line.owner and not matter & (telling(part) | telling(line.about)):
                continue
            for each in _of(part, Kind.AGE, context.at.date()):
                least = _FROM.match(plain(part), each.end) or _FROM_BEFORE.search(plain(part), 0, each.start)
                if least and isinstance(each.low, Decimal) and isinstance(quantity.low, Decimal):
                    if each.low <= quantity.low:
                        return None
                    found = line
    return found


def _nearer(quantity: Quantity, lines: Sequence[Line], context: CheckContext) -> Line | None:
    """The line with the widest distance the files bring to, where the text's is wider."""
    known = [
        (each_low, line)
        for line in lines
        if _BRINGS.search(f"{line.about}{line.text}")
        for each in _of(line.text, Kind.MEASURE, context.at.date())
        for each_low in (each.low, each.high)
        if each.unit == quantity.unit and _KM.search(each.text) and isinstance(each_low, Decimal)
    ]
    highest = max((each for each in known), key=lambda each: each[0], default=None)
    return highest[1] if highest is not None and quantity.low > highest[0] else None  # type: ignore[operator]


def _of(text: str, kind: Kind, today: date) -> Iterator[Quantity]:
    yield from (each for each in scan(text, today=today) if each.kind is kind)
