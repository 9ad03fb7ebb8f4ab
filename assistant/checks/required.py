"""Does a text that announces a campaign state every term its mechanic must state?

A term with numbers is looked for by its numbers, one in words by its words. A poster has no room for the terms and the
messages of a series lean on the one that opens it: neither is asked for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checks.context import CheckContext
from assistant.checks.mechanics import MUST_STATE, available
from assistant.checks.termlines import Line, terms
from assistant.schema.contracts import DraftKind, Finding
from assistant.schema.facts import MECHANIC_NAMES
from assistant.text.numerals import CHINESE, narrow, parse_numeral
from assistant.text.pairs import shared

_DATE = re.compile(r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}-\d\d-\d\d|[（(]周.[)）]")
_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[{CHINESE}]+")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
# Told in other words a term keeps about this part of its character pairs; measured on rewritten sample terms.
_KEPT = 0.3
# What a member can read in one more step is said, if not in the message itself.
_ELSEWHERE = re.compile(
    r"(?:详情|细则|规则|完整(?:规则|说明)|活动说明|具体)[^。！？\n]{0,6}(?:见|看|点|戳|在)|(?:见|看)群(?:公告|通知|文件)"
    r"|(?:见|看|戳|点)(?:下方|下图|海报|链接|置顶)"
)

OPENING = "开始"
"""The name of the message of a series that carries every term."""


def check(text: str, context: CheckContext) -> list[Finding]:
    """One finding for each term of the campaign that ``text`` does not state; its span is empty, at the end."""
    campaign = context.campaign
    if campaign is None or context.format == "poster" or not text.strip():
        return []
    if context.kind not in (None, DraftKind.PROMO):
        return []
    lines = terms(available(campaign, context.products), context)
    # A draft has to carry its terms itself; what an operator pastes may point to where they stand.
    pointed = context.kind is None and _ELSEWHERE.search(text) is not None
    return [_finding(line, text, context, pointed=pointed) for line in unstated(text, lines)]


def _finding(line: Line, text: str, context: CheckContext, *, pointed: bool) -> Finding:
    assert context.campaign is not None
    mechanic = MECHANIC_NAMES[context.campaign.mechanic]
    label = line.label or line.text
    why = "文里让人另看详情，请确认那里写全了" if pointed else f"{mechanic}活动要把条款写在明面上"
    return Finding(
        check="required", kind="missing_term", severity="info" if pointed else "error", start=len(text), end=len(text),
        text="", message=f"漏了条款“{label}”：{line.text}（{why}）",
        basis=f"{MUST_STATE[line.part]}；{context.campaign.source or 'campaigns.yaml'} · {context.campaign.id}",
        suggestion=f"补上一行：{line.labelled}",
    )  # fmt: skip


def unstated(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the terms ``text`` does not state. Dates are left to the fact lock: they may be said as 今天 or 周五."""
    numbers = _numbers(text)
    return [line for line in lines if not _stated(line, numbers, text)]


def _stated(line: Line, numbers: set[str], text: str) -> bool:
    wanted = _numbers(_DATE.sub("", line.text)) if line.part != "how" else set()
    if not wanted <= numbers:
        return False
    if wanted and line.part in ("offer", "amount", "time"):
        return True
    # A rule's numbers may stand there for another reason (24 小时 to fill, 24 小时 to refund): its words must too.
    return shared(line.text, text) >= _KEPT


def _numbers(text: str) -> set[str]:
    """Return the numbers in plain digits; a whole hour as the hour alone, so that 20:00 and 20 点 agree."""
    text = _CLOCK.sub(lambda clock: clock[1] if clock[2] == "00" else f"{clock[1]} {clock[2]}", narrow(text))
    values = (parse_numeral(match.group()) for match in _NUMBER.finditer(text))
    return {f"{value.normalize():f}" for value in values if value is not None}
