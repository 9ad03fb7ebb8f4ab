"""A request in the words of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.schema.contracts import DraftKind
from evals.cases import Ask

if TYPE_CHECKING:
    from evals.environment import Stand

KINDS = {DraftKind.TOPIC: "话题", DraftKind.SHARE: "干货", DraftKind.PROMO: "促销"}
FORMATS = {"post": "图文", "voice": "语音稿", "series": "系列", "landing": "落地页", "poster": "海报"}


def in_words(ask: Ask, stand: Stand | None = None) -> str:
    """Return what was asked for; with the brand's ``stand`` group and campaign are called by their names."""
    groups, campaigns = (stand.groups, stand.campaigns) if stand else ({}, {})
    group = groups[ask.group].name if ask.group in groups else ask.group
    campaign = campaigns[ask.campaign].name if ask.campaign in campaigns else ask.campaign
    said = [KINDS[ask.kind] + (f"·{FORMATS.get(ask.format, ask.format)}" if ask.format else "")]
    said += [f"发给“{group}”", f"{ask.date:%Y-%m-%d}" + (f" {ask.time:%H:%M}" if ask.time else "")]
    said += [f"关于“{ask.about}”"] if ask.about else []
    said += [f"活动“{campaign}”"] if ask.campaign else []
    said += [f"写 {ask.count} 篇"] if ask.count > 1 else []
    return "，".join(said)
