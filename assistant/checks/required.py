"""Does a text that announces a campaign state every term its mechanic must state?

A term with numbers is looked for by its numbers, one in words by its words. A poster has no room for the terms and the
messages of a series lean on the one that opens it: neither is asked for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checks.context import CheckContext
from assistant.checks.mechanics import MUST_STATE, available, missing_terms
from assistant.checks.outcomes import reversed_of
from assistant.checks.quantities import find_quantities
from assistant.checks.quantity import Kind
from assistant.checks.termlines import Line, terms
from assistant.schema.contracts import DraftKind, Finding
from assistant.schema.facts import MECHANIC_NAMES, Campaign
from assistant.text.folding import simplify_each
from assistant.text.numerals import CHINESE, narrow, parse_numeral
from assistant.text.pairs import pairs, shared
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_DATE = Pattern(r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}-\d\d-\d\d|[（(]周.[)）]")
_NUMBER = Pattern(rf"\d+(?:\.\d+)?|[{CHINESE}]+")
_CLOCK = Pattern(r"(\d{1,2}):(\d\d)")
# Told in other words a term keeps about this part of its character pairs; measured on rewritten sample terms.
_KEPT = 0.3
_KEPT_LOOSELY = 0.2
_TELLING = 3
_ASIDE = Pattern(r"[（(][^（）()]*[）)]")
_USUAL = Pattern(r"，?日常售价 .*$")
_SMALL = Pattern(r"[一两](?=[^\d一二三四五六七八九十百千]|$)")
_FIGURE = Pattern(r"[\d一二两三四五六七八九十百]\s?(?:元|块|折|课时|分|张|件|份|条|支|包|次|节|人|毛|%)|免费|半价")
_MOMENTS = (Kind.DATE, Kind.TIME, Kind.WEEKDAY)
_N = r"\s?[\d一二两三四五六七八九十百]"
# What a term says and how an operator may have said it with whatever figure.
_CUES = (
    (
        Pattern("每人"),
        Pattern(
            rf"(?:每人|每户|每单|每家|每个?(?:号|账号)|一人|人均|限[购领报拍买]?)[^，。；]{{0,6}}?{_N}|{_N}\s?\S{{0,3}}(?:封顶|为限)"
        ),
    ),
    (
        Pattern("共|名额"),
        Pattern(
            rf"(?:共|备了?|备货|限量|库存|名额|只有|就|总共|一共|准备了?|前|余|剩)[^，。；]{{0,4}}?{_N}|{_N}\s?(?:个|份|张|条|名|套|件|包|袋|只|盒|位)?\s?(?:送完|发完|领完|抢完|卖完|用完|为止|名额)"
        ),
    ),
)
_RULES = (
    (Pattern("用券"), Pattern(r"[日号月]\s?(?:之?前|止|内|到|至)?[^，。；]{0,14}[用抵]|有效|到期|[过逾]期")),
    (Pattern("退|取消"), Pattern("退[款回]|原路|取消")),
    (Pattern("送完|领完|发完|停"), Pattern("[送领发用卖]完|没有了|为止|停[送发]")),
    (Pattern("并列|相同"), Pattern("并列|相同|一样的")),
    (Pattern("公布"), Pattern("公布|揭晓|出结果|公示")),
)
# What a member can read in one more step is said, if not in the message itself.
_ELSEWHERE = Pattern(
    r"(?:详情|细则|规则|完整(?:规则|说明)|活动说明|具体)[^。！？\n]{0,6}(?:见|看|点|戳|在)|详见|(?:见|看)群(?:公告|通知|文件|内|里)"
    r"|(?:详见|请看|看一?下)(?:下方|下图|海报|链接|置顶)"
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
    if context.kind is not None:
        return [_finding(line, text, context, pointed=False) for line in unstated(text, lines)]
    # A draft has to carry its terms itself; what an operator pastes may point to where they stand.
    pointed = _ELSEWHERE.search(simplify_each(text)) is not None
    found = [_finding(line, text, context, pointed=pointed) for line in unspoken(text, lines, context)]
    return [*found, *_incomplete(text, campaign)]


def _incomplete(text: str, campaign: Campaign) -> Iterator[Finding]:
    """One warning where the campaign's own entry lacks terms: then no text about it can be complete."""
    if absent := missing_terms(campaign):
        mechanic, file = MECHANIC_NAMES[campaign.mechanic], campaign.source or "campaigns.yaml"
        yield Finding(
            check="required", kind="incomplete_campaign", severity="warn", start=len(text), end=len(text), text="",
            message=f"“{campaign.name}”在 {file} 里没写全，{mechanic}活动还缺：{'、'.join(absent)}",
            basis=f"{MUST_STATE['rule']}；{file} · {campaign.id}", suggestion=f"先在 {file} 里补上，再写进这段话",
        )  # fmt: skip


def _finding(line: Line, text: str, context: CheckContext, *, pointed: bool) -> Finding:
    assert context.campaign is not None
    mechanic = MECHANIC_NAMES[context.campaign.mechanic]
    label = line.label or line.text
    why = "文里让人另看详情，请确认那里写全了" if pointed else f"{mechanic}活动要把条款写在明面上"
    return Finding(
        check="required", kind="missing_term", severity="info" if pointed else "error", start=len(text), end=len(text),
        text="", message=f"漏了条款“{label}”：{line.text}（{why}）",
        basis=f"{MUST_STATE[line.part]}；{context.campaign.basis}",
        suggestion=f"补上一行：{line.labelled}",
    )  # fmt: skip


def unspoken(text: str, lines: Sequence[Line], context: CheckContext) -> list[Line]:
    """The terms of which ``text``, written by the operator, does not speak.

    Whether the figure it gives is the right one is for the facts check: here a price stands for the price, and a count
    of 每人 for the limit.
    """
    view = plain(simplify_each(text))
    numbers = _numbers(view)
    return [line for line in lines if not _spoken(line, view, numbers, context)]


def _spoken(line: Line, view: str, numbers: set[str], context: CheckContext) -> bool:
    if line.part == "time":
        return _dated(view, context)
    if line.part == "rule" and reversed_of(plain(line.text), view):
        return False
    told = _ASIDE.sub("", line.text)
    told = _USUAL.sub("", told) if line.part == "offer" else told
    wanted = _numbers(_SMALL.sub("", _DATE.sub("", told)))
    alike = shared(told, view)
    if line.part == "offer":
        if line.label == "商品":
            return True
        return (bool(wanted) and wanted <= numbers) or (
            alike >= _KEPT and (not wanted or _FIGURE.search(view) is not None)
        )
    if line.part == "amount":
        return wanted <= numbers or all(cue.search(view) for word, cue in _CUES if word.search(told))
    if line.label == "底价" and wanted <= numbers:  # The last step of the ladder, by whatever name.
        return True
    if len(pairs(told)) < _TELLING:  # a date: whether it is said, its label tells
        return line.label in view or any(cue.search(view) for word, cue in _RULES if word.search(line.label))
    return alike >= _KEPT_LOOSELY or any(word.search(told) and cue.search(view) for word, cue in _RULES)


def _dated(view: str, context: CheckContext) -> bool:
    """Whether the text says until when: the day on which the campaign ends, or any day or time as a term."""
    campaign = context.campaign
    if campaign is None or campaign.end is None or campaign.only_used(context.at):
        return True
    moments = [each for each in find_quantities(view, today=context.at.date()) if each.kind in _MOMENTS]
    return bool(moments)


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
