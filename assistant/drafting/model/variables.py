"""A brief as the variables of a prompt: plain text, personal data masked, everything foreign fenced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from assistant.checks.voice.donts import donts
from assistant.drafting.factsheet import fact_lines
from assistant.drafting.model.compose import tail_room
from assistant.drafting.model.sheet import Sheet
from assistant.drafting.model.shown import seeds_for
from assistant.drafting.shape import POSTER_MAX, post_max
from assistant.drafting.slots import slots_for
from assistant.llm.fences import Fence
from assistant.llm.masking import mask
from assistant.llm.policies import schema_text
from assistant.schema.brief import Brief, CalendarDay
from assistant.text.format import moment_text

FORMS = {
    "story_hook": "故事开头：讲半个真实场面，让人接着讲自己的",
    "this_or_that": "二选一：两个都有道理的选项",
    "fill_blank": "填空：给半句话，让人补完",
    "myth_or_fact": "真的假的：一个常听到的说法，问大家信不信",
    "photo_checkin": "晒图：请大家拍一张很容易拍到的东西",
    "poll": "投票：A、B、C 三个选项",
    "ask_experience": "问经验：问一件过来人才知道的事",
}
_RECENT_FORMS = 3
_RECENT_TITLES = 15


def variables(brief: Brief, sheet: Sheet, schema: type[BaseModel], own_terms: Path | None = None) -> dict[str, Any]:
    """Return every variable a prompt may declare; the fence is new for each call.

    ``own_terms`` is the workspace's folder of terms (``checks/``), whose voice rules are told with the packaged ones.
    """
    fence = Fence()
    public = [brief.brand.contact, *(branch.phone for branch in brief.brand.branches)]

    def data(text: str, label: str) -> str:
        return fence.wrap(mask(text, keep=public), label) if text.strip() else ""

    facts = "\n".join(fact_lines(brief))
    past = sorted(brief.history, key=lambda draft: draft.date)
    titles = "\n".join(draft.title for draft in past[-_RECENT_TITLES:])
    return {
        "brand": _brand(brief),
        "group": _group(brief),
        "format": brief.format,
        "moment": moment_text(brief.at),
        "calendar": _calendar(brief.calendar),
        "about": data(brief.about, "运营者想写的"),
        "passages": [
            data(f"{passage.heading}\n{passage.text}", f"资料 {number}") for number, passage in sheet.numbered()
        ],
        "facts": data(facts, "事实"),
        "history": data(titles, "发过的标题"),
        "seeds": data("\n".join(f"{seed.title}：{seed.question}" for seed in seeds_for(brief)), "备选话头"),
        "forms": _forms(brief),
        "slots": [{"name": slot.heading, "hint": slot.hint} for slot in slots_for(brief)],
        "limits": _limits(brief),
        "rules": [*brief.constraints.do, *brief.constraints.reminders],
        "voice_dont": list(donts(brief.brand, brief.group, own_terms)),
        "dont": list(brief.constraints.dont),
        "avoid": "、".join(brief.constraints.avoid),
        "fence_rule": fence.rule(),
        "schema": schema_text(schema),
    }


def _brand(brief: Brief) -> dict[str, Any]:
    brand, voice = brief.brand, brief.brand.voice
    return {
        "name": brand.name,
        "trade": brand.trade,
        "about": brand.about,
        "audience": brand.audience,
        "contact": brand.contact,
        "tone": voice.tone,
        "self_name": voice.self_name,
        "address": brief.group.address or voice.address,
        "signature": voice.signature,
        "samples": [*voice.greetings, *voice.closings],
    }


def _group(brief: Brief) -> dict[str, Any]:
    group = brief.group
    return {
        "name": group.name,
        "theme": "、".join(group.theme),
        "audience": group.audience,
        "tone": group.tone,
    }


def _calendar(day: CalendarDay) -> str:
    lunar = day.lunar if not day.lunar or day.lunar.startswith("农历") else f"农历{day.lunar}"
    parts = [lunar, day.solar_term, *day.festivals]
    parts += [f"{ahead} 天后是{name}" for ahead, name in day.upcoming]
    parts += [day.season and f"{day.season}天", day.school]
    return "，".join(filter(None, parts))


def _forms(brief: Brief) -> list[dict[str, str]]:
    """Return the forms this group has not just had."""
    topics = sorted((draft for draft in brief.history if draft.form), key=lambda draft: draft.date)
    recent = {draft.form for draft in topics[-_RECENT_FORMS:]}
    return [{"name": name, "hint": hint} for name, hint in FORMS.items() if name not in recent]


def _limits(brief: Brief) -> dict[str, Any]:
    bounds = brief.constraints
    emoji = "不用 emoji" if bounds.emoji_max == 0 else f"emoji 最多 {bounds.emoji_max} 个"
    if bounds.emoji_max and bounds.emoji_allowed:
        emoji += f"，只用 {' '.join(bounds.emoji_allowed)}"
    most = POSTER_MAX if brief.format == "poster" else bounds.max_length
    most = max(most // 2, most - tail_room(brief)) if brief.format == "post" else most
    least = 0 if brief.format == "poster" else bounds.min_length
    length = f"{least} 到 {most} 字" if least else f"最多 {most} 字"
    return {"title": bounds.title_max, "length": length, "max": most, "post": post_max(brief), "emoji": emoji}
