"""The messages of a promotion that is sent in several, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.schema.brief import Brief

_HOUR = timedelta(hours=1)
# A call for the last hour of a sale that lasts two would be noise.
_LONG_ENOUGH = timedelta(hours=4)


class Slot(NamedTuple):
    """One message: its name, what it is for, and when it goes out (None: together with the others)."""

    name: str
    hint: str
    send_at: datetime | None = None


_LANDING = (
    Slot("主题和优惠", "一眼看懂是什么活动、什么价、到什么时候"),
    Slot("凭什么", "货好在哪里、规则写全，只说事实里有的，不编顾客的话"),
    Slot("怎么参加", "一步一步怎么参加，哪里问"),
)


def slots_for(brief: Brief) -> tuple[Slot, ...]:
    """Return the messages to write; empty for formats of one message."""
    if brief.format == "landing":
        return _LANDING
    return tuple(_series(brief)) if brief.format == "series" else ()


def _series(brief: Brief) -> Iterator[Slot]:
    """Yield only what is still to come at ``brief.at``, so that nothing is announced twice or too late."""
    campaign = brief.campaign
    if campaign is None or campaign.start is None or campaign.end is None:
        return
    start, end = campaign.start, campaign.end
    if brief.at < start - 2 * _HOUR:
        yield Slot("预告", "说清什么时候有什么，不催", brief.at)
    if brief.at <= start - _HOUR:
        yield Slot("开始前一小时", "提醒时间和参加方式，短", start - _HOUR)
    yield Slot("开始", "写全条款：价格、数量、限购、截止时间、怎么参加", max(start, brief.at))
    if end - start >= _LONG_ENOUGH:
        yield Slot("最后一小时", "只报截止时间，不编剩多少件", end - _HOUR)
    yield Slot("感谢和小结", "谢谢参加的人，说后续怎么领、怎么问；不编成绩", end + _HOUR)
