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
from assistant.text.patterns import Pattern

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


# 三公里内不收钱, where 三公里内 10 元 stands.
_GIVEN_FREE = Pattern(
    r"(?:都|全|一律|统统)?(?:不收(?:钱|费|一分钱)?|不要钱|免费|白送)(?:的|了|哦|啦)?(?=\s*(?:[，。；！,;!\n]|$))"
)
_UPON = Pattern(r"[？?]|吗|会员|满\s?\d|第[一二]|首|券|凭|别[处家]|以前|上次|去年|除|但|不过|体验|试|到店|自提|自取")
_CHARGED = Pattern(
    r"(?P<a>[\d一二三四五六七八九十]+\s?[一-鿿]{1,2}以?内)[^，。；\d]{0,4}(?:收|要|加|另收)?\s?[1-9]\d*(?:\.\d+)?\s?元"
)
_BOUNDED = Pattern(r"(?P<a>[\d一二三四五六七八九十]+\s?[一-鿿]{1,2}以?内)")
# So many telling pairs make text and line speak of one service.
_ONE = 2


def free_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One warning for each service said to be free within the very bound for which the files name a fee."""
    for match in _GIVEN_FREE.finditer(scene.view):
        span, clause = scene.sentence_of(match.start()), scene.clause_of(match.start())
        bound = _BOUNDED.search(scene.view[clause[0] : match.start()])
        if bound is None or _UPON.search(scene.view[slice(*span)]):
            continue
        matter = telling(scene.view[slice(*span)])
        lines = [line for line in lines_for(*span, scene, read, context) if len(line.told & matter) >= _ONE]
        if any(_FREE.search(line.text) and bound["a"] in line.text for line in lines):
            continue
        for line in lines:
            if any(
                each["a"].replace("以", "") == bound["a"].replace("以", "") for each in _CHARGED.finditer(line.text)
            ):
                start, end = clause[0] + bound.start(), match.end()
                text = scene.text[start:end]
                yield Finding(
                    check="facts", kind="contradicted", severity="warn", start=start, end=end, text=text,
                    message=f"“{text}”和资料对不上，资料里是“{line.text}”", basis=line.basis,
                    suggestion=f"照资料写收多少，或先把资料改对：{line.basis}",
                )  # fmt: skip
                break
