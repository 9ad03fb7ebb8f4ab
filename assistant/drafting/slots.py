"""The messages of a promotion that is sent in several, and when; planned as the offline writer plans them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from assistant.drafting.offline.promo.schedule import NAMES, plan
from assistant.drafting.offline.promo.series import heading
from assistant.schema.brief import Brief

START = NAMES["start"]
"""The message of a series that carries every term."""


class Slot(NamedTuple):
    """One message: its name, what it is for, and when it goes out (None: together with the others).

    ``heading`` is the name where members may read it, and the one the model is told.
    """

    name: str
    heading: str
    hint: str
    send_at: datetime | None = None


_LANDING = (
    Slot("上", "上", "主题和优惠：什么活动，什么价，到什么时候"),
    Slot("中", "中", "为什么可信：货怎么样，只说事实和资料里有的，不编顾客的话"),
    Slot("下", "下", "怎么参加：一步一步怎么做，有什么限制，哪里问"),
)
_HINTS = {
    "teaser": "说清什么时候有什么，不催",
    "before": "提醒时间和参加方式，要短",
    "start": "条款写全：价格、数量、限制、截止时间、怎么参加",
    "last": "只报截止时间和参加方式，不编还剩多少",
    "thanks": "谢谢参加的人，说后续怎么领、怎么问，不编成绩",
}


def slots_for(brief: Brief) -> tuple[Slot, ...]:
    """Return the messages to write; empty for formats of one message."""
    if brief.format == "landing":
        return _LANDING
    if brief.format != "series" or brief.campaign is None:
        return ()
    planned = plan(brief.campaign, brief)
    return tuple(
        Slot(slot.name, heading(slot.name), _HINTS[slot.kind], slot.send_at)
        for slot in planned
        if slot.send_at is not None
    )


def left_out(brief: Brief) -> list[str]:
    """Return why messages of a series are not written, one sentence each, for the operator."""
    if brief.format != "series" or brief.campaign is None:
        return []
    planned = plan(brief.campaign, brief)
    return [f"「{slot.name}」没排：{slot.reason}" for slot in planned if slot.send_at is None and slot.reason]
