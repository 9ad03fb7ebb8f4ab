"""A title that is missing, too long or used up, cut at a natural break or taken from the brief."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drafting.model.echoes import echoes
from assistant.drafting.model.mending.spare import Spare
from assistant.drafting.model.mending.text import sentences
from assistant.drafting.offline.frames import data
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind
from assistant.text.emoji import find_emoji

_SHORTEST = 4
_BREAK = re.compile(r"[。！？!?｜|—\n~～]|[：:](?!\d)|\s-+\s")
_COMMA = re.compile("[，,；;]")
# What stands behind such a word takes back what stands before it.
_TURNS = re.compile(r"^\s*(?:除|但|不|别|却|可是|只|就|才|如|若|要|不过|其实|否则|一定|必须)")
_WRAPPED = re.compile(r"^[《「『“\"【](.+)[》」』”\"】]$")


def mended_title(title: str, body: str, brief: Brief, spare: Spare) -> tuple[str, str]:
    """Return a title that keeps the bound and is new to the group, with a note; as it was where there is none."""
    own = _stripped(title, brief)
    if _fits(own, brief):
        return own, "" if own == title.strip() else "标题里去掉了多余的符号"
    for short in _shorter(own):
        if _fits(short, brief):
            return short, f"标题太长，只取了“{short}”"
    for other in _of_brief(body, brief, spare):
        if _fits(other, brief):
            return other, f"标题{'不合用' if own else '没写出来'}，换成了“{other}”"
    return own, ""


def _fits(title: str, brief: Brief) -> bool:
    """Whether a title keeps the bound, is new to the group, and is no label of the group itself."""
    new = title not in {past.title for past in brief.history}
    label = brief.group.name in title or title in brief.group.name
    return 2 <= len(title) <= brief.constraints.title_max and new and not label and not echoes(title, brief)


def _stripped(title: str, brief: Brief) -> str:
    text = title.strip()
    if brief.constraints.emoji_max == 0:
        for emoji in find_emoji(text)[::-1]:
            text = text[: emoji.start] + text[emoji.end :]
    if wrapped := _WRAPPED.match(text.strip()):
        text = wrapped[1]
    return text.strip().strip("#*").rstrip("。，；：,;:、").strip()


def _shorter(title: str) -> Iterable[str]:
    """Yield what stands before a break, the longest first; before a comma only where the rest takes nothing back."""
    breaks = [(match.start(), match.end(), False) for match in _BREAK.finditer(title)]
    breaks += [(match.start(), match.end(), True) for match in _COMMA.finditer(title)]
    for start, end, comma in sorted(breaks, reverse=True):
        asked = title[start : start + 1] in "？?"
        head = title[:start].strip()
        if len(head) >= _SHORTEST and not (comma and _TURNS.match(title[end:])):
            yield f"{head}？" if asked else head


def _of_brief(body: str, brief: Brief, spare: Spare) -> Iterable[str]:
    """Yield what the operator asked for; for a topic its own question, else the title of the offline writer."""
    yield brief.about.strip().rstrip("。？?！!，")
    if brief.kind is DraftKind.TOPIC:
        question = next((text for text in sentences(body) if re.search("[？?]", text)), "").strip().rstrip("？?")
        # A question that fits any scene names none.
        if f"{question}？" not in data("phrases")["topic_ask"]:
            yield question
            yield from re.split("[，,：:]", question)[::-1]
        yield from (
            clause.strip() for clause in re.split("[，,。：:！\n]", body)[:2] if len(clause.strip()) >= _SHORTEST
        )
    else:
        yield spare.title
