"""A request in the words of the report."""

from __future__ import annotations

from assistant.schema.contracts import DraftKind
from evals.cases import Ask

KINDS = {DraftKind.TOPIC: "话题", DraftKind.SHARE: "干货", DraftKind.PROMO: "促销"}


def in_words(ask: Ask) -> str:
    """Return what was asked for."""
    when = f"{ask.date:%Y-%m-%d}" + (f" {ask.time:%H:%M}" if ask.time else "")
    said = [KINDS[ask.kind] + (f"（{ask.format}）" if ask.format else ""), f"{ask.group} 群", when]
    said += [f"关于“{ask.about}”"] if ask.about else []
    said += [f"活动 {ask.campaign}"] if ask.campaign else []
    said += [f"{ask.count} 篇"] if ask.count > 1 else []
    return "，".join(said)
