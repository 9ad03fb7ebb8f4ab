"""When the messages of a series go out: true to the campaign's times, in the group's hours, no more than it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from assistant.checks.required import OPENING
from assistant.drafting.terms import refuse_by_terms
from assistant.errors import Refused
from assistant.schema.brief import Brief, PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign
from assistant.text.moments import clock

_STEP = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_MORNING, _NIGHT = 8 * _HOUR, 22 * _HOUR
_EVENING = time(20, 0)
_LAST_CALL_NEEDS = 3 * _HOUR
"""A campaign shorter than this needs no last call: it would follow the start on its heels."""
_TEASER_BEFORE = 3 * _HOUR
"""Closer to the start a teaser only doubles the reminder."""
_BEFORE_WITHIN = 3 * _HOUR
_LAST_WITHIN = 6 * _HOUR
_THANKS_WITHIN = timedelta(days=5)
_PLANNED_AHEAD = timedelta(days=45)
"""The end of a campaign that lasts longer is written about when it is near."""
_MOST_STEPS = 14 * 24 * 4
"""A message is looked for over two weeks at most."""


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


NAMES = {"teaser": "预告", "before": "开始前一小时", "start": OPENING, "last": "最后提醒", "thanks": "感谢和后续"}
"""Chinese names of the messages."""


def plan(campaign: Campaign, brief: Brief) -> list[Slot]:
    """The five messages in order, those that cannot be sent with the reason.

    The group's own terms judge each message as they would judge a draft of its own. The full notice is placed first:
    where a group takes few promotions, it is the others that give way.
    """
    if campaign.start is None or campaign.end is None:
        return [Slot("start", brief.at)]
    planner = _Planner(brief, campaign, campaign.start, campaign.end)
    opened = planner.start()
    found = {slot.kind: slot for slot in (opened, planner.teaser(), planner.last(opened), planner.before())}
    found["thanks"] = planner.thanks()
    return [found[kind] for kind in NAMES]


class _Planner:
    """Places one message after the other; each placed one counts against the group's limits for the next."""

    def __init__(self, brief: Brief, campaign: Campaign, begins: datetime, ends: datetime) -> None:
        self.brief, self.campaign, self.begins, self.ends = brief, campaign, begins, ends
        self.placed: list[PastDraft] = []

    def start(self) -> Slot:
        # A campaign that lasts whole days begins at midnight; its notice comes in the morning.
        begins = self.begins if clock(self.begins) else self.begins + _MORNING
        first = max(begins, self.brief.at)
        return self._slot("start", *self._search(_forward(first, self.ends - _STEP)))

    def teaser(self) -> Slot:
        latest = self.begins - _TEASER_BEFORE
        if self.brief.at > latest:
            return Slot("teaser", None, "活动已经开始或马上开始，不用预告")
        return self._slot("teaser", *self._search(_forward(self.brief.at, latest)))

    def before(self) -> Slot:
        target = self.begins - _HOUR
        if not clock(self.begins):
            return Slot("before", None, "活动从零点算起，不用提前一小时喊")
        if self.brief.at > target:
            begun = self.brief.at >= self.begins
            return Slot("before", None, "活动已经开始" if begun else "离开始不到一小时")
        moment, why = self._search(_backward(target, max(self.brief.at, self.begins - _BEFORE_WITHIN)))
        return self._slot("before", moment, why, moved=moment is not None and moment != target)

    def last(self, opened: Slot) -> Slot:
        if far := self._far_off():
            return Slot("last", None, far)
        if self.ends - self.begins < _LAST_CALL_NEEDS:
            return Slot("last", None, "活动很短，开始通知之后不用再催")
        earliest = max((opened.send_at or self.begins) + 2 * _HOUR, self.ends - _LAST_WITHIN)
        target = self.ends - _HOUR
        if not clock(self.ends, ends=True):
            target = datetime.combine(self.ends.date(), _EVENING)
        moment, why = self._search(_backward(target, earliest))
        return self._slot("last", moment, why or "开始通知离结束太近，不用再催")

    def thanks(self) -> Slot:
        """Thanks sell nothing: they keep the group's hours, and count against nothing."""
        self.placed = []
        if far := self._far_off():
            return Slot("thanks", None, far)
        end = max(self.ends, self.brief.at)
        moments = [moment for moment in _forward(end + _HOUR / 2, end + _THANKS_WITHIN) if _awake(moment)]
        return self._slot("thanks", *self._search(moments, counted=False))

    def _far_off(self) -> str:
        """Why nothing about the end is written yet; empty where it is near enough to plan for."""
        if self.ends - max(self.begins, self.brief.at) <= _PLANNED_AHEAD:
            return ""
        return f"活动到 {self.ends:%Y-%m-%d} 才结束，快结束时再写"

    def _slot(self, kind: str, moment: datetime | None, why: str, *, moved: bool = False) -> Slot:
        if moment is None:
            return Slot(kind, None, why)
        self.placed.append(
            PastDraft(
                id=f"series-{kind}",
                kind=DraftKind.PROMO,
                date=moment.date(),
                title="",
                body="",
                campaign=self.campaign.id,
            )
        )
        return Slot(kind, moment, moved=moved)

    def _search(self, moments: Sequence[datetime], *, counted: bool = True) -> tuple[datetime | None, str]:
        """The first moment the group takes, or why it does not take the one that was wanted."""
        why = ""
        for moment in moments:
            refusal = self._refusal(moment, counted=counted)
            if not refusal:
                return moment, ""
            why = why or refusal
        return None, why

    def _refusal(self, moment: datetime, *, counted: bool) -> str:
        history = [*self.brief.history, *self.placed] if counted else []
        try:
            refuse_by_terms(
                brand=self.brief.brand, group=self.brief.group, kind=DraftKind.PROMO, at=moment, time_given=True,
                history=history, campaign=self.campaign,
            )  # fmt: skip
        except Refused as refused:
            return refused.reason.rstrip("。")
        return ""


def _forward(first: datetime, last: datetime) -> list[datetime]:
    """``first`` itself, then the quarter hours up to ``last``; none when it is over already."""
    if first > last:
        return []
    quarter = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
    count = int((last - quarter) / _STEP)
    later = (quarter + _STEP * step for step in range(1, min(count, _MOST_STEPS) + 1))
    return [first, *(moment for moment in later if _awake(moment))]


def _backward(last: datetime, first: datetime) -> list[datetime]:
    """``last`` itself, then every quarter of an hour back to ``first``."""
    if last < first:
        return []
    earlier = (last - _STEP * step for step in range(1, int((last - first) / _STEP) + 1))
    return [last, *(moment for moment in earlier if _awake(moment))]


def _awake(moment: datetime) -> bool:
    """Nobody is written to at night because a message had to be moved, whatever the group's terms allow."""
    return _MORNING <= moment - datetime.combine(moment.date(), time()) < _NIGHT
