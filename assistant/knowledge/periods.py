"""The period a text states for itself. Not every date is one: only a date that a cue word leads to or follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from assistant.text.dates import DateMatch, find_dates

_FILL = r"(?:[为是:：\s】」*]|限|起止)*"
_WHAT = (
    r"(?:活动|优惠|促销|特惠|秒杀|拼团|抢购|团购|开团|预售|使用|有效|执行|实施|适用|兑换|领取|展示|展览|体验|试吃|放假|"
    r"活動|優惠|開課|限时|打折|特价|满减|发放|施行)"
)
_PERIOD_CUE = re.compile(
    rf"(?:{_WHAT}(?:有效)?(?:时间|時間|日期|期间|期間|期限|时段|周期|档期|期)|(?:有效期限?|有效時間|有效时间|档期|时效))"
    rf"(?:为|是|:|：|\s|】|」|\*|自|从|由|于)*$"
    r"|^\s*(?:【?(?:时间|時間|日期|期限)】?)\s*[:：]?\s*$"
    r"|活动(?:将)?[于从自]\s*$"
)
_SHELF_LIFE = re.compile(r"(?:保质|保存|食用|质保|保修|出生|生产|成立|创立|更新|修订|发布|编辑|拍摄)[^，。；]{0,8}$")
_NAMES_AN_END = re.compile(r"(?:有效期限?|使用期限|期限|有效时间|时效)" + _FILL + "$")
_OPEN_CUE = re.compile(rf"(?:生效|实施|施行|执行|开始|启用|上线|起始)(?:日期|时间|日){_FILL}$")
_FROM = re.compile(r"(?:自|从|由)\s*$")
_STARTS = re.compile(r"\s*(?:起|开始|正式)?\s*(?:正式)?\s*(?:施行|实施|执行|生效|启用|开始实施|开始执行|有效)")
_BEGINS = re.compile(r"\s*(?:正式)?(?:开始|启动|开抢|开售|开团)")
_CLOSE_CUE = re.compile(
    r"(?:截止(?:日期|时间|日)?(?:到|至|于|为)?|截至|(?:活动|优惠)?结束(?:日期|时间|日|于)?|失效(?:日期|时间|日)?|到期(?:日期?|时间)?|"
    rf"有效(?:期)?(?:至|到)|(?:持续|延长|延续|延期|顺延)(?:到|至)){_FILL}$"
)
_CLOSES = re.compile(
    r"\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:当天|当日|晚上?|\d{1,2}[:：点时]\d{0,2}分?|24时|零点)*\s*"
    r"(?:为?止|截止|结束(?!日期|时间)|到期|失效|(?:之?前|以前|前)(?:使用)?有效)"
)
_DURING = re.compile(r"\s*(?:期间|之间|内)[^。！？\n]{0,12}(?:下单|购买|消费|到店|充值|办卡|报名|注册|参加|参与)")
_COUNT_SO_FAR = re.compile(r"\s*(?:当天|当日|底)?[，,]?\s*(?:已|共|累计|我们|我店|本店|目前|全|门店|会员)")
_SIGN_UP = re.compile(r"(?:报名|申请|投稿|征集|登记|预约|预订|下单)[^，。；\n]{0,8}$")
_SIGN_UP_ENDS = re.compile(r"\s*(?:前|之前|截止)?(?:报名|申请|投稿|登记)(?:截止|结束)")
# A date that comes round every year is no end of this document.
_RECURRING = re.compile(r"(?:次年|每年|当年|来年|翌年|年度|每月|每周|每逢|去年|往年|上一?年|明年)的?\s*$")
# 2026 年 3 月 1 日; 11/20~11/30.
_SPACED = re.compile(r"(?<=\d)[ \t\u3000]+(?=[年月日号])|(?<=[年月])[ \t\u3000]+(?=\d)")
_DAY_OF_MONTH = r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])"
_SLASHED = re.compile(rf"(?<![\d/]){_DAY_OF_MONTH}\s*[-–—~～至到]\s*{_DAY_OF_MONTH}(?![\d/])")
_RESET = re.compile(r"[。！？!?\n]")
_LOOK_BACK = 24
_LOOK_AHEAD = 24


@dataclass(frozen=True)
class Period:
    """First and last day; ``None`` leaves that end open."""

    first: date | None
    last: date | None


class _Role(Enum):
    PERIOD = auto()
    OPEN = auto()
    SOFT_OPEN = auto()
    CLOSE = auto()
    SIGN_UP = auto()


def find_period(text: str, *, today: date, year: int | None = None) -> Period | None:
    """Return the period ``text`` states for itself, or ``None``.

    ``year`` is taken for dates that give none; without it the year nearest to ``today``. The first whole period
    counts; else a beginning and an end found apart are put together. An invitation that names only the end of its
    sign-up holds until the last day it names.
    """
    text = _SLASHED.sub(r"\1月\2日-\3月\4日", _SPACED.sub("", text))
    matches = [_with_year(match, year) for match in find_dates(text, today=today)]
    found: dict[_Role, DateMatch] = {}
    for match in matches:
        role = _role(text, match)
        if role is _Role.PERIOD:
            return Period(match.first, match.last)
        if role is not None:
            found.setdefault(role, match)
    opens = found[_Role.OPEN].first if _Role.OPEN in found else None
    closes = found[_Role.CLOSE].last if _Role.CLOSE in found else None
    if closes is not None and opens is None and _Role.SOFT_OPEN in found:
        opens = found[_Role.SOFT_OPEN].first
    if opens is None and closes is None and _Role.SIGN_UP in found:
        closes = max(match.last for match in matches)
    if opens is not None and closes is not None and opens > closes:
        opens = None
    return Period(opens, closes) if opens or closes else None


def _role(text: str, match: DateMatch) -> _Role | None:
    before, after = _before(text, match.start), text[match.end : match.end + _LOOK_AHEAD]
    is_range = match.first != match.last
    if _RECURRING.search(before) or _SHELF_LIFE.search(before):
        return None
    if _SIGN_UP.search(before) or _SIGN_UP_ENDS.match(after):
        return _Role.SIGN_UP
    if text.startswith(("即日", "即時", "即时"), match.start):
        return _Role.PERIOD if is_range else (_Role.OPEN if _STARTS.match(after) else _Role.SOFT_OPEN)
    if is_range:
        led = _PERIOD_CUE.search(before) or _OPEN_CUE.search(before) or _CLOSE_CUE.search(before)
        if _COUNT_SO_FAR.match(after) and before.rstrip().endswith("截至"):
            return None
        return _Role.PERIOD if led or _CLOSES.match(after) or _DURING.match(after) else None
    return _role_of_day(before, after)


def _role_of_day(before: str, after: str) -> _Role | None:
    if _CLOSE_CUE.search(before) or re.search(r"(?:有效|时间|日期|期限?)[^，。]{0,3}(?:至|到)\s*$", before):
        return None if before.rstrip().endswith("截至") and _COUNT_SO_FAR.match(after) else _Role.CLOSE
    if _CLOSES.match(after):
        return _Role.CLOSE
    if (
        _STARTS.match(after)
        or _OPEN_CUE.search(before)
        or (_FROM.search(before) and re.match(r"\s*(?:起|开始)", after))
    ):
        return _Role.OPEN
    if _BEGINS.match(after):
        return _Role.SOFT_OPEN
    if not _PERIOD_CUE.search(before):
        return None
    if re.match(r"\s*起", after):
        return _Role.OPEN
    if _NAMES_AN_END.search(before) or re.match(r"\s*(?:前|之前|以前)", after):
        return _Role.CLOSE
    return _Role.PERIOD


def _before(text: str, start: int) -> str:
    """Return what leads to a date: the end of its clause, or the line above where the date begins a line."""
    before = text[max(0, start - _LOOK_BACK) : start]
    cuts = [match.end() for match in _RESET.finditer(before)]
    if not cuts:
        return before
    if before[cuts[-1] :].strip():
        return before[cuts[-1] :]
    line = before[: cuts[-1]].rstrip("\n").rsplit("\n", 1)[-1]
    return "" if line.endswith(tuple("。！？!?")) else line


def _with_year(match: DateMatch, year: int | None) -> DateMatch:
    """Move a date without a year into ``year``, a range over New Year with its beginning."""
    if match.year_given or year is None:
        return match
    shift = year - match.first.year
    return DateMatch(match.start, match.end, _moved(match.first, shift), _moved(match.last, shift), True)


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
