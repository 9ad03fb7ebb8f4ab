"""Does the text say a shop is open when it is closed?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.scene import Scene
from assistant.schema.brand import Branch
from assistant.schema.contracts import Finding
from assistant.text.plain import plain

_WEEKDAY = re.compile(
    r"(?:每?周|星期|礼拜)(?P<day>[一二三四五六日天])(?P<open>[^，。！？\n]{0,8}(?:也|都|照常|正常)?(?:开|营业|上班|在店)[^始课团抢奖业]?[^，。！？\n]{0,6})"
)
_NOT = re.compile(r"不|没|休|闭|关|暂停|除了")


def opening_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each weekday on which the shop named, or every shop, rests and the text says it is open."""
    branches = context.brand.branches if context.brand else ()
    for match in _WEEKDAY.finditer(scene.view):
        if _NOT.search(match[0]):
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


def _rests(branch: Branch, day: str) -> bool:
    return any(closed.replace("星期", "周").replace("天", "日") == f"周{day}" for closed in branch.closed)
