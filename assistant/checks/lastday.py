"""Is it the last day the text says? 这张券今天最后一天, where it can be had until 5 December."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import MECHANIC_WORDS, Pasted, is_near
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign
from assistant.text.format import date_text, time_text

# Behind the day: what ends with it.
_ENDS = re.compile(
    r"(?:[晚夜]上?|\s?\d{1,2}\s?[点:：]\d{0,2}分?)?(?:就|是|已经|也就|了|到了|，|就是|可就)*\s?(?:活动|的?券|优惠)?(?:就|是)?"
    r"(?P<word>最后一[天晚日夜]|最后(?:一次)?机会|截止|结束|收官|到期|收尾|下线|过后就?没|一过就?没)"
)
_TAKEN = re.compile(r"领(?!到的|了的|过)|[抢发派]券")
_USED = re.compile(r"[能可]用|用[掉完]|没用|[使抵]用|花掉|抵扣|核销|过期|作废|到期|失效")
_ASKS = re.compile(r"[？?]|吗|不是|没有?截止|还没|报名|预订|发货|退货|截单|前结束|作业|投票|上次|去年|昨天")


def last_day_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each day said to be the last of a campaign that ends on another one."""
    for quantity in scene.quantities:
        ends = _ENDS.match(scene.view, quantity.end) if quantity.kind in (Kind.DATE, Kind.WEEKDAY) else None
        day = _day(quantity)
        if ends is None or day is None or day < context.at.date():
            continue
        start, stop = scene.sentence_of(quantity.start)
        if _ASKS.search(scene.view, start, stop):
            continue
        meant = _meant(start, stop, scene, read, context)
        lasts = {each for campaign in meant for each in _lasts(campaign)}
        if not meant or not lasts or day in lasts or any(not list(_lasts(each)) for each in meant):
            continue
        campaign = meant[0]
        text = scene.text[quantity.start : ends.end()]
        last, truth = _last_of(campaign, scene.view[start:stop])
        until = f"{date_text(last.date())}{time_text(last)}"
        yield Finding(
            check="facts", kind="wrong_end", severity="error", start=quantity.start, end=ends.end(), text=text,
            message=f"“{text}”和资料对不上，资料里“{campaign.name}”{truth} {until} "
            + ("才结束" if last.date() > day else "就结束"),
            basis=campaign.basis, suggestion=f"写成 {until} 截止",
        )  # fmt: skip


def _last_of(campaign: Campaign, sentence: str) -> tuple[datetime, str]:
    """The moment the sentence speaks of: until when it is given out or, where the words are of using, can be used."""
    assert campaign.end is not None
    if campaign.lasts is None or campaign.lasts == campaign.end:
        return campaign.end, "到"
    taken, used = _TAKEN.search(sentence), _USED.search(sentence)
    return (campaign.end, "领到") if taken and not used else (campaign.lasts, "能用到")


def _day(quantity: Quantity) -> date | None:
    days = [low for low, high in quantity.readings if isinstance(low, date) and low == high]
    return days[0] if days else None


def _meant(start: int, end: int, scene: Scene, read: Pasted, context: CheckContext) -> list[Campaign]:
    """The campaigns the sentence may speak of: the one announced, else all whose mechanic or goods it names."""
    if read.announced is not None:
        return [read.announced] if is_near(read.announced, context) else []
    sentence = scene.view[start:end]
    named = scene.owners_in(start, end)
    live = [
        each for each in context.others
        if is_near(each, context) and (each.start is None or each.start <= context.at) and each.end is not None
    ]  # fmt: skip
    spoken = [each for each in live if MECHANIC_WORDS[each.mechanic].search(sentence)]
    return [each for each in spoken if named & {item.sku for item in each.items}] or spoken


def _lasts(campaign: Campaign) -> Iterator[date]:
    """The days one may call the last: of the campaign, and of what it gave out."""
    if campaign.end is not None:
        moment: datetime = campaign.end
        yield (moment - timedelta(minutes=1)).date()
        yield moment.date()
    if campaign.use_until is not None:
        yield campaign.use_until
