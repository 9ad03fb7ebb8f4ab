"""Does the text announce what is over: a campaign that has ended, a term whose day has passed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from assistant.checks.context import CheckContext
from assistant.checks.lockwords import weekday_finding
from assistant.checks.pastedsheet import Pasted, called_at
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign
from assistant.text.format import date_text, time_text
from assistant.text.patterns import Pattern

_LOOKS_BACK = re.compile(
    r"已经?(?:结束|截止|过期|收官)|结束了|过去|上(?:次|周|个?月|期|一?场)|去年|昨天|回顾|感谢|谢谢|恭喜|公布|名单|中奖|成绩|总结|没赶上|错过了|复盘|领过"
)
_HAS_BEGUN = re.compile(
    r"已经?(?:在?开始|开[抢团卖售拼]|上线)|(?:开始|开抢|开团|开卖|上线)(?:了|啦)|正在进行|进行中|还开着|还在(?:搞|做|办|进行)"
)
_NOW = re.compile(r"现在|今天|今日|眼下|随便(?:下|买|拍)|随时|不用等|马上(?:就|能|可)|直接(?:拍|下|买|办)")
_TO_COME = re.compile(
    r"[点号日](?:开始|起|开抢|开团|开卖)|开始(?:以后|之后|后)|预告|明天|后天|下周|到时候|今晚\s?[\d一二两三四五六七八九十]|开抢|开团"
)
# What was given out until a day that has passed: 群里点链接领, 每人还能领一张.
_TAKEN = Pattern(
    r"(?:点链接|来店|到店|群里|小程序|还能|可以|还可以|记得|赶紧|快来?|每人|先|去)[^，。；！？\n]{0,8}领(?![到了过]|回|走|料|带|导)"
    r"|(?:来|去|快|在)?(?<![已])领券|[抢派]券|发券(?!时)|领完为止|(?:还有|还剩|剩下?)\s?[\d一二两三四五六七八九十百]+\s?张"
)
_HELD = re.compile(r"领[到过]|之前领|已经?领|领了|领的|不能?再?领|停[止]?领|领不|没得领")
_ASKED = re.compile(r"[？?]|吗|还没")
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
        start, end = called_at(campaign, scene.view)
        yield Finding(
            check="facts", kind="ended", severity="error", start=start, end=end, text=scene.text[start:end],
            message=f"“{campaign.name}”{_end(campaign.lasts)} 已经结束，{date_text(context.at.date())}不能再发",
            basis=campaign.basis,
            suggestion="换一个还在进行的活动；活动延期了，先在 campaigns.yaml 里改结束时间",
        )  # fmt: skip


def given_out_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """Where the text offers what is given out no more, and may only be used: 群里点链接领, after the last day of it."""
    campaign = next((each for each in read.called if each.only_used(context.at)), None)
    if campaign is None:
        return
    for match in _TAKEN.finditer(scene.view):
        clause = scene.around(match.start())
        if _HELD.search(clause) or _ASKED.search(clause):
            continue
        yield Finding(
            check="facts", kind="ended", severity="error", start=match.start(), end=match.end(), text=match[0],
            message=f"“{campaign.name}”{_end(campaign.end)} 就停止领取了，已经领到的能用到 {_end(campaign.lasts)}",
            basis=campaign.basis,
            suggestion="只提醒已经领到的人来用；还要接着发，先在 campaigns.yaml 里改结束时间",
        )  # fmt: skip
        return


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
        basis=campaign.basis, suggestion=f"写明 {begins} 开始",
    )  # fmt: skip


def early_prices(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """A price of a campaign that has not begun, said to be had now: 现在就是 79 一包, and the sale begins at eight."""
    for quantity in scene.quantities:
        if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or quantity.low != quantity.high:
            continue
        start, end = scene.sentence_of(quantity.start)
        sentence = scene.view[start:end]
        now = _said_now(quantity, start, scene)
        if not now or _ASKED.search(sentence) or _TO_COME.search(sentence):
            continue
        owners = scene.owners_in(start, end)
        campaign = _at_price(quantity.low, owners, read, context)
        if campaign is None or campaign.start is None:
            continue
        begins = f"{date_text(campaign.start.date())}{time_text(campaign.start)}"
        yield Finding(
            check="facts", kind="not_begun", severity="error", start=quantity.start, end=quantity.end,
            text=quantity.text, message=f"“{quantity.text}”是“{campaign.name}”的价，{begins} 才开始，现在还不是这个价",
            basis=campaign.basis,
            suggestion=f"写明 {begins} 开始，或改成平时的价",
        )  # fmt: skip


def _said_now(quantity: Quantity, start: int, scene: Scene) -> bool:
    """Whether the amount is said of now: the word stands in its clause, or before it with no other amount between."""
    first, last = scene.clause_of(quantity.start)
    if _NOW.search(scene.view, first, last):
        return True
    words = list(_NOW.finditer(scene.view, start, first))
    between = [
        each for each in scene.quantities
        if words and words[-1].end() <= each.start < quantity.start and each.kind in (Kind.MONEY, Kind.NUMBER)
    ]  # fmt: skip
    return bool(words) and not between


def _at_price(price: object, owners: set[str], read: Pasted, context: CheckContext) -> Campaign | None:
    """The campaign still to come whose price for one of these goods it is, where it is no price of theirs today."""
    goods = [read.goods[key] for key in owners if key in read.goods]
    if any(price in (product.price, product.member_price) for product in goods):
        return None
    found: Campaign | None = None
    for campaign in context.others:
        steps = {step.price for step in campaign.ladder} | {campaign.floor_price}
        if not any(item.sku in owners and (item.price == price or price in steps) for item in campaign.items):
            continue
        if campaign.start is None or campaign.start <= context.at:
            return None if campaign.end is None or campaign.end > context.at else found
        found = campaign
    return found


def weekday_findings(scene: Scene) -> Iterator[Finding]:
    """A day and, behind a comma, a weekday that it is not: 12 月 18 日，周六，…"""
    for day, word in pairwise(scene.quantities):
        if day.kind is not Kind.DATE or day.relative or day.low != day.high or word.kind is not Kind.WEEKDAY:
            continue
        alone = re.fullmatch(r"\s?[，,、]\s?", scene.view[day.end : word.start])
        closed = re.match(r"\s?(?:[，,。！!；;）)\n]|$)", scene.view[word.end :])
        if alone and closed and isinstance(day.low, date) and word.low == word.high != day.low.isoweekday():
            yield weekday_finding(word, day.low)


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


def _end(moment: datetime | None) -> str:
    return f"{date_text(moment.date())}{time_text(moment)}" if moment else ""
