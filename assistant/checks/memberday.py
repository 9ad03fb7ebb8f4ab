"""Is it the members' day on the day the text says? 今天积分双倍, where that is on the 18th of each month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import is_near
from assistant.checks.quantity import Kind
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign, Mechanic
from assistant.text.numerals import parse_numeral
from assistant.text.plain import plain

_TIMES = re.compile(
    r"积分[^，。；\d]{0,6}?(?P<a>\d+(?:\.\d+)?|[两二双翻三四五六]|一点五)\s?倍|(?P<b>[两二双三四五]|\d+(?:\.\d+)?)\s?倍积分"
)
_DAY = re.compile(r"会员日|双倍积分|积分双倍|积分翻倍|积分[两二2]\s?倍|[两二2]\s?倍积分")
_MONTHLY = re.compile(r"每个?月\s?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]")
_WEEKLY = re.compile(r"每?个?(?:周|星期|礼拜)([一二三四五六日天])")
# 今天是会员日, never 今天说说会员日.
_IS = re.compile(r"(?:就|才|正好|刚好|又|也)?是?(?:我们|咱们|店里|本店|本月|这个月)?的?")
# So far from its day 积分双倍 is said of it: 今天买东西积分双倍.
_NEAR = 8
_ASKS = re.compile(r"[？?]|吗|不是|没有|等|错过|上次|昨天|还有|下次|提醒|倒数|过了")
_LEVEL = re.compile(r"[金银铜]|等级|升到|VIP|级会员|平时")


def member_day_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each day said to be the members' day that is not, and each rate of points it does not give."""
    days = [each for each in context.others if each.mechanic is Mechanic.MEMBER_DAY and is_near(each, context)]
    if context.campaign is not None or len(days) != 1 or not re.search("分|会员日", scene.view):
        return
    campaign = days[0]
    for match in _DAY.finditer(scene.view):
        start, end = scene.clause_of(match.start())
        sentence = scene.view[slice(*scene.sentence_of(start))]
        said = [each for each in scene.quantities if start <= each.start < end and each.kind is Kind.DATE]
        if len(said) != 1 or _ASKS.search(sentence) or _LEVEL.search(sentence) or said[0].low != said[0].high:
            continue
        between = scene.view[said[0].end : match.start()]
        if not (
            _IS.fullmatch(between) if match[0] == "会员日" else len(between) <= _NEAR and said[0].end <= match.start()
        ):
            continue
        day = said[0].low
        if isinstance(day, date) and _is_on(campaign, day) is False:
            first, last = min(match.start(), said[0].start), max(match.end(), said[0].end)
            yield _finding(scene, first, last, f"“{campaign.name}”不在这一天", campaign)
    for match in _TIMES.finditer(scene.view):
        sentence = scene.view[slice(*scene.sentence_of(match.start()))]
        rates = {rate for text in campaign.benefits for rate in _rates(plain(text))}
        said_rate = _rate(match["a"] or match["b"])
        named = "会员日" in sentence
        if named and rates and said_rate not in rates and not _LEVEL.search(sentence) and not _ASKS.search(sentence):
            told = "，".join(campaign.benefits)
            yield _finding(scene, match.start(), match.end(), f"资料里“{campaign.name}”是“{told}”", campaign)


def _is_on(campaign: Campaign, day: date) -> bool | None:
    """Whether the campaign's own words put it on the day; None where they name no rhythm."""
    told = plain(f"{campaign.name}，{campaign.how}")
    monthly, weekly = _MONTHLY.search(told), _WEEKLY.search(told)
    if monthly:
        return parse_numeral(monthly[1]) == Decimal(day.day)
    return "一二三四五六日".index(weekly[1].replace("天", "日")) == day.weekday() if weekly else None


def _rates(text: str) -> Iterator[Decimal | None]:
    yield from (_rate(match["a"] or match["b"]) for match in _TIMES.finditer(text))


def _rate(word: str) -> Decimal | None:
    return Decimal(2) if word in ("双", "翻") else Decimal("1.5") if word == "一点五" else parse_numeral(word)


def _next(campaign: Campaign, today: date) -> date | None:
    ahead = (today + timedelta(days=each) for each in range(1, 32))
    return next((day for day in ahead if _is_on(campaign, day)), None)


def _finding(scene: Scene, start: int, end: int, why: str, campaign: Campaign) -> Finding:
    text, coming = scene.text[start:end], _next(campaign, scene.sheet.today)
    when = f"下一次是 {coming.month} 月 {coming.day} 日" if coming else "照资料里的日子写"
    return Finding(
        check="facts", kind="wrong_day", severity="error", start=start, end=end, text=text,
        message=f"“{text}”和资料对不上：{why}", basis=campaign.basis,
        suggestion=f"照活动单写；{when}",
    )  # fmt: skip
