"""Does the text say a shop is open when it is closed?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.quantity import Kind, Value
from assistant.checks.scene import Scene
from assistant.schema.brand import Branch
from assistant.schema.contracts import Finding
from assistant.text.plain import plain
from assistant.text.times import find_times

_WEEKDAY = re.compile(
    r"(?:每?周|星期|礼拜)(?P<day>[一二三四五六日天])(?P<open>[^，。！？\n]{0,8}(?:也|都|照常|正常)?(?:开|营业|上班|在店)[^始课团抢奖业]?[^，。！？\n]{0,6}"
    r"|[^，。！？\n]{0,6}(?:也|都|照样|照常|一样)有人(?=$|[，。！；在接值])|[^，。！？\n]{0,6}(?:也|照样|照常|一样)(?:能|可以)(?:来|到|去|进)"
    r"|(?:上午|下午|晚上|一早)?(?:有人(?:在|值班|接待)|(?:能|可以)(?:来|到店|过来)(?=$|[，。！；报办拿取买练])))"
)
_RESTS = re.compile(
    r"每?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:都|是|固定|盘点|照例)*(?:休息|店休|公休|闭店|闭馆|不开门|不营业)"
)
# The shop rests, not one who works there: 女教练周一休息.
_WHOLE = re.compile(r"店|馆|教室|我们|本店|门市|[室场]")
_OPENS = re.compile(r"营业|开门|关门|打烊|闭店|开店|开到|开馆|闭馆|歇业")
_SPECIAL = re.compile(r"临时|提前(?:打烊|关|闭)|延长|春节|除夕|国庆|元旦|停电|盘点|调整|改[到成为]|当天")
_SAVE = re.compile(r"除(?:了|去|开)?\s?每?个?$")
_NOT = re.compile(r"不|没|休|闭|关|暂停|除了")


def opening_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each weekday on which the shop named, or every shop, rests and the text says it is open."""
    branches = context.brand.branches if context.brand else ()
    yield from _hours(scene, branches)
    yield from _rest_days(scene, branches)
    yield from _at_rest(scene, branches)
    for match in _WEEKDAY.finditer(scene.view):
        if _NOT.search(match[0]) or _SAVE.search(scene.view, 0, match.start()):
            continue
        start, end = scene.sentence_of(match.start())
        sentence = scene.view[start:end]
        named = [branch for branch in branches if plain(branch.name) in sentence] or list(branches)
        day = match["day"].replace("天", "日")
        if named and all(_rests(branch, day) for branch in named):
            rest = "、".join(f"{branch.name}{'、'.join(branch.closed)}休息" for branch in named)
            yield Finding(
                check="facts", kind="closed_day", severity="error", start=match.start(), end=match.end(),
                text=scene.text[match.start() : match.end()], message=f"周{day}不营业，资料里是{rest}",
                basis="brand.yaml · branches", suggestion=f"去掉周{day}，或先改 brand.yaml 里的休息日",
            )  # fmt: skip


_DAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_AWAY = re.compile(r"不|没|休|闭|歇|关|暂停|除了|代送|盘点|别|以外")


def _at_rest(scene: Scene, branches: Sequence[Branch]) -> Iterator[Finding]:
    """One finding for each clause that sends people to a shop on the weekday on which it rests: 周二下午柯桥店人少."""
    for branch in branches:
        name = plain(branch.name)
        for match in re.finditer(re.escape(name), scene.view) if branch.closed and len(branches) > 1 else ():
            start, end = scene.clause_of(match.start())
            days = list(_DAY.finditer(scene.view, start, end))
            sentence = scene.view[slice(*scene.sentence_of(start))]
            if _WEEKDAY.search(scene.view, start, end):
                continue  # Told above.
            if len(days) != 1 or not _rests(branch, days[0]["day"].replace("天", "日")) or _AWAY.search(sentence):
                continue
            first, last = min(days[0].start(), match.start()), max(days[0].end(), match.end())
            if _SPECIAL.search(sentence) or sum(plain(each.name) in scene.view[start:end] for each in branches) > 1:
                continue
            yield Finding(
                check="facts", kind="closed_day", severity="error", start=first, end=last, text=scene.text[first:last],
                message=f"{branch.name}周{days[0]['day']}不开门，资料里是{'、'.join(branch.closed)}休息",
                basis="brand.yaml · branches", suggestion="换一天，或换一家开门的店；改了休息日，先改 brand.yaml",
            )  # fmt: skip


def _hours(scene: Scene, branches: Sequence[Branch]) -> Iterator[Finding]:
    """One finding for each time that is said to be an opening or a closing of shops that have others."""
    for quantity in scene.quantities:
        if quantity.kind is not Kind.TIME or not _OPENS.search(scene.around(quantity.start)):
            continue
        start, end = scene.sentence_of(quantity.start)
        sentence = scene.view[start:end]
        named = [branch for branch in branches if plain(branch.name) in sentence] or list(branches)
        known = {minute for branch in named for minute in _minutes(branch)}
        said = {minute for pair in quantity.readings for minute in pair}
        if (
            not known
            or (said & known and (quantity.low == quantity.high or said <= known))
            or _SPECIAL.search(sentence)
        ):
            continue
        hours = "、".join(f"{branch.name} {branch.hours}" for branch in named if branch.hours)
        yield Finding(
            check="facts", kind="wrong_hours", severity="error", start=quantity.start, end=quantity.end,
            text=quantity.text, message=f"“{quantity.text}”和营业时间对不上，资料里是{hours}",
            basis="brand.yaml · branches", suggestion="照营业时间写；临时改时间，写明哪一天、为什么",
        )  # fmt: skip


def _rest_days(scene: Scene, branches: Sequence[Branch]) -> Iterator[Finding]:
    """One finding for each weekday on which the shop is said to rest, and no shop named does."""
    if not any("周" in plain(closed) or "星期" in closed for branch in branches for closed in branch.closed):
        return
    for match in _RESTS.finditer(scene.view):
        sentence = scene.view[slice(*scene.sentence_of(match.start()))]
        named = [branch for branch in branches if plain(branch.name) in sentence] or list(branches)
        day = match["day"].replace("天", "日")
        if any(_rests(branch, day) for branch in named) or _SPECIAL.search(sentence) or not _WHOLE.search(sentence):
            continue
        rest = "、".join(f"{branch.name}{'、'.join(branch.closed)}休息" for branch in named if branch.closed)
        yield Finding(
            check="facts", kind="closed_day", severity="error", start=match.start(), end=match.end(),
            text=scene.text[match.start() : match.end()], message=f"周{day}照常营业，资料里是{rest or '没有休息日'}",
            basis="brand.yaml · branches", suggestion="照资料写休息日；改了，先改 brand.yaml 里的休息日",
        )  # fmt: skip


def _minutes(branch: Branch) -> set[Value]:
    return {Decimal(minute) for each in find_times(plain(branch.hours)) for pair in each.readings for minute in pair}


def _rests(branch: Branch, day: str) -> bool:
    return any(closed.replace("星期", "周").replace("天", "日") == f"周{day}" for closed in branch.closed)
