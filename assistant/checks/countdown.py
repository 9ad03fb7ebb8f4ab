"""Are claims of little time left true? 最后 1 天, 还剩 2 小时, 1 小时后开抢, 今天截止, 即将结束."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Quantity
from assistant.text.patterns import Pattern

_BEFORE = Pattern(r"(?:最后的?|只剩下?|仅剩下?|还剩下?|剩下?|还有|倒计时|再过|再等|不到)\s?(?:不到|约|最后)?\s?$")
_RUNNING_OUT = Pattern(r"(?:只剩下?|仅剩下?)\s?$")
_LAST = Pattern(r"最后的?\s?$")
_AFTER_START = Pattern(r"\s?(?:以|之)?后\s?(?:正式|准时|就)?(?:开|见|结束|截止|恢复)")
_TO_START = Pattern(r"开[抢始团卖售枪秒课]|见(?!面)|开幕|上线")
_TO_END = Pattern(r"结束|截止|恢复|下线|收官")
_HOUR = timedelta(hours=1)


def is_countdown(view: str, quantity: Quantity) -> bool:
    """Whether a duration is said as what is left until the campaign begins or ends."""
    before, after = view[max(0, quantity.start - 8) : quantity.start], view[quantity.end : quantity.end + 8]
    return bool(_BEFORE.search(before) or _AFTER_START.match(after))


@dataclass(frozen=True, slots=True)
class Target:
    """What a count-down may run to: the moment, 开始 or 结束, and where it stands."""

    moment: datetime
    word: str
    basis: str


def countdown_holds(view: str, clause: str, quantity: Quantity, sheet: FactSheet, at: datetime) -> bool | None:
    """Whether what is left at ``at`` is what the text says; None where no campaign has an end to measure by."""
    if not sheet.deadlines:
        return None
    last = _is_last(view, quantity)
    return any(_left(quantity, each.moment, at, last=last) for each in _targets(view, clause, quantity, sheet, at))


def countdown_target(view: str, clause: str, quantity: Quantity, sheet: FactSheet, at: datetime) -> Target | None:
    """The start or end nearest to what the text says is left; None where there is none ahead."""
    minutes = quantity.high if isinstance(quantity.high, Decimal) else Decimal(0)
    said = at + timedelta(minutes=float(minutes))
    ahead = _targets(view, clause, quantity, sheet, at)
    return min(ahead, key=lambda each: abs(each.moment - said), default=None)


def left_text(left: timedelta) -> str:
    """What is left, as one says it: "40 分钟", "5 小时", "1 天 4 小时", "12 天"."""
    minutes = int(left / timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes} 分钟"
    if minutes < 1440:
        return f"{minutes // 60} 小时" + (f" {minutes % 60} 分钟" if minutes % 60 else "")
    days, hours = minutes // 1440, minutes % 1440 // 60
    return f"{days} 天" + (f" {hours} 小时" if hours and days < 3 else "")


def _is_last(view: str, quantity: Quantity) -> bool:
    return bool(_LAST.search(view[max(0, quantity.start - 4) : quantity.start]))


def _short(view: str, quantity: Quantity) -> bool:
    """Whether the word before says that time runs out (只剩), which only an end can mean."""
    return bool(_RUNNING_OUT.search(view[max(0, quantity.start - 5) : quantity.start]))


def _targets(view: str, clause: str, quantity: Quantity, sheet: FactSheet, at: datetime) -> list[Target]:
    """Every start or end ahead that the clause may count to."""
    to_end = _is_last(view, quantity) or _short(view, quantity)
    found: list[Target] = []
    for start, end, basis in sheet.deadlines:
        if _TO_END.search(clause):
            ends = True
        elif _TO_START.search(clause):
            ends = False
        else:
            ends = to_end or start is None or at >= start
        moment = end if ends else start
        if moment is not None and moment >= at:
            found.append(Target(moment, "结束" if ends else "开始", basis))
    return found


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
