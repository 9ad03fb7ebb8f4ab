"""Does the text ask for money where the files ask for none? 写字收 8 元, where they say 写字免费."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.filelines import lines_for, of_lookup, telling
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding

_PER = re.compile(r"\s?(?:元|块)?钱?\s?(?:一[张次份个回趟天节件]|手续费|工本费|服务费|押金)|\s?(?:的)?手续费")
_FREE = re.compile(r"免费|不要钱|不收(?:[费钱]|$)|不另?加钱|不另收|免收")
_BOUND = re.compile(
    r"会员|每[年月天周人位家张只]|[一二两三]次|满\s?\d|第一[次回]|首次|以内|之内|凭|本店|\d\s?(?:次|天|小时)"
)
_ASKS = re.compile(r"[？?]|吗|别处|别家|以前|上次|不收|不要|免费")
# 蛋糕上写字收: what the money is asked for stands before the verb.
_TAIL = re.compile(r"(?:另外?收|加收|只?收|另?加|要收|要交|交|付|要)\s?[¥]?$")
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s?[元块]")


def _is_price(quantity: Quantity, span: tuple[int, int], scene: Scene, read: Pasted) -> bool:
    """Whether the amount is what goods of the sentence cost: 含体测，私教体验课 99 元一份."""
    named = scene.owners_in(*span)
    goods = [read.goods[key] for key in named if key in read.goods]
    return any(quantity.low in (each.price, each.member_price) for each in goods)


def fee_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One warning for each fee for what the very clause of the files says is free, with no condition."""
    for quantity in scene.quantities:
        if quantity.kind is not Kind.MONEY or quantity.low != quantity.high:
            continue
        start, end = scene.clause_of(quantity.start)
        before, span = scene.view[start : quantity.start], scene.sentence_of(quantity.start)
        asked = _TAIL.search(before) or _PER.search(quantity.text) or _PER.match(scene.view, quantity.end)
        if asked is None or _is_price(quantity, span, scene, read) or _ASKS.search(scene.view[slice(*span)]):
            continue
        matter = telling(before) | telling(scene.view[quantity.end : end])
        lines = [*lines_for(*span, scene, read, context), *of_lookup(_TAIL.sub("", before), context)]
        figure = re.compile(rf"(?<![\d.]){quantity.low}\s?[元块]")
        if any(figure.search(each.text) and telling(each.text) & matter for each in lines if not each.owner):
            continue
        for line in lines:
            parts = [part for part in re.split(r"[，,]", line.text) if _FREE.search(part)]
            told = [part for part in parts if not _BOUND.search(part) and not _FIGURE.search(part)]
            about = telling(line.about)
            if any(matter & (telling(part) | about) for part in told):
                text = scene.text[quantity.start : quantity.end]
                yield Finding(
                    check="facts", kind="contradicted", severity="warn", start=quantity.start, end=quantity.end,
                    text=text, message=f"“{text}”和资料对不上，资料里是“{line.text}”", basis=line.basis,
                    suggestion=f"照资料写不收钱，或先把资料改对：{line.basis}",
                )  # fmt: skip
                break
