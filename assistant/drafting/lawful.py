"""What the law forbids in a campaign, whatever its terms say: multi-level rewards, bought praise, oversized prizes,
and promotion of formula for the first year of life.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.schema.facts import Campaign
from assistant.text.format import money_text
from assistant.text.patterns import Pattern

PRIZE_MAXIMUM = Decimal(50_000)
"""Yuan; the highest prize of a draw (反不正当竞争法 第十一条第（四）项, 规范促销行为暂行规定 第十七条)."""

_PYRAMID = Pattern(r"(二级|两级|三级|多级|间接)(返|奖|佣|分佣|分销|推荐|提成)|下线|团队(提成|计酬|业绩)|入门费|人头费")
_PAID_PRAISE = Pattern(r"(五星)?好评(返现|返|有礼|送|奖)")
_NEGATION = Pattern(r"(不|没有|无|非|禁止|杜绝)[^，。；,;]{0,4}$")
_FORMULA = Pattern(r"奶粉|配方乳|配方奶")
_FIRST_YEAR = Pattern(
    r"[12１２一二]\s*段|0\s*[-–~到至]\s*(6|12)\s*个?月|6\s*[-–~到至]\s*12\s*个?月|pre\s*段", re.IGNORECASE
)


@dataclass(frozen=True)
class Breach:
    """Why a campaign is unlawful: the end of a Chinese sentence whose subject is its name, and the law."""

    why: str
    law: str


def unlawful(campaign: Campaign) -> Breach | None:
    """The first thing in the campaign that the law forbids, or None."""
    return _pyramid(campaign) or _praise(campaign) or _prizes(campaign) or _formula(campaign)


def _texts(campaign: Campaign) -> tuple[str, ...]:
    return (campaign.how, campaign.rule, campaign.reward, campaign.new_reward, campaign.condition, campaign.payout,
            campaign.metric, campaign.benefit, campaign.note)  # fmt: skip


def _pyramid(campaign: Campaign) -> Breach | None:
    law = "《禁止传销条例》第七条"
    if campaign.levels > 1:
        return Breach(f"设了 {campaign.levels} 级返利，推荐奖励只能算到直接推荐的这一级，多级返利属于传销", law)
    hit = _claimed(_PYRAMID, _texts(campaign))
    return Breach(f"写了「{hit}」，按下级或团队计酬属于传销，不能做", law) if hit else None


def _praise(campaign: Campaign) -> Breach | None:
    hit = _claimed(_PAID_PRAISE, _texts(campaign))
    return Breach(f"写了「{hit}」，拿奖励换好评属于虚假评价，不能做", "《反不正当竞争法》第九条") if hit else None


def _prizes(campaign: Campaign) -> Breach | None:
    for prize in campaign.prizes:
        if prize.value is not None and prize.value > PRIZE_MAXIMUM:
            return Breach(
                f"的奖品「{prize.prize}」价值 {money_text(prize.value)}，"
                f"超过有奖销售最高奖的上限 {money_text(PRIZE_MAXIMUM)}",
                "《反不正当竞争法》第十一条第（四）项",
            )
    return None


def _formula(campaign: Campaign) -> Breach | None:
    for name in (*(item.name for item in campaign.items), campaign.buy, campaign.gift):
        if _FORMULA.search(name) and _FIRST_YEAR.search(name):
            return Breach(f"里有「{name}」，0 到 12 个月婴儿配方奶粉不做广告和促销", "《广告法》第二十条")
    return None


def _claimed(pattern: Pattern, texts: Iterable[str]) -> str:
    """The first match that is not denied just before it ("没有下线")."""
    for text in texts:
        for match in pattern.finditer(text):
            if not _NEGATION.search(text[: match.start()]):
                return match.group()
    return ""
