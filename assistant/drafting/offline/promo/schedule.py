"""When the messages of a series go out: true to the campaign's times, in the group's hours, no more than it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.knowledge.hours import within
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign
from assistant.schema.group import Group, PromoTerms

_STEP = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_LAST_CALL_NEEDS = 3 * _HOUR
"""A campaign shorter than this needs no last call: it would follow the start on its heels."""
_BEFORE_WITHIN = 3 * _HOUR
_LAST_WITHIN = 6 * _HOUR
_THANKS_WITHIN = timedelta(days=3)


@dataclass(frozen=True)
class Slot:
    """One message: which, and when; ``send_at`` None with the reason why it is left out."""

    kind: str
    send_at: datetime | None
    reason: str = ""
    moved: bool = False

    @property
    def name(self) -> str:
        """What the operator reads; an hour before is called so only when it is one."""
        return "开始前提醒" if self.moved else NAMES[self.kind]


NAMES = {"teaser": "预告", "before": "开始前一小时", "start": "开始", "last": "最后提醒", "thanks": "感谢和后续"}
"""Chinese names of the messages."""


def plan(campaign: Campaign, group: Group, *, at: datetime, history: Sequence[PastDraft]) -> list[Slot]:
    """The five messages in order, those that cannot be sent with the reason."""
    start, end = campaign.start, campaign.end
    if start is None or end is None:
        return [Slot("start", at)]
    opened = _start(group, max(start, at), end)
    slots = [_teaser(group, at, start), _before(group, at, start), opened]
    slots += [_last(group, opened.send_at, start, end), _thanks(group, max(end, at))]
    return _within_limits(slots, group.promo, history)


def may_send(group: Group, moment: datetime) -> bool:
    """Whether the group takes a promotion at this local moment: its days and hours, outside its quiet hours."""
    minute = moment.hour * 60 + moment.minute
    promo = group.promo
    return (
        (not promo.days or moment.isoweekday() in promo.days)
        and (not promo.hours or any(within(minute, window) for window in promo.hours))
        and not any(within(minute, window) for window in group.quiet_hours)
    )


def _forward(group: Group, first: datetime, last: datetime) -> datetime | None:
    """The first moment from ``first`` to ``last`` at which the group takes a promotion, on a quarter hour if later."""
    if may_send(group, first):
        return first
    moment = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0) + _STEP
    while moment <= last:
        if may_send(group, moment):
            return moment
        moment += _STEP
    return None


def _backward(group: Group, last: datetime, first: datetime) -> datetime | None:
    """The latest such moment from ``last`` back to ``first``."""
    moment = last
    while moment >= first:
        if may_send(group, moment):
            return moment
        moment -= _STEP
    return None


def _teaser(group: Group, at: datetime, start: datetime) -> Slot:
    if at > start - _HOUR:
        return Slot("teaser", None, "活动已经开始或马上开始，不用预告")
    moment = _forward(group, at, start - _HOUR)
    return Slot("teaser", moment, "" if moment else "开始之前没有群里能发促销的时间")


def _before(group: Group, at: datetime, start: datetime) -> Slot:
    if at > start - _HOUR:
        return Slot("before", None, "离开始不到一小时")
    moment = _backward(group, start - _HOUR, max(at, start - _BEFORE_WITHIN))
    moved = moment is not None and moment != start - _HOUR
    return Slot("before", moment, "" if moment else "开始前这段时间群里不发促销", moved=moved)


def _start(group: Group, first: datetime, end: datetime) -> Slot:
    moment = _forward(group, first, end - _STEP)
    return Slot("start", moment, "" if moment else "整个活动期间都不在群里能发促销的时间")


def _last(group: Group, opened: datetime | None, start: datetime, end: datetime) -> Slot:
    if end - start < _LAST_CALL_NEEDS:
        return Slot("last", None, "活动很短，开始通知之后不用再催")
    earliest = max((opened or start) + 2 * _HOUR, end - _LAST_WITHIN)
    moment = _backward(group, end - _HOUR, earliest)
    return Slot("last", moment, "" if moment else "收尾这段时间群里不发促销，或者离开始通知太近")


def _thanks(group: Group, end: datetime) -> Slot:
    moment = _forward(group, end + _HOUR / 2, end + _THANKS_WITHIN)
    return Slot("thanks", moment, "" if moment else "活动结束后三天里没有群里能发的时间")


# What a group that takes fewer promotions gets first. Thanks sells nothing and is not counted.
_PRIORITY = ("start", "teaser", "last", "before")


def _within_limits(slots: Sequence[Slot], promo: PromoTerms, history: Sequence[PastDraft]) -> list[Slot]:
    """Leave out what the group's own counts a day, a week or a month do not allow."""
    sent = [datetime.combine(past.date, datetime.min.time()) for past in history if past.kind is DraftKind.PROMO]
    left_out: dict[str, str] = {}
    for kind in _PRIORITY:
        slot = next((slot for slot in slots if slot.kind == kind), None)
        if slot is None or slot.send_at is None:
            continue
        moment = slot.send_at
        reason = next((text for same, most, text in _limits(promo) if most <= sum(same(moment, m) for m in sent)), "")
        # The full notice is what was asked for: the group's terms judged it before the writer was called.
        if reason and kind != "start":
            left_out[kind] = reason
        else:
            sent.append(moment)
    return [Slot(slot.kind, None, left_out[slot.kind]) if slot.kind in left_out else slot for slot in slots]


def _limits(promo: PromoTerms) -> Iterator[tuple[Callable[[datetime, datetime], bool], int, str]]:
    if promo.per_day is not None:
        yield (lambda a, b: a.date() == b.date()), promo.per_day, f"群里一天最多 {promo.per_day} 条促销"
    if promo.per_week is not None:
        yield (
            (lambda a, b: a.isocalendar()[:2] == b.isocalendar()[:2]),
            promo.per_week,
            (f"群里一周最多 {promo.per_week} 条促销"),
        )
    if promo.per_month is not None:
        yield (
            (lambda a, b: (a.year, a.month) == (b.year, b.month)),
            promo.per_month,
            (f"群里一个月最多 {promo.per_month} 条促销"),
        )
