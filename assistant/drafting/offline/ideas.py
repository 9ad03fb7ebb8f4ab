"""Candidates for a topic: each source of ideas yields them, :mod:`.topic` takes one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.drafting.offline.frames import Frame, data, frames, general_frames, trade_frames
from assistant.drafting.offline.health import is_private
from assistant.drafting.offline.manner import address_of, in_manner
from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation

# 临帖打卡 is about 临帖; what the shop announces (课程通知, 门店到货) is nobody's own experience.
_ACTIVITY = re.compile("(?:打卡|答疑|问答|点评|体验|分享|交流|讨论|互助)$")
_ANNOUNCED = re.compile("通知|到货|福利|优惠|促销|公告|预订|预约|试吃|出炉|新品|上新|报名")
_DAYS_AHEAD = 7
_SHOP = re.compile("(?:用品|专卖|体验)?(?:店|房|馆|铺|铺子|学校|机构|中心|工作室|培训|会所|坊|社|书院|吧)$")


@dataclass(frozen=True)
class Idea:
    """A topic that could be written. ``frame`` is the text with its slots, by which a repetition is recognised."""

    form: str
    title: str
    body: str
    frame: str
    citations: tuple[Citation, ...] = ()
    followups: tuple[str, ...] = ()


def filled(frame: Frame, brief: Brief, **slots: str) -> Idea:
    """``frame`` with its slots filled; the frame's own words take the brand's form of address."""
    values = {"address": address_of(brief), **slots}
    title, body = in_manner(frame.title, brief), in_manner(frame.body, brief)
    return Idea(frame.form, title.format(**values), body.format(**values), frame.body)


def theme_of(brief: Brief) -> str:
    """The theme the day is about: the group's themes in turn, else what the shop deals in, else daily life.

    Themes too long to stand inside a sentence, or with figures (0-3岁早教), are left to seeds and files.
    """
    named = [_ACTIVITY.sub("", theme) if len(_ACTIVITY.sub("", theme)) > 1 else theme for theme in brief.group.theme]
    themes = [
        theme
        for theme in dict.fromkeys(named)
        if not _ANNOUNCED.search(theme) and 0 < len(theme) <= 8 and not re.search(r"\d", theme)
    ]
    if themes:
        first = (brief.at.date().toordinal() + brief.seed) % len(themes)
        last = "".join(draft.title + draft.body for draft in brief.history[-2:])
        turns = [*themes[first:], *themes[:first]]
        return next((theme for theme in turns if theme not in last), turns[0])
    trade = _SHOP.sub("", brief.brand.trade)
    return trade if 2 <= len(trade) <= 6 else "过日子"


def general_ideas(brief: Brief, theme: str) -> Iterator[Idea]:
    """Frames that fit any trade, about ``theme``."""
    yield from _about(general_frames(), brief, theme)


def trade_ideas(brief: Brief) -> Iterator[Idea]:
    """Frames of the brand's trade."""
    yield from _about(trade_frames(f"{brief.brand.trade}{brief.brand.name}", brief.group.theme), brief, theme_of(brief))


def festivals_of(brief: Brief) -> list[str]:
    """Festivals of the day."""
    return list(brief.calendar.festivals)


def upcoming_of(brief: Brief) -> list[str]:
    """Festivals of the next seven days, nearest first."""
    return [name for days, name in sorted(brief.calendar.upcoming) if 0 < days <= _DAYS_AHEAD]


def festival_ideas(brief: Brief) -> Iterator[Idea]:
    """Frames for the day's festival: those a family keeps, and those that honour someone; others have none."""
    days = festivals_of(brief)
    yield from _named("festival", "festival", _of("family_days", days), brief)
    yield from _named("people", "festival", _of("people_days", days), brief)


def upcoming_ideas(brief: Brief, said: str) -> Iterator[Idea]:
    """Frames for a family festival that is near; one named in ``said``, the last days' topics, has had its turn."""
    names = [name for name in _of("family_days", upcoming_of(brief)) if name not in said]
    yield from _named("upcoming", "festival", names, brief)


def term_ideas(brief: Brief) -> Iterator[Idea]:
    """Frames for the solar term of the day; 清明 is a day of mourning and gets none."""
    term = brief.calendar.solar_term
    yield from _named("term", "term", [term] if term and term != "清明" else [], brief)


def day_ideas(brief: Brief) -> Iterator[Idea]:
    """Frames for the season and the weekday."""
    for section, today in (("season", brief.calendar.season), ("weekday", brief.calendar.weekday)):
        fitting = [frame for frame in frames("calendar", section) if today and today in frame.when]
        yield from _about(fitting, brief, theme_of(brief))


def _of(section: str, names: Iterable[str]) -> list[str]:
    known: list[str] = data("calendar")[section]
    return [name for name in names if any(name in (word, word.removesuffix("节")) for word in known)]


def _named(section: str, slot: str, names: list[str], brief: Brief) -> Iterator[Idea]:
    for name in names:
        yield from _about(frames("calendar", section), brief, theme_of(brief), **{slot: name})


def _about(choice: Iterable[Frame], brief: Brief, theme: str, **slots: str) -> Iterator[Idea]:
    """``choice`` filled with ``theme``; what is private is not asked to be photographed."""
    for frame in choice:
        if frame.form != "photo_checkin" or "{theme}" not in frame.title + frame.body or not is_private(theme):
            yield filled(frame, brief, theme=theme, **slots)
