"""Are claims of little time left true? 最后 1 天, 还剩 2 小时, 1 小时后开抢, 今天截止, 即将结束."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Quantity

_BEFORE = re.compile(r"(?:最后的?|只剩下?|仅剩下?|还剩下?|剩下?|还有|倒计时|再过|再等|不到)\s?(?:不到|约|最后)?\s?$")
_RUNNING_OUT = re.compile(r"(?:只剩下?|仅剩下?)\s?$")
_LAST = re.compile(r"最后的?\s?$")
_AFTER_START = re.compile(r"\s?(?:以|之)?后\s?(?:正式|准时|就)?(?:开|见|结束|截止|恢复)")
_TO_START = re.compile(r"开[抢始团卖售枪秒课]|见(?!面)|开幕|上线")
_TO_END = re.compile(r"结束|截止|恢复|下线|收官")
_HOUR = timedelta(hours=1)


def is_countdown(view: str, quantity: Quantity) -> bool:
    """Whether a duration is said as what is left until the campaign begins or ends."""
    before, after = view[max(0, quantity.start - 8) : quantity.start], view[quantity.end : quantity.end + 8]
    return bool(_BEFORE.search(before) or _AFTER_START.match(after))


def countdown_holds(view: str, clause: str, quantity: Quantity, sheet: FactSheet, at: datetime) -> bool | None:
    """Whether what is left at ``at`` is what the text says; None where no campaign has an end to measure by."""
    spans = [(start, end) for start, end, _ in sheet.deadlines]
    if not spans:
        return None
    last = bool(_LAST.search(view[max(0, quantity.start - 4) : quantity.start]))
    return any(
        _left(quantity, target, at, last=last)
        for start, end in spans
        for target in _targets(clause, start, end, at, to_end=last or _short(view, quantity))
    )


def _short(view: str, quantity: Quantity) -> bool:
    """Whether the word before says that time runs out (只剩), which only an end can mean."""
    return bool(_RUNNING_OUT.search(view[max(0, quantity.start - 5) : quantity.start]))


def _targets(
    clause: str, start: datetime | None, end: datetime | None, at: datetime, *, to_end: bool
) -> list[datetime]:
    if _TO_END.search(clause):
        chosen = [end]
    elif _TO_START.search(clause):
        chosen = [start]
    elif to_end:
        chosen = [end]
    else:
        chosen = [start if start is not None and at < start else end]
    return [each for each in chosen if each is not None and each >= at]


def _left(quantity: Quantity, target: datetime, at: datetime, *, last: bool) -> bool:
    minutes = quantity.high
    if not isinstance(minutes, Decimal) or quantity.unit != "minute":
        return False
    left = target - at
    if minutes % 1440 == 0 and "小时" not in quantity.text:
        days = int(minutes // 1440)
        between = (target.date() - at.date()).days
        return days == between + 1 or days == -(-left // timedelta(days=1)) or (not last and days == between)
    said = timedelta(minutes=float(minutes))
    slack = _HOUR if minutes >= 60 else timedelta(minutes=10)
    return abs(left - said) < slack


def festival_holds(clause: str, quantity: Quantity, sheet: FactSheet) -> bool:
    """Whether the clause counts the days to a festival of the calendar, and counts right."""
    days = [ahead for name, ahead in sheet.festivals.items() if name in clause]
    return bool(days) and quantity.unit == "minute" and quantity.high in {Decimal(1440 * each) for each in days}


def ends_today(sheet: FactSheet, at: datetime) -> bool | None:
    """Whether a campaign ends on the day of ``at``; None without campaigns."""
    ends = [end for _, end, _ in sheet.deadlines if end is not None]
    return any(at <= end and (end - timedelta(minutes=1)).date() == at.date() for end in ends) if ends else None


def ends_soon(sheet: FactSheet, at: datetime) -> bool | None:
    """Whether a campaign ends within a day of ``at``; None without campaigns."""
    ends = [end for _, end, _ in sheet.deadlines if end is not None]
    return any(timedelta() <= end - at <= timedelta(days=1) for end in ends) if ends else None
