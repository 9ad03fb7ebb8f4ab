"""Is it on the weekday the text says? 瑜伽周三也有, where the files say 瑜伽周二周四 and 周六."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import lines_for
from assistant.checks.mentions import Mention
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_PART = Pattern(r"[，,；;。！!？?\n]")
_DAYS = Pattern(r"(?:周|星期|礼拜)([一二三四五六日天])")
# Days of doing, not of rest.
_RESTS = Pattern(r"休|停|不|没|除|补货|到货")
_ASKS = Pattern(r"[？?]|吗|不|没|停|改|调|休|取消|请假|上次|以前|别家|隔壁|补|换|试")
_BESIDE = Pattern(r"(?:的|课|班|团课|都|是|在|也|每|\s)*")
_HELD = Pattern(
    r"(?:[和、到]?(?:周|星期|礼拜)[一二三四五六日天])*(?:\s*(?=[，。；！]|$)|\s?\d{1,2}[:点]|(?:早|晚|上午|下午))|[^，。；！\n]{0,8}?(?:有|上|开|做|烤|送|教|课|班|场)|\s?\d{1,2}[:点]|(?:早|晚|上午|下午)"
)


def timetable_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each weekday right behind a name for which the files name other weekdays."""
    for quantity in scene.quantities:
        if quantity.kind is not Kind.WEEKDAY or not isinstance(quantity.low, Decimal) or quantity.low != quantity.high:
            continue
        start, end = scene.clause_of(quantity.start)
        before = [each for each in scene.mentions if start <= each.start and each.end <= quantity.start]
        if not before or _ASKS.search(scene.view, start, end) or not _HELD.match(scene.view, quantity.end):
            continue
        if not _BESIDE.fullmatch(_DAYS.sub("", scene.view[before[-1].end : quantity.start])):
            continue
        told = _told(before[-1], scene, read, context)
        days = {
            "一二三四五六日".index(each.replace("天", "日")) + 1 for part, _ in told for each in _DAYS.findall(part)
        }
        if days and int(quantity.low) not in days:
            yield _finding(quantity, scene, *told[0])


def _told(mention: Mention, scene: Scene, read: Pasted, context: CheckContext) -> list[tuple[str, str]]:
    """The parts of the files that put what is named on weekdays, with their places."""
    goods = [read.goods[key] for key in sorted(mention.owners) if key in read.goods]
    rows = [[part for part in _PART.split(plain(one.description)) if _DAYS.search(part)] for one in goods]
    if goods and all(rows):
        return [(part, one.basis) for one, parts in zip(goods, rows, strict=True) for part in parts
                if not _RESTS.search(part)]  # fmt: skip
    word = scene.view[mention.start : mention.end]
    behind = re.compile(rf"{re.escape(word)}(?:课|班)?(?:是|在|每)?\s?(?=(?:周|星期|礼拜)[一二三四五六日天])")
    found = []
    for line in lines_for(*scene.sentence_of(mention.start), scene, read, context):
        found += [(part.strip(), line.basis) for part in _PART.split(line.text)
                  if behind.search(part) and not _RESTS.search(part)]  # fmt: skip
    return found


def _finding(quantity: Quantity, scene: Scene, told: str, basis: str) -> Finding:
    text = scene.text[quantity.start : quantity.end]
    return Finding(
        check="facts", kind="contradicted", severity="warn", start=quantity.start, end=quantity.end, text=text,
        message=f"“{text}”和资料对不上，资料里是“{told}”", basis=basis,
        suggestion=f"照资料写星期几，或先把资料改对：{basis}",
    )  # fmt: skip
