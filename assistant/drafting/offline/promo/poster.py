"""The poster: at most 40 characters that say what, for how much, and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from assistant.checks.termlines import bare, coupon_value, gets, item_name, rank_text, spaced, without_verb
from assistant.drafting.offline.promo.context import Context
from assistant.schema.facts import Campaign, Mechanic
from assistant.text.format import date_text, money_text
from assistant.text.moments import after_clock, clock, period_text, until_text
from assistant.text.normalize import fold

POSTER_MAX = 40
_POINTERS = ("详情看群通知", "详见群通知", "详见群内", "")


def poster_body(context: Context) -> str:
    """Name, offer, period and where the rest stands, one line each; the fullest version that fits."""
    limit = min(POSTER_MAX, context.brief.constraints.max_length)
    versions = list(_versions(context))
    fitting = [text for text in versions if len(text) <= limit]
    if fitting:
        return fitting[0]
    return min(versions, key=len)[:limit]


def _versions(context: Context) -> Iterator[str]:
    """From full to bare: the pointer shortens first, then the dates, then the offer, then the name."""
    campaign = context.campaign
    names = [(campaign.name, 0), *([(context.items, 4)] if context.items else []), ("", 9)]
    # A name with a figure in it (满 199 减 30 券) tells the offer already.
    told = _offers(context)
    figures = set(re.findall(r"\d+", campaign.name))
    unsaid = 4 if figures and figures <= set(re.findall(r"\d+", " ".join(told[:1]))) else 10
    # What is compared says less than what can be won.
    lesser = 5 if campaign.mechanic is Mechanic.RANKING else 0
    offers = [(text, 2 * rank + (lesser if rank else 0)) for rank, text in enumerate(told)] + [("", unsaid)]
    periods = [(text, 2 * rank) for rank, text in enumerate(_periods(context))]
    pointers = [(text, rank if text else 8) for rank, text in enumerate(_POINTERS)]
    ranked = sorted(product(names, offers, periods, pointers), key=lambda pick: sum(cost for _, cost in pick))
    for pick in ranked:
        yield "\n".join(text for text, _ in pick if text)


def _periods(context: Context) -> Iterator[str]:
    start, end, today = context.campaign.start, context.campaign.end, context.brief.at.date()
    if start is None or end is None:
        yield ""
        return
    yield period_text(start, end, today=today, weekday=False).replace(" 到 ", "-")
    until = until_text(end, today=today, weekday=False)
    yield after_clock(f"{_dated(until, context)}止")
    # A day alone would promise the hours after the end.
    day = date_text(end.date(), weekday=False, year=end.year != today.year)
    yield f"{day}{clock(end, ends=True)}止"


def _dated(until: str, context: Context) -> str:
    """A poster hangs longer than a day: "今天" becomes its date."""
    end = context.campaign.end
    return until.replace("今天", date_text(end.date(), weekday=False)) if end else until


def _offers(context: Context) -> list[str]:
    """What one gets, long to short, and each once more without its second clause."""
    campaign = context.campaign
    told = [text for text in _OFFERS[campaign.mechanic](context, campaign) if text]
    return list(dict.fromkeys([*told, *(text.split("，")[0] for text in told)]))


def _price(context: Context, word: str) -> Iterator[str]:
    priced = [item for item in context.campaign.items if item.price is not None]
    for item in priced[:1] if len(priced) == 1 else []:
        price = money_text(item.price or 0)
        name = item_name(item, context.brief)
        if name not in context.campaign.name:
            yield f"{name} {price}"
        yield f"{word} {price}"
        yield price
    if len(priced) > 1:
        yield "，".join(f"{item_name(item, context.brief)} {money_text(item.price or 0)}" for item in priced)
        cheapest = min(priced, key=lambda item: item.price or 0)
        yield f"{item_name(cheapest, context.brief)} {money_text(cheapest.price or 0)}"


def _bargain(_: Context, campaign: Campaign) -> Iterator[str]:
    if campaign.ladder:
        step = min(campaign.ladder, key=lambda step: step.price)
        yield f"满 {step.buyers} 人 {money_text(step.price)}"
        yield f"砍到 {money_text(step.price)}"


def _ranking(context: Context, campaign: Campaign) -> Iterator[str]:
    for prize in campaign.prizes[:1]:
        yield f"{rank_text(prize)}：{_unbracketed(bare(prize.prize), context)}"
    yield f"比{spaced(bare(campaign.metric))}"


def _group(context: Context, campaign: Campaign) -> Iterator[str]:
    for text in _price(context, "拼团价"):
        yield f"{campaign.size} 人团 {text}"
    yield from _price(context, "拼团价")


def _unbracketed(text: str, context: Context) -> str:
    """A gift without what its bracket adds: the value, the size; the notice says it.

    A bracket in the name of a product stays: 图画书（硬壳） and 图画书（软皮） are two things.
    """
    names = [fold(product.name) for product in context.brief.products]

    def kept(bracket: re.Match[str]) -> str:
        return bracket.group() if any(fold(bracket.group()) in name for name in names) else ""

    return re.sub(r"[（(][^）)]*[）)]", kept, text)


def _gift(context: Context, campaign: Campaign) -> Iterator[str]:
    gift = _unbracketed(without_verb(campaign.gift, "赠送", "送", "赠"), context)
    yield f"买{without_verb(campaign.buy, '购买', '买')}，送{gift}"
    yield f"送{gift}"


def _assist(context: Context, campaign: Campaign) -> Iterator[str]:
    yield f"{campaign.helpers} 人助力得{spaced(_unbracketed(bare(campaign.reward), context))}"
    yield f"{campaign.helpers} 人助力"


def _member_day(context: Context, campaign: Campaign) -> Iterator[str]:
    yield from (bare(text) for text in campaign.benefits)
    yield from _price(context, "会员日价")


def _referral(_: Context, campaign: Campaign) -> Iterator[str]:
    yield gets("推荐人", campaign.reward)
    yield gets("新朋友", campaign.new_reward)


_OFFERS: dict[Mechanic, Callable[[Context, Campaign], Iterator[str]]] = {
    Mechanic.SECKILL: lambda context, _: _price(context, "秒杀价"),
    Mechanic.GROUP_BUY: _group,
    Mechanic.BARGAIN: _bargain,
    Mechanic.COUPON: lambda _, campaign: iter([coupon_value(campaign)]),
    Mechanic.GIFT: _gift,
    Mechanic.ASSIST: _assist,
    Mechanic.RANKING: _ranking,
    Mechanic.SWAP: lambda _, campaign: iter([bare(campaign.benefit)]),
    Mechanic.MEMBER_DAY: _member_day,
    Mechanic.REFERRAL: _referral,
}
