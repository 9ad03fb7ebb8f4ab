"""Where a campaign takes place: branches with hours and closing days, and where goods are not sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.checks.termlines import Line
from assistant.drafting.closing import closes
from assistant.schema.brand import Branch
from assistant.schema.brief import Brief
from assistant.schema.facts import Campaign
from assistant.text.format import date_text, weekday_text

_LOOK_AHEAD_DAYS = 21


def places(campaign: Campaign, brief: Brief) -> list[Line]:
    """One line a branch where the campaign is in the shop, and one for regions goods are not sent to."""
    lines = []
    if campaign.where != "online":
        # 到玉林店柜台说“秒杀”: the other branches have no part in it.
        named = [branch for branch in brief.brand.branches if branch.name in campaign.how]
        lines = [_branch(branch, campaign, brief.at.date()) for branch in named or brief.brand.branches]
    regions = list(dict.fromkeys((*campaign.no_ship, *brief.group.no_ship, *brief.brand.no_ship)))
    if regions and campaign.where != "in_store":
        names = "、".join(regions)
        lines.append(Line("ship", "不发货", names, f"{names}不发货"))
    return lines


def places_in_short(campaign: Campaign, brief: Brief) -> list[Line]:
    """All branches in one line, for a group that keeps its messages short."""
    lines = places(campaign, brief)
    branches = [line for line in lines if line.part == "place"]
    if len(branches) < 2:
        return lines
    told = "；".join(f"{line.label} {line.text.removeprefix('营业时间 ')}" for line in branches)
    return [Line("place", "门店", told, told), *(line for line in lines if line.part == "ship")]


def _branch(branch: Branch, campaign: Campaign, today: date) -> Line:
    hours = branch.hours.replace(" ", "")
    closed = "、".join(_closed(branch, campaign, today))
    about = [f"营业时间 {hours}"] if hours else []
    about += [f"{closed}休息"] if closed else []
    text = "，".join(about)
    if not text:
        return Line("place", "门店", branch.name)
    return Line("place", branch.name, text, f"{branch.name}{text}")


def _closed(branch: Branch, campaign: Campaign, today: date) -> Iterator[str]:
    """The closing days that matter: those between today and the end of the campaign, as far as one plans a visit."""
    days = list(_days(campaign, today))
    for entry in branch.closed:
        day = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", entry)
        if day:
            off = date(*map(int, day.groups()))
            if off in days:
                yield date_text(off, weekday=False, year=off.year != today.year)
        elif re.search(r"周|星期|礼拜", entry):
            if _touches(entry, days):
                yield entry
        elif any(closes(entry, day) for day in days):
            yield entry


def _days(campaign: Campaign, today: date) -> Iterator[date]:
    if campaign.start and campaign.end:
        first = max(campaign.start.date(), today)
        for offset in range(min((campaign.end.date() - first).days, _LOOK_AHEAD_DAYS) + 1):
            yield first + timedelta(days=offset)


def _touches(weekday: str, days: Sequence[date]) -> bool:
    """Whether the campaign has such a weekday; unclear ways of writing it count as yes."""
    named = re.fullmatch(r"每?(?:周|星期|礼拜)([一二三四五六日天])", weekday)
    if named is None:
        return True
    return any(weekday_text(day)[1] == named[1].replace("天", "日") for day in days)
