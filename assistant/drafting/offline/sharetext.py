"""The two shapes of a share: a post to read, a script in parts to speak."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import Excerpt, heading_of
from assistant.drafting.offline.frames import data
from assistant.schema.contracts import DraftPart
from assistant.text.patterns import Pattern

PART_LENGTH = 240
"""Characters of one part: 60 seconds at the pace of a calm reader."""
PER_SECOND = 4
_LONGEST_LEAD = 14
# 三、换尺码 is the third of a list that is not here.
_NUMBER = Pattern(r"^(?:第?[一二三四五六七八九十\d]{1,3}[、.．章节条)）]|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*")


@dataclass(frozen=True)
class Material:
    """The pieces of a share: ``leads`` one for each point, ``titles`` of the sources.

    ``disclaimer`` and ``remember`` may be empty.
    """

    hook: str
    points: tuple[Excerpt, ...]
    leads: tuple[str, ...]
    remember: str
    titles: tuple[str, ...]
    disclaimer: str
    ask: str
    remember_lead: str


def post_text(material: Material) -> str:
    """Hook, points with the heading they stand under, the sentence to remember, sources, disclaimer, question."""
    points, before = [], ""
    for excerpt, lead in zip(material.points, material.leads, strict=True):
        points.append(f"· 【{lead}】{closed(excerpt.text)}" if lead and lead != before else f"· {closed(excerpt.text)}")
        before = lead
    remember = [f"{material.remember_lead}{closed(material.remember)}"] if material.remember else []
    blocks = [material.hook, "\n".join(points), *remember]
    ends = [f"资料：{_named(material.titles)}", material.disclaimer]
    return "\n\n".join([*blocks, "\n".join(line for line in ends if line), material.ask])


def voice_parts(material: Material, choose: Chooser, longest: int = PART_LENGTH) -> list[DraftPart]:
    """The script in parts of at most ``longest`` characters, a minute; a sentence never runs over two parts."""
    parts = [""]
    for line in _spoken(material, choose):
        if parts[-1] and len(parts[-1]) + len(line) + 1 > longest:
            parts.append("")
        parts[-1] = f"{parts[-1]}\n{line}" if parts[-1] else line
    return [
        DraftPart(name=f"语音{number}", text=text, seconds=math.ceil(len(text.replace("\n", "")) / PER_SECOND))
        for number, text in enumerate(parts, 1)
    ]


def lead_of(excerpt: Excerpt) -> str:
    """The heading a point stands under, or the question it answers; empty where that is too long to lead in."""
    lead = (excerpt.passage.question or heading_of(excerpt)).strip().rstrip("?？。：: ")
    lead = _NUMBER.sub("", lead)
    return lead if 2 <= len(lead) <= _LONGEST_LEAD else ""


def closed(text: str) -> str:
    """``text`` with a full stop at its end; a bullet of the source may come without one."""
    return text if text[-1] in "。！!”」…" else f"{text}。"


def _spoken(material: Material, choose: Chooser) -> Iterator[str]:
    phrases = data("phrases")
    yield material.hook
    next_leads, before = choose.shuffled(phrases["voice_next"], "next"), ""
    also = choose.shuffled(phrases["voice_also"], "also")
    for place, (excerpt, lead) in enumerate(zip(material.points, material.leads, strict=True)):
        frames = phrases["voice_first"] if place == 0 else next_leads
        if lead and lead != before:
            intro = str(frames[(choose.number(len(frames), "first") if place == 0 else place - 1) % len(frames)])
            yield f"{intro.format(lead=lead)}{closed(excerpt.text)}"
        else:
            yield f"{also[place % len(also)] if place else ''}{closed(excerpt.text)}"
        before = lead
    if material.remember:
        yield f"{choose.pick(phrases['voice_remember'], 'remember')}{closed(material.remember)}"
    yield f"今天说的这些，资料是{_named(material.titles)}。{material.disclaimer}"
    yield f"{material.ask}{choose.pick(phrases['voice_end'], 'end')}"


def _named(titles: tuple[str, ...]) -> str:
    return "".join(f"《{title}》" for title in titles)
