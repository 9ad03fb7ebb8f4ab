"""What a date does where it stands: names a period, begins or ends one, closes a sign-up, tells of a holiday."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.knowledge.occasions import Force
from assistant.text.dates import DateMatch


class Role(Enum):
    """What a date says about the text it stands in."""

    PERIOD = auto()
    OPEN = auto()
    SOFT_OPEN = auto()
    CLOSE = auto()
    SIGN_UP = auto()
    HOLIDAY = auto()
    RESUMES = auto()


_FILL = r"(?:[为是:：\s】」*]|限|起止)*"
_WHAT = (
    r"(?:活动|优惠|促销|特惠|秒杀|拼团|抢购|团购|开团|预售|使用|有效|执行|实施|适用|兑换|领取|展示|展览|体验|试吃|"
    r"活動|優惠|開課|限时|打折|特价|满减|发放|施行)"
)
_TIME = r"(?:有效)?(?:时间|時間|日期|期间|期間|期限|时段|周期|档期|期)"
_LINK = r"(?:为|是|:|：|\s|】|」|\*|自|从|由|于)*$"
_PERIOD_CUE = re.compile(
    rf"(?:{_WHAT}{_TIME}|(?:有效期限?|有效時間|有效时间|档期|时效)){_LINK}"
    r"|^\s*(?:【?(?:时间|時間|日期|期限)】?)\s*[:：]?\s*$"
)
_EVENT_FROM = re.compile(r"活动(?:将)?[于从自]\s*$")
_HOLIDAY_CUE = re.compile(rf"(?:放假|休假|休息|休业|闭店|停业|停课)(?:{_TIME}|安排){_LINK}")
_SHELF_LIFE = re.compile(r"(?:保质|保存|食用|质保|保修|出生|生产|成立|创立|更新|修订|发布|编辑|拍摄)[^，。；]{0,8}$")
# What a member or the shop holds runs out; the text that says so does not.
_HOLDING = re.compile(
    r"(?:积分|余额|储值|会籍|会员(?:卡|资格|身份|等级)|课时|押金|证书?|执照|许可|资质|合同|授权书?|保险)[^，。；\n活优惠促券]{0,8}$"
)
_NAMES_AN_END = re.compile(r"(?:有效期限?|使用期限|期限|有效时间|时效)" + _FILL + "$")
_OPEN_CUE = re.compile(rf"(?:生效|实施|施行|执行|开始|启用|上线|起始)(?:日期|时间|日){_FILL}$")
_FROM = re.compile(r"(?:自|从|由)\s*$")
_STARTS = re.compile(
    r"\s*(?:起|开始|正式)?\s*(?:正式)?\s*(?:施行|实施|执行|生效|启用|开始实施|开始执行|有效)(?P<of>的?)"
)
_BY_THIS = re.compile(
    r"\s*(?:起|以后|之后|后)[^，。；\n]{0,12}?(?:按照?|依照?|适用|改用|执行)\s*(?:本|这|此|新|以下|下面|下列)"
)
_BEGINS = re.compile(r"\s*(?:正式)?(?:开始|启动|开抢|开售|开团)")
_CLOSE_LABEL = re.compile(
    rf"(?:截止(?:日期|时间|日)|结束(?:日期|时间|日)|失效(?:日期|时间|日)|到期(?:日期?|时间)|(?:优惠|活动|促销)截止){_FILL}$"
    rf"|有效(?:期)?(?:至|到){_FILL}$|(?:有效|时间|日期|期限?)[^，。]{{0,3}}(?:至|到)\s*$"
)
_CLOSE_CUE = re.compile(
    r"(?:截止(?:到|至|于|为)?|截至|(?:活动|优惠)?结束于?|失效|到期|"
    rf"(?:持续|延长|延续|延期|顺延)(?:到|至)){_FILL}$"
)
_CLOCK = r"\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:当天|当日|晚上?|\d{1,2}[:：点时]\d{0,2}分?|24时|零点)*\s*"
_CLOSES = re.compile(_CLOCK + r"(?:为?止|截止|结束(?!日期|时间)|到期|失效)")
_GOOD_UNTIL = re.compile(_CLOCK + r"(?:之?前|以前|前)(?:使用)?有效")
_DURING = re.compile(r"\s*(?:期间|之间|内)[^。！？\n]{0,12}(?:下单|购买|消费|到店|充值|办卡|报名|注册|参加|参与)")
_OFFERED = re.compile(
    r"[，,：:]?\s*(?:全场|全店|门店|到店|会员)?[^，。！？\n]{0,8}?(?:[\d一二三四五六七八九]\s*折|满\s*\d+|立减|特价|半价|买[一二三\d]送)"
)
_COUNT_SO_FAR = re.compile(r"\s*(?:当天|当日|底)?[，,]?\s*(?:已|共|累计|我们|我店|本店|目前|全|门店|会员)")
_SIGN_UP = re.compile(r"(?:报名|申请|投稿|征集|登记|预约|预订|下单)[^，。；\n]{0,8}$")
_SIGN_UP_ENDS = re.compile(r"\s*(?:前|之前|截止)?(?:报名|申请|投稿|登记)(?:截止|结束)")
# A date that comes round every year is no end of this document.
_RECURRING = re.compile(r"(?:次年|每年|当年|来年|翌年|年度|每月|每周|每逢|去年|往年|上一?年|明年)的?\s*$")
_CLOSED = r"放假|休假|休息|休业|闭店|停业|停课|停发|暂停|不发货|不营业|不开门|打烊|关门"
_HOLIDAY_BEFORE = re.compile(rf"(?:{_CLOSED})[^，,。；;\n]{{0,4}}$")
_HOLIDAY_AFTER = re.compile(rf"[^。！？\n]{{0,30}}?(?:{_CLOSED}|营业|开门|照常|调整)")
_HOLIDAY_DAY = re.compile(rf"[^，,。！？；;\n]{{0,16}}?(?:{_CLOSED})")
_RESUMES = re.compile(r"\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:起|开始)?[^，,。；\n\d]{0,6}?(?:恢复|照常|正常|上班|复课)")
# The text speaks of itself: nothing before the date in its sentence, or 本规定, 以上价格.
_ITSELF = re.compile(
    r"[（(【\s]*(?:(?:本|此|以上|以下|上述|这|我店|我们)[^，,。]{0,12}?)?[（(【，,：:\s]*(?:自|从|由|于|将于|将自)?\s*"
)
_NOTHING_MORE = re.compile(r"\s*(?:$|[。！!；;，,）)】\n])")
_OTHERS_LAW = re.compile(r"(?:(?<!办)法|条例|国标|国家标准|法案|法律)[》」]?[^，,。]{0,6}$")


def role_of(text: str, match: DateMatch, *, before: str, opening: str, after: str) -> tuple[Role, Force] | None:
    """Return what ``match`` does in ``text`` and how plainly that is said; ``None`` where it only tells.

    ``before`` is what leads to the date, ``opening`` its sentence up to it, ``after`` what follows.
    """
    if _RECURRING.search(before) or _SHELF_LIFE.search(before):
        return None
    if _SIGN_UP.search(before) or _SIGN_UP_ENDS.match(after):
        return Role.SIGN_UP, Force.HINT
    is_range = match.first != match.last
    if text.startswith(("即日", "即時", "即时"), match.start):
        if is_range:
            return Role.PERIOD, Force.CLAUSE
        return (Role.OPEN if _STARTS.match(after) else Role.SOFT_OPEN), Force.CLAUSE
    if _HOLDING.search(before):
        return None
    if led := _HOLIDAY_CUE.search(before):
        return Role.HOLIDAY, _label(led[0])
    return _role_of_range(before, after) if is_range else _role_of_day(before, opening, after)


def _role_of_range(before: str, after: str) -> tuple[Role, Force] | None:
    if led := (_PERIOD_CUE.search(before) or _OPEN_CUE.search(before) or _CLOSE_LABEL.search(before)):
        return Role.PERIOD, _label(led[0])
    if _EVENT_FROM.search(before):
        return Role.PERIOD, Force.CLAUSE
    if _DURING.match(after) or _OFFERED.match(after):
        return Role.PERIOD, Force.CLAUSE
    if (_CLOSE_CUE.search(before) or _CLOSES.match(after)) and not _so_far(before, after):
        return Role.PERIOD, Force.HINT
    if _GOOD_UNTIL.match(after):
        return Role.CLOSE, Force.CLAUSE
    if _HOLIDAY_BEFORE.search(before) or _HOLIDAY_AFTER.match(after):
        return Role.HOLIDAY, Force.HINT
    return None


def _role_of_day(before: str, opening: str, after: str) -> tuple[Role, Force] | None:
    if led := _CLOSE_LABEL.search(before):
        return Role.CLOSE, _label(led[0])
    if _GOOD_UNTIL.match(after):
        return Role.CLOSE, Force.CLAUSE
    if (_CLOSE_CUE.search(before) or _CLOSES.match(after)) and not _so_far(before, after):
        return Role.CLOSE, Force.HINT
    if found := _role_of_beginning(before, opening, after):
        return found
    if led := _PERIOD_CUE.search(before):
        if re.match(r"\s*起", after):
            return Role.OPEN, _label(led[0])
        if _NAMES_AN_END.search(before) or re.match(r"\s*(?:前|之前|以前)", after):
            return Role.CLOSE, _label(led[0])
        return Role.PERIOD, _label(led[0])
    if _EVENT_FROM.search(before):
        return Role.PERIOD, Force.HINT
    if _RESUMES.match(after):
        return Role.RESUMES, Force.HINT
    if _HOLIDAY_BEFORE.search(before) or _HOLIDAY_DAY.match(after):
        return Role.HOLIDAY, Force.HINT
    return None


def _role_of_beginning(before: str, opening: str, after: str) -> tuple[Role, Force] | None:
    if led := _OPEN_CUE.search(before):
        return Role.OPEN, _label(led[0])
    if _BY_THIS.match(after):
        return Role.OPEN, Force.OWN
    if started := _STARTS.match(after):
        if started["of"] or _OTHERS_LAW.search(opening):
            return None
        own = _ITSELF.fullmatch(opening) and _NOTHING_MORE.match(after, started.end())
        return Role.OPEN, (Force.OWN if own else Force.CLAUSE)
    if _FROM.search(before) and re.match(r"\s*(?:起|开始)", after):
        return (Role.RESUMES if _RESUMES.match(after) else Role.OPEN), Force.HINT
    return (Role.SOFT_OPEN, Force.HINT) if _BEGINS.match(after) else None


def _label(cue: str) -> Force:
    """A label stands right before the date or is set off from it; 为, 是, 于 make it a clause."""
    return Force.CLAUSE if re.search(r"[为是于自从由]\s*$", cue) else Force.LABEL


def _so_far(before: str, after: str) -> bool:
    return before.rstrip().endswith("截至") and _COUNT_SO_FAR.match(after) is not None
