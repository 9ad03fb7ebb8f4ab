"""How much a text must say before a date in it is taken for its period: that depends on what kind of text it is.

A notice or an offer is about its own time; an article tells of other times, and an answer in a FAQ names days that
are not its own. What is wrongly taken for expired is lost to the operator, so that running prose needs the most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from assistant.schema.contracts import PassageKind


class Setting(Enum):
    """The kind of text a date stands in, from the most to the least open."""

    NOTICE = auto()
    OFFER = auto()
    RULE = auto()
    PROSE = auto()
    ENTRY = auto()


class Force(Enum):
    """How plainly a date is said to bound the text: a label, the text's own words on itself, a clause, a hint."""

    LABEL = auto()
    OWN = auto()
    CLAUSE = auto()
    HINT = auto()


HISTORY_YEARS = 3
"""An unlabelled date more than so many years back tells of the past."""
_HOLIDAY = r"国庆|春节|元旦|中秋|五一|端午|清明|过年|新年|除夕|寒假|暑假|年假|假期|节日|节假日|双节|长假"
NOTICE_TITLE = re.compile(
    r"通知|公告|启事|告示|公示|告(?:顾客|会员|家长|学员)书?|放假|休假|休业|闭店|停业|停课|调休|暂停(?:营业|服务|发货)|"
    rf"营业(?:时间)?(?:调整|安排|变更|变动)|(?:{_HOLIDAY})[^。，]{{0,6}}(?:营业|开门|安排|时间|发货|休息|上课)"
)
_ENTRY_LABEL = re.compile(
    r"(?:有效期限?|有效时间|(?:活动|优惠|促销)(?:时间|日期|期间|期限)|(?:^|[^期])有效(?:至|到))(?:[至到为是:：\s】」*]|限)*$"
)
_OFFER = re.compile(
    r"优惠|促销|特惠|特价|秒杀|拼团|团购|抢购|预售|打折|[\d一二三四五六七八九]\s*折|折扣|满减|立减|早鸟|报名|招募|招生|"
    r"(?:代金|体验|现金|折扣)?券|试吃|即日|大促|满\s*\d+|下单|到店|[本此这]次?活动|活动(?:将|于|到|至|延|截止|结束|时间)"
)
_EVENT = re.compile(r"活动|开业|店庆|周年庆")


def setting_of(names: Sequence[str], kind: PassageKind, *, question: bool) -> Setting:
    """Return the setting of a section; ``names`` are its document's folder, file and title and its own heading."""
    if question:
        return Setting.ENTRY
    if any(NOTICE_TITLE.search(name) for name in names):
        return Setting.NOTICE
    if kind is PassageKind.CAMPAIGN:
        return Setting.OFFER
    return Setting.PROSE if kind in (PassageKind.ARTICLE, PassageKind.STORY, PassageKind.FAQ) else Setting.RULE


def counts(setting: Setting, force: Force, *, before: str, sentence: str, past: bool) -> bool:
    """Whether a cue of that ``force`` makes a period in that ``setting``.

    ``before`` leads to the date, ``sentence`` holds it; ``past`` tells that it is years ago.
    """
    if setting is Setting.ENTRY:
        return force is Force.LABEL and _ENTRY_LABEL.search(before) is not None
    if force is Force.LABEL:
        return True
    if setting is Setting.RULE and force in (Force.OWN, Force.CLAUSE):
        return True
    if past:
        return False
    if setting in (Setting.NOTICE, Setting.OFFER) or force is Force.OWN:
        return True
    if setting is Setting.RULE and _EVENT.search(sentence):
        return True
    return _OFFER.search(sentence) is not None
