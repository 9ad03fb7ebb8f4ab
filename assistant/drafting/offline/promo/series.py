"""The series: teaser, an hour before, start, last call, thanks; each a message of its own with its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.framefiles import frames
from assistant.drafting.offline.promo.layout import listed, prose
from assistant.drafting.offline.promo.lines import Line, bare
from assistant.drafting.offline.promo.post import post_body
from assistant.drafting.offline.promo.schedule import Slot, plan
from assistant.drafting.offline.promo.when import after_clock, day_text, start_text
from assistant.schema.contracts import DraftPart
from assistant.schema.facts import Campaign, Mechanic


def series_parts(context: Context) -> tuple[list[DraftPart], list[str]]:
    """The messages that can be sent, and for each one left out why, for the operator."""
    brief = context.brief
    slots = plan(context.campaign, brief.group, at=brief.at, history=brief.history)
    parts = [_part(context, slot) for slot in slots if slot.send_at is not None]
    notes = [f"「{slot.name}」没排：{slot.reason}" for slot in slots if slot.send_at is None and slot.reason]
    return parts, notes


def _part(context: Context, slot: Slot) -> DraftPart:
    moment = slot.send_at or context.brief.at
    if slot.kind == "start":
        text = post_body(_as_of(context, moment))
    else:
        text = _fitted(context, _WRITERS[slot.kind](context, moment))
    return DraftPart(name=slot.name, text=text, send_at=moment)


def _as_of(context: Context, moment: datetime) -> Context:
    """The same promotion seen at the moment its message goes out: "今天" means that day."""
    return Context(context.brief.model_copy(update={"at": moment}), context.campaign)


def _fitted(context: Context, blocks: Sequence[str]) -> str:
    """The blocks, without the last ones where they would be too long; the first always stays."""
    kept = [block for block in blocks if block]
    while len(kept) > 1 and len("\n".join(kept)) > context.brief.constraints.max_length:
        kept.pop()
    return "\n".join(kept)


def _frame(context: Context, section: str, moment: datetime) -> str:
    return context.pick(frames("series")[section][context.register], section, moment)


def _lines(context: Context, moment: datetime, *parts: str) -> list[Line]:
    return [line for line in _as_of(context, moment).terms if line.part in parts]


def _teaser(context: Context, moment: datetime) -> list[str]:
    lines = _lines(context, moment, "offer", "time", "ship")
    return [_frame(context, "teaser", moment), listed(lines), _frame(context, "teaser_end", moment)]


def _before(context: Context, moment: datetime) -> list[str]:
    return [_frame(context, "before", moment), prose(_lines(context, moment, "how", "offer", "amount"))]


def _last(context: Context, moment: datetime) -> list[str]:
    return [_frame(context, "last", moment), prose(_lines(context, moment, "how", "offer"))]


def _thanks(context: Context, moment: datetime) -> list[str]:
    recap = _RECAP.get(context.campaign.mechanic, "") if context.items else ""
    blocks = [recap.format(items=context.items), _after(context.campaign, moment)]
    return [_frame(context, "thanks", moment), "".join(blocks), _frame(context, "thanks_end", moment)]


_RECAP = {
    Mechanic.SECKILL: "这次秒杀的是{items}。",
    Mechanic.GROUP_BUY: "这次拼的是{items}。",
    Mechanic.BARGAIN: "这次砍的是{items}。",
}


def _after(campaign: Campaign, moment: datetime) -> str:
    """What happens next, from the terms; nothing where they say nothing."""
    today = moment.date()
    said = {
        Mechanic.GROUP_BUY: f"没拼成的：{bare(campaign.if_unfilled)}。",
        Mechanic.BARGAIN: f"价格这样定：{bare(campaign.rule)}。",
        Mechanic.GIFT: f"赠品的安排：{bare(campaign.if_out)}。",
        Mechanic.SWAP: f"收来的旧物：{bare(campaign.handling)}。",
        Mechanic.REFERRAL: f"奖励发放：{bare(campaign.payout)}。",
    }
    if campaign.mechanic is Mechanic.COUPON and campaign.use_until and campaign.use_until >= today:
        until = day_text(campaign.use_until, today=today, weekday=False)
        return f"领到券的，{until}前（含当天）用掉，适用范围：{bare(campaign.scope)}。"
    if campaign.mechanic is Mechanic.RANKING and campaign.announce_at and campaign.announce_at > moment:
        when = start_text(campaign.announce_at, today=today)
        return after_clock(f"结果{when}公布。并列的：{bare(campaign.tie_rule)}。")
    return said.get(campaign.mechanic, "")


_WRITERS = {"teaser": _teaser, "before": _before, "last": _last, "thanks": _thanks}
