"""Does the text announce what is over: a campaign that has ended, a term whose day has passed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign
from assistant.text.format import date_text, time_text
from assistant.text.plain import plain

_LOOKS_BACK = re.compile(
    r"已经?(?:结束|截止|过期|收官)|结束了|过去|上(?:次|周|个?月|期|一?场)|去年|昨天|回顾|感谢|谢谢|恭喜|公布|名单|中奖|成绩|总结|没赶上|错过了|复盘|领过"
)
_HAS_BEGUN = re.compile(
    r"已经?(?:在?开始|开[抢团卖售拼]|上线)|(?:开始|开抢|开团|开卖|上线)(?:了|啦)|正在进行|进行中|还开着|还在(?:搞|做|办|进行)"
)
_QUESTION = re.compile(r"[？?]|吗|没开始|还没|等")
_BEGINS = re.compile(r"[^，。；！!\n]{0,14}?(?:到|至|[-—~–])\s?(?:\d|今天|明天|月底|年底)|(?:以来|起|开始)")
_TERM = re.compile(
    r"截止|截至|结束|为止|到期|有效|之?前(?:下单|报名|领|付|用|到店|来|都)|报名|预约|领取?券|活动|秒杀|拼团|开团|团购|优惠|特价|抢购|促销|开课|开班|开售|上架|到店(?:领|用)"
)


def ended_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each campaign the text announces that is over."""
    if _LOOKS_BACK.search(scene.view):
        return
    for campaign in read.ended:
        start = scene.view.find(plain(campaign.name))
        end = start + len(campaign.name) if start >= 0 else 0
        start = max(start, 0)
        yield Finding(
            check="facts", kind="ended", severity="error", start=start, end=end, text=scene.text[start:end],
            message=f"“{campaign.name}”{_end(campaign)} 已经结束，{date_text(context.at.date())}不能再发",
            basis=f"{campaign.source or 'campaigns.yaml'} · {campaign.id}",
            suggestion="换一个还在进行的活动；活动延期了，先在 campaigns.yaml 里改结束时间",
        )  # fmt: skip


def early_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding where the text says of the campaign it announces that it has begun, and it has not."""
    campaign = read.announced
    match = _HAS_BEGUN.search(scene.view)
    if match is None or campaign is None or campaign.start is None or campaign.start <= context.at:
        return
    start, end = scene.sentence_of(match.start())
    if _QUESTION.search(scene.view, start, end):
        return
    begins = f"{date_text(campaign.start.date())}{time_text(campaign.start)}"
    yield Finding(
        check="facts", kind="not_begun", severity="error", start=match.start(), end=match.end(),
        text=scene.text[match.start() : match.end()], message=f"“{campaign.name}”{begins} 才开始，现在还没有",
        basis=f"{campaign.source or 'campaigns.yaml'} · {campaign.id}", suggestion=f"写明 {begins} 开始",
    )  # fmt: skip


def past_findings(scene: Scene, read: Pasted) -> Iterator[Finding]:
    """A day that has passed, where the text still calls for something until or on it."""
    today = scene.sheet.today
    if read.ended:
        return
    for quantity in scene.quantities:
        if quantity.kind is not Kind.DATE or quantity.relative or not isinstance(quantity.high, date):
            continue
        start, end = scene.sentence_of(quantity.start)
        sentence = scene.view[start:end]
        if quantity.high >= today or not _TERM.search(sentence) or _LOOKS_BACK.search(sentence):
            continue
        if _BEGINS.match(scene.view, quantity.end) or _is_start(quantity, scene):
            continue
        if any(isinstance(last, date) and last >= today for _, last in quantity.readings):
            continue
        yield Finding(
            check="facts", kind="expired", severity="error", start=quantity.start, end=quantity.end,
            text=quantity.text, message=f"“{quantity.text}”已经过去了，这段话 {date_text(today)}发出去就是过期的",
            basis="日历", suggestion="改成还没过的日期，或说明这是已经结束的事",
        )  # fmt: skip


def _is_start(quantity: Quantity, scene: Scene) -> bool:
    """Whether the day is the first of a campaign that is still on: when it began may be said."""
    return any(
        "start" in fact.roles and fact.readings[0][0] == quantity.low
        for fact in scene.sheet.of_kinds([Kind.DATE])
        if not fact.free
    )


def _end(campaign: Campaign) -> str:
    return f"{date_text(campaign.end.date())}{time_text(campaign.end)}" if campaign.end else ""
