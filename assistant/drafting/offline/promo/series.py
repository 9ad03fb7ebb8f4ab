"""The series: teaser, an hour before, start, last call, thanks; each a message of its own with its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from assistant.checks.termlines import bare
from assistant.drafting.constraints import constraints_for
from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.framefiles import frames
from assistant.drafting.offline.promo.layout import listed, prose
from assistant.drafting.offline.promo.post import lines_of, post_body
from assistant.drafting.offline.promo.schedule import Slot, plan
from assistant.schema.contracts import DraftPart
from assistant.schema.facts import Mechanic
from assistant.text.moments import after_clock, day_text, start_text


def series_parts(context: Context) -> tuple[list[DraftPart], list[str]]:
    """The messages that can be sent, and for each one left out why, for the operator."""
    brief = context.brief
    slots = plan(context.campaign, brief)
    parts = [_part(context, slot) for slot in slots if slot.send_at is not None]
    notes = [f"「{slot.name}」没排：{slot.reason}" for slot in slots if slot.send_at is None and slot.reason]
    return parts, notes


def in_turn(parts: Iterable[DraftPart]) -> str:
    """The messages as one text, each under its name."""
    return "\n\n".join(f"【{heading(part.name)}】\n{part.text}" for part in parts)


def heading(name: str) -> str:
    """The name of a message where members may see it: when it is sent is the operator's business."""
    return name.removesuffix("一小时")


def _part(context: Context, slot: Slot) -> DraftPart:
    moment = slot.send_at or context.brief.at
    if slot.kind == "start":
        # The full notice is a post in its own right: it carries every term, and may be as long as a post.
        brief = context.brief
        text = post_body(context, spare=constraints_for(brief.brand, brief.group, brief.kind, "post").max_length)
    else:
        text = _fitted(context, _WRITERS[slot.kind](context, moment))
    return DraftPart(name=slot.name, text=text, send_at=moment)


def _fitted(context: Context, versions: Iterable[Sequence[str]]) -> str:
    """The first version that keeps the bound; the last and shortest where none does."""
    text = ""
    for blocks in versions:
        text = "\n".join(block for block in blocks if block)
        if len(text) <= context.brief.constraints.max_length:
            break
    return text


def _frame(context: Context, section: str) -> str:
    return context.pick(frames("series")[section][context.register], section)


def _teaser(context: Context, _: datetime) -> Iterator[Sequence[str]]:
    first, end = _frame(context, "teaser"), _frame(context, "teaser_end")
    yield first, listed(lines_of(context, "offer", "time", "ship")), end
    yield first, listed(lines_of(context, "offer", "ship")), end
    yield first, listed(lines_of(context, "offer")), end
    yield first, listed(lines_of(context, "offer"))
    yield first, listed(lines_of(context, "offer")[:1]), end
    yield first, end


def _before(context: Context, _: datetime) -> Iterator[Sequence[str]]:
    first = _frame(context, "before")
    yield first, prose(lines_of(context, "how", "offer", "amount"))
    yield first, prose(lines_of(context, "how", "offer"))
    yield first, prose(lines_of(context, "how"))
    yield (first,)


def _last(context: Context, _: datetime) -> Iterator[Sequence[str]]:
    first = _frame(context, "last")
    yield first, prose(lines_of(context, "how", "offer"))
    yield first, prose(lines_of(context, "how"))
    yield (first,)


def _thanks(context: Context, moment: datetime) -> Iterator[Sequence[str]]:
    first, end = _frame(context, "thanks"), _frame(context, "thanks_end")
    recap = _RECAP.get(context.campaign.mechanic, "").format(items=context.items) if context.items else ""
    after = _after(context, moment)
    yield first, recap + after, end
    yield first, after, end
    yield first, after
    yield first, end


_RECAP = {
    Mechanic.SECKILL: "这次秒杀的是{items}。",
    Mechanic.GROUP_BUY: "这次拼的是{items}。",
    Mechanic.BARGAIN: "这次砍价的是{items}。",
}


def _after(context: Context, moment: datetime) -> str:
    """What happens next, from the terms; nothing where they say nothing."""
    campaign, today = context.campaign, context.brief.at.date()
    said = {
        Mechanic.GROUP_BUY: f"没拼成的：{bare(campaign.if_unfilled)}。",
        Mechanic.BARGAIN: f"价格这样定：{bare(campaign.rule)}。",
        Mechanic.GIFT: f"赠品的安排：{bare(campaign.if_out)}。",
        Mechanic.SWAP: f"收来的旧物：{bare(campaign.handling)}。",
        Mechanic.REFERRAL: f"奖励发放：{bare(campaign.payout)}。",
    }
    if campaign.mechanic is Mechanic.COUPON and campaign.use_until and campaign.use_until >= moment.date():
        until = day_text(campaign.use_until, today=today, weekday=False)
        return f"领到券的，{until}前（含当天）用掉，适用范围：{bare(campaign.scope)}。"
    if campaign.mechanic is Mechanic.RANKING and campaign.announce_at and campaign.announce_at > moment:
        when = start_text(campaign.announce_at, today=today)
        return after_clock(f"结果{when}公布。并列的：{bare(campaign.tie_rule)}。")
    return said.get(campaign.mechanic, "")


_WRITERS = {"teaser": _teaser, "before": _before, "last": _last, "thanks": _thanks}
