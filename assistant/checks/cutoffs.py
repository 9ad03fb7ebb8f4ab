"""Until when is it the same day? 四点以后下单也当天到, where the files say 16:00 以前付款当天送到."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import Line, lines_for, of_lookup, telling
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.plain import plain

_ORDER = re.compile(
    r"\s?(?:以|之)?(?P<side>前|后|再)?[^，。；\d]{0,6}?(?:下单|付款|付钱|拍下?|下的单|送来|买)[^。；]{0,10}?"
    r"(?P<when>当天|当日|今天|今晚|当晚)[^，。；]{0,6}?(?:\s?(?:晚上?|下午)?\s?(?:\d{1,2}:\d\d|[\d一二三四五六七八九十]{1,3}\s?点半?)\s?(?:以|之)?前[^，。；]{0,4}?)?(?P<what>发|到|送|取|拿)"
)
_SAME = frozenset({"到", "送", "取", "拿"})
_ASKS = re.compile(r"[？?]|吗|不能|赶不上|来不及|别家|以前都")


def cutoff_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each time of order after the last at which the files promise the same day."""
    if not re.search(r"当天|当日|今天|今晚|当晚", scene.view):
        return
    for quantity in scene.quantities:
        order = _ORDER.match(scene.view, quantity.end) if quantity.kind is Kind.TIME else None
        if order is None or not isinstance(quantity.low, Decimal):
            continue
        span = scene.sentence_of(quantity.start)
        if _ASKS.search(scene.view[slice(*span)]):
            continue
        matter = telling(scene.view[slice(*span)])
        known = [
            (minute, line)
            for line in (*lines_for(*span, scene, read, context), *of_lookup("下单当天送到几点发货", context))
            for minute, what in _cutoffs(line, context.at.date())
            if (what in _SAME) == (order["what"] in _SAME) and len(line.told & matter)
        ]
        hours = [low for low, _ in quantity.readings if isinstance(low, Decimal)]
        # 四点 is the hour the files name, else the one of the afternoon.
        said = next((each for each in hours if any(each == minute for minute, _ in known)), max(hours))
        late = 1 if order["side"] in ("后", "再") else 0
        if known and said + late > max(minute for minute, _ in known):
            last = max(known, key=lambda each: each[0])[1]
            start, end = quantity.start, order.end()
            yield Finding(
                check="facts", kind="too_late", severity="error", start=start, end=end, text=scene.text[start:end],
                message=f"“{scene.text[start:end]}”和资料对不上，资料里是“{last.text}”", basis=last.basis,
                suggestion=f"照资料里的截单时间写：{last.basis}",
            )  # fmt: skip


def _cutoffs(line: Line, today: date) -> Iterator[tuple[Decimal, str]]:
    """The times of a line before which an order is served the same day, with what is done then."""
    view = plain(line.text)
    for each in scan(line.text, today=today):
        if each.kind is Kind.TIME and isinstance(each.low, Decimal):
            order = _ORDER.match(view, each.end)
            if order is not None and order["side"] not in ("后", "再"):
                yield each.low, order["what"]
