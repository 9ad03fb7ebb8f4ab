"""A share: points that rest on what they cite, the missing ones from the sources themselves."""

from __future__ import annotations

import re

from assistant.drafting.model.mending.desk import Desk, Fields, items_of, text_of
from assistant.drafting.model.mending.sources import anchor, number_of
from assistant.drafting.model.mending.text import cut_at_sentence, sentences
from assistant.drafting.model.mending.titles import mended_title
from assistant.drafting.offline.excerpts import excerpts
from assistant.drafting.offline.sharetext import PART_LENGTH, Material, closed
from assistant.drafting.offline.similarity import coverage

FEWEST, MOST = 3, 5
_ALIKE = 0.6
_LONGEST_HOOK = 90
_SHORTEST_POINT = 10
_MOST_PARTS = 5


def mend_post(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with points that hold; as they were where none of the model's own holds."""
    mended = dict(fields)
    for name in ("hook", "remember", "question"):
        mended[name] = desk.manner(text_of(fields.get(name)))
    mended["hook"] = _short(mended["hook"], desk)
    own = _points(fields.get("points"), desk)
    spare = desk.spare
    if own:
        cited = [passage for point in own if (passage := desk.sheet.passage(point["passage"])) is not None]
        spare = desk.spare.of(passage.source for passage in cited)
        mended["points"] = points = _filled(own, spare.share, desk)
        if any(_alike(mended["hook"], point["text"]) for point in points):
            mended["hook"] = ""
        _complete(mended, points, spare.share, desk)
    else:
        mended["points"] = [item for item in items_of(fields.get("points")) if item.get("text") and "quote" in item]
    mended["title"], note = mended_title(text_of(fields.get("title")), mended["hook"], desk.brief, spare)
    desk.note(note)
    return {name: value for name, value in mended.items() if value}


def _complete(fields: Fields, points: list[Fields], spare: Material | None, desk: Desk) -> None:
    """Fill in what the model left out around its points; what is to be remembered stands where they stand."""
    if spare is None:
        return
    for name, other in (("hook", spare.hook), ("remember", _worth(points, spare, desk)), ("question", spare.ask)):
        if not fields[name] and other:
            fields[name] = other
            desk.note(f"{_NAMES[name]}没写好，用了系统的")


def _worth(points: list[Fields], spare: Material, desk: Desk) -> str:
    """Return a sentence of a cited passage that no point says: the offline writer's choice, else the first there is."""
    cited = [passage for point in points if (passage := desk.sheet.passage(point["passage"])) is not None]
    chosen = [spare.remember] if any(spare.remember.rstrip("。") in passage.text for passage in cited) else []
    for text in [*chosen, *(excerpt.text for passage in dict.fromkeys(cited) for excerpt in excerpts(passage))]:
        if text and not any(_alike(text, point["text"]) for point in points):
            return closed(text)
    return sentences(str(points[-1]["text"]))[0].strip()


def _alike(one: str, other: str) -> bool:
    """Whether two texts say the same, or one of them what the other also says."""
    return bool(one) and max(coverage(one, other), coverage(other, one)) > _ALIKE


def _short(hook: str, desk: Desk) -> str:
    """Return the first sentences of an opening that runs on; empty where the first alone is too long for one."""
    if len(hook) <= _LONGEST_HOOK:
        return hook
    desk.note("开头太长，从句末截短了")
    return cut_at_sentence(hook, _LONGEST_HOOK)


_NAMES = {"hook": "开头", "remember": "值得记住的一句", "question": "结尾的问题"}


def _points(given: object, desk: Desk) -> list[Fields]:
    """Return the points that stand in a passage."""
    kept: list[Fields] = []
    dropped = 0
    for item in items_of(given):
        quote = text_of(item.get("quote"))
        text = closed(desk.manner(text_of(item.get("text"))) or quote or "。")
        number = number_of(item.get("passage"))
        found = anchor(desk.sheet, number, quote, text) or anchor(desk.sheet, number, "", quote)
        if found and len(text) < _SHORTEST_POINT:
            text = closed(found.quote)  # a heading for a point: what it quotes says it
        if len(text) < _SHORTEST_POINT or found is None:
            dropped += 1
            continue
        if found.given:
            desk.note("引文的编号或原句没写对，按原文更正了")
        if not any(_alike(text, other["text"]) for other in kept):
            kept.append({"passage": found.passage, "quote": found.quote, "text": text})
    if kept and dropped:
        desk.note(f"有 {dropped} 个要点在资料里找不到出处，删掉了")
    return kept[:MOST]


def _filled(own: list[Fields], spare: Material | None, desk: Desk) -> list[Fields]:
    """Return three points where the sources of the model's own have them, chosen as the offline writer chooses."""
    points = list(own)
    for excerpt in spare.points if len(own) < FEWEST and spare else ():
        number = desk.sheet.number(excerpt.passage)
        if number and len(points) < FEWEST and not any(_alike(excerpt.text, point["text"]) for point in points):
            points.append({"passage": number, "quote": excerpt.quote, "text": closed(excerpt.text)})
    if len(points) > len(own):
        desk.note(f"模型写成 {len(own)} 个要点，另外 {len(points) - len(own)} 个照资料原文补上")
    return points


def mend_voice(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with citations that hold and parts of at most a minute."""
    mended = dict(fields)
    texts = [desk.manner(text_of(item.get("text"))) for item in items_of(fields.get("parts"))]
    parts = [part for text in texts if text for part in _minutes(text, desk)]
    if len(parts) > _MOST_PARTS:
        desk.note(f"语音稿太长，只留前 {_MOST_PARTS} 段")
    mended["parts"] = [{"text": part} for part in parts[:_MOST_PARTS]]
    mended["citations"] = _citations(fields.get("citations"), parts, desk) or fields.get("citations")
    first = sentences(parts[0])[0] if parts else ""
    mended["title"], note = mended_title(text_of(fields.get("title")), first, desk.brief, desk.spare)
    desk.note(note)
    return {name: value for name, value in mended.items() if value}


def _minutes(text: str, desk: Desk) -> list[str]:
    """Return ``text`` in parts that keep the bound, cut between sentences; whole where a sentence alone is longer."""
    most = min(PART_LENGTH, desk.brief.constraints.max_length)
    parts = []
    while len(text) > most and (head := cut_at_sentence(text, most)):
        parts.append(head)
        text = text[len(head) :].strip()
        desk.note("太长的一段语音从句末分成了两段")
    return [*parts, text] if text else parts


def _citations(given: object, parts: list[str], desk: Desk) -> list[Fields]:
    """Return the citations that hold; where none does, the sentences of the passages that the parts repeat."""
    cited = [
        found
        for item in items_of(given)
        if (found := anchor(desk.sheet, number_of(item.get("passage")), text_of(item.get("quote")), ""))
    ]
    if not cited:
        said = [line for part in parts for line in re.split(r"(?<=[。！？])", part) if line.strip()]
        cited = [found for line in said if (found := anchor(desk.sheet, 0, "", line))]
    if any(found.given for found in cited):
        desk.note("引文的编号或原句没写对，按原文更正了")
    elif 0 < len(cited) < len(items_of(given)):
        desk.note("有引文在资料里找不到，删掉了")
    return [{"passage": found.passage, "quote": found.quote} for found in dict.fromkeys(cited)]
