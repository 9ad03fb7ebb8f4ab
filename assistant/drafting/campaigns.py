"""Whether a campaign may be announced at a moment, and which campaign to announce when nobody names one.

Everything here follows from the facts of the campaign and the price list; the group's own terms (hours, frequency,
kinds) are judged elsewhere. Each refusal carries a sentence the operator can act on, a code and its basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from assistant.checks.mechanics import contradictions, missing, why_out
from assistant.drafting.lawful import unlawful
from assistant.drafting.sizes import settled
from assistant.errors import Refused
from assistant.schema.brief import PastDraft
from assistant.schema.facts import MECHANIC_NAMES, Campaign, Mechanic, Product
from assistant.schema.group import Group
from assistant.text.format import date_text, time_text
from assistant.text.patterns import Pattern

TEASER_DAYS = 7
"""A series may begin with a teaser this many days before the campaign does."""

_RECENT_DAYS = 3
_ALL_OUT = {
    Mechanic.COUPON: "券已经发完",
    Mechanic.GIFT: "赠品已经送完",
    Mechanic.ASSIST: "助力奖励已经发完",
    Mechanic.SWAP: "换新名额已经用完",
    Mechanic.SECKILL: "活动库存已经卖完",
}


def refuse_by_facts(
    campaign: Campaign,
    products: Sequence[Product],
    *,
    at: datetime,
    format: str,  # noqa: A002 - the name the command line and the drafts use
) -> None:
    """Refuse what the facts forbid at the local moment ``at``; ``format`` is a promo format.

    Raises :class:`~assistant.errors.Refused` with code ``unlawful``, ``incomplete``, ``contradiction``, ``ended``,
    ``not_begun``, ``off_shelf`` or ``sold_out``. A series may start :data:`TEASER_DAYS` before the campaign.
    """
    if breach := unlawful(campaign):
        raise _refused(campaign, breach.why, "unlawful", breach.law)
    _refuse_incomplete(campaign)
    _refuse_ended(campaign, at, format)
    products = settled(campaign, products)
    found = contradictions(campaign, products)
    if found:
        raise _refused(campaign, "；".join(found) + "，先改正再发", "contradiction")
    _refuse_by_time(campaign, at, format)
    _refuse_by_stock(campaign, products)


def refuse_wrong_group(campaign: Campaign, group: Group) -> None:
    """Raises :class:`~assistant.errors.Refused` (``not_for_group``) when the campaign is meant for other groups."""
    if campaign.groups and group.id not in campaign.groups:
        raise _refused(campaign, f"不面向「{group.name}」群", "not_for_group")


def choose_campaign(
    campaigns: Iterable[Campaign],
    *,
    group: Group,
    at: datetime,
    about: str = "",
    history: Sequence[PastDraft] = (),
    products: Sequence[Product] = (),
    format: str = "post",  # noqa: A002
) -> Campaign:
    """The campaign to announce to ``group`` at ``at``: the one ``about`` names, else the best of those that are on.

    Best is: not promoted in this group in the last three days, then the one that ends soonest. Raises
    :class:`~assistant.errors.Refused` with what stands in the way, or with what comes next when nothing is on.
    """
    mine = [campaign for campaign in campaigns if not campaign.groups or group.id in campaign.groups]
    named = _matching(mine, about)
    if about and named is not None:
        if not named:
            on = "、".join(f"「{c.name}」" for c in _live(mine, products, at, format)) or "没有"
            raise Refused(
                f"没有和「{about}」对得上的活动；「{group.name}」群眼下能发的活动：{on}",
                code="no_campaign",
                basis="campaigns.yaml",
            )
        mine = named
    live = _live(mine, products, at, format)
    if live:
        # A reminder of what was given out waits for everything that can still be had.
        return min(
            live,
            key=lambda campaign: (
                campaign.only_used(at),
                _promoted_lately(campaign, at, history),
                campaign.end or at,
                campaign.id,
            ),
        )
    if named and len(named) == 1:
        refuse_by_facts(named[0], products, at=at, format=format)
    raise Refused(_nothing_on(mine, group, products, at, format), code="no_campaign", basis="campaigns.yaml")


def _live(
    campaigns: Sequence[Campaign], products: Sequence[Product], at: datetime, promo_format: str
) -> list[Campaign]:
    return [campaign for campaign in campaigns if _obstacle(campaign, products, at, promo_format) is None]


def _obstacle(campaign: Campaign, products: Sequence[Product], at: datetime, promo_format: str) -> Refused | None:
    try:
        refuse_by_facts(campaign, products, at=at, format=promo_format)
    except Refused as refused:
        return refused
    return None


def _promoted_lately(campaign: Campaign, at: datetime, history: Sequence[PastDraft]) -> bool:
    since = (at - timedelta(days=_RECENT_DAYS)).date()
    return any(
        past.date >= since and (past.campaign == campaign.id or campaign.name in past.title + past.body)
        for past in history
    )


def _nothing_on(
    campaigns: Sequence[Campaign], group: Group, products: Sequence[Product], at: datetime, promo_format: str
) -> str:
    """Why no campaign is on, with the next one to come or what stands in the way of each."""
    head = f"{date_text(at.date())}{time_text(at)} 「{group.name}」群没有能发的活动"
    coming = sorted((c for c in campaigns if c.start and c.start > at), key=lambda c: c.start or at)
    if coming:
        names = "、".join(f"「{c.name}」（{_when(c.start)} 开始）" for c in coming[:3])
        return f"{head}，接下来是{names}"
    reasons = [refused.reason for c in campaigns if (refused := _obstacle(c, products, at, promo_format))]
    return f"{head}：{'；'.join(reasons[:3])}" if reasons else f"{head}，campaigns.yaml 里还没有给它的活动"


# What operators write around the thing they mean: words anywhere, single characters at the edges of what is left.
_GENERIC = Pattern(
    r"今[天日晚早]|明[天日]|本?周[一二三四五六日末]?|这周|本月|月底|群里|活动|促销|优惠(?!券)|福利|文案|推广|推荐|宣传|通知|"
    r"预告|提醒|一下|一[个条篇]|关于|大家|最新|正在|进行|帮我|的|了|吧"
)
_EDGES = "写发推个条做给请出来"


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _matching(campaigns: Sequence[Campaign], about: str) -> list[Campaign] | None:
    """The campaigns ``about`` speaks of, best match only; None when it names nothing in particular."""
    for campaign in campaigns:
        if about.strip() == campaign.id or (_words(campaign.name) and _words(campaign.name) in _words(about)):
            return [campaign]
    wanted = _words("".join(piece.strip(_EDGES) for piece in _GENERIC.sub(" ", about).split()))
    if not wanted:
        return None
    grams = {wanted[i : i + 2] for i in range(len(wanted) - 1)} or {wanted}
    scores = {campaign.id: len({g for g in grams if g in _subject(campaign)}) / len(grams) for campaign in campaigns}
    best = max(scores.values(), default=0.0)
    # Half of what the operator wrote should stand in the campaign, or it speaks of something else.
    return [campaign for campaign in campaigns if scores[campaign.id] == best] if best >= 0.5 else []


def _subject(campaign: Campaign) -> str:
    names = [item.name for item in campaign.items]
    return _words(
        " ".join([campaign.name, MECHANIC_NAMES[campaign.mechanic], campaign.buy, campaign.gift, campaign.scope,
                  campaign.reward, campaign.old_items, campaign.benefit, campaign.members, *names])
    )  # fmt: skip


def _refused(campaign: Campaign, why: str, code: str, basis: str = "") -> Refused:
    return Refused(f"「{campaign.name}」{why}", code=code, basis=basis or f"campaigns.yaml：{campaign.id}")


def _when(moment: datetime | None) -> str:
    return f"{date_text(moment.date())}{time_text(moment)}" if moment else ""


def _refuse_incomplete(campaign: Campaign) -> None:
    absent = missing(campaign)
    if absent:
        names = "、".join(term.name for term in absent)
        laws = "、".join(dict.fromkeys(term.basis for term in absent))
        mechanic = MECHANIC_NAMES[campaign.mechanic]
        raise _refused(
            campaign,
            f"还没写全，{mechanic}活动缺：{names}。在 campaigns.yaml 里补上再发",
            "incomplete",
            f"campaigns.yaml：{campaign.id}；{laws}",
        )


def _refuse_ended(campaign: Campaign, at: datetime, promo_format: str) -> None:
    """What is over needs nothing put right any more: this comes before all that could be."""
    if campaign.is_over(at):
        raise _refused(campaign, f"{_when(campaign.lasts)} 已经结束，不能再发", "ended")
    if campaign.only_used(at) and promo_format != "post":
        given, used = _when(campaign.end), _when(campaign.lasts)
        why = f"{given} 已经停止领取，领到的能用到 {used}；提醒大家来用，写一条 --format post 就够了"
        raise _refused(campaign, why, "ended")


def _refuse_by_time(campaign: Campaign, at: datetime, promo_format: str) -> None:
    start = campaign.start
    if start is None or at >= start:
        return
    if promo_format != "series":
        raise _refused(campaign, f"{_when(start)} 才开始，现在还不能发；要提前预告，用 --format series", "not_begun")
    if at < start - timedelta(days=TEASER_DAYS):
        raise _refused(campaign, f"{_when(start)} 才开始，预告提前 {TEASER_DAYS} 天以内再发", "not_begun")


def _refuse_by_stock(campaign: Campaign, products: Sequence[Product]) -> None:
    if campaign.quantity == 0 and campaign.mechanic in _ALL_OUT:
        raise _refused(campaign, _ALL_OUT[campaign.mechanic], "sold_out")
    reasons = {item.name or item.sku: why_out(campaign, item, products) for item in campaign.items}
    if not reasons or None in reasons.values():
        return
    names = "、".join(reasons)
    if set(reasons.values()) == {"off_shelf"}:
        raise _refused(campaign, f"的{names}已经下架，不能再推", "off_shelf")
    raise _refused(campaign, f"的{names}已经卖完，不能再推", "sold_out")
