"""Shares (干货): what the brand's files say on one subject, as a post or as a script to be spoken."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drafting.offline.asked import covered
from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import section_of, title_of
from assistant.drafting.offline.fitting import Limits, read_allowed_wish
from assistant.drafting.offline.frames import data
from assistant.drafting.offline.health import disclaimer, is_medical, other_disclaimers
from assistant.drafting.offline.manner import address_of, in_manner
from assistant.drafting.offline.points import FEWEST, Selection, select
from assistant.drafting.offline.sharetext import PART_LENGTH, Material, lead_of, post_text, voice_parts
from assistant.drafting.offline.wish import Wish
from assistant.errors import Refused
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Citation, DraftKind, DraftPart, PassageKind

_QUOTED_FROM = 8
"""From this length on a title is set in quotation marks inside a sentence; shorter ones read as a word."""
_SAME = 0.5
_LONGEST_POINTS = (80, 55, 40)


def write_share(brief: Brief) -> Written:
    """A share from the passages of the brief.

    Raises:
        Refused: the passages do not carry enough points (``not_enough_knowledge``), or they do not fit the length the
            group allows (``too_little_room``).
    """
    limits = Limits(brief)
    choose = Chooser(brief.seed, brief.group.id, brief.at.date().isoformat(), "share", brief.format)
    wish = read_allowed_wish(brief, limits)
    query = wish.text if wish is not None and wish.text else "".join(brief.group.theme)
    found = False
    for longest in _LONGEST_POINTS:
        selection = select(brief, query, limits, choose, longest=longest)
        if selection is None:
            continue
        found = True
        written = _fitted(brief, selection, wish, limits, choose)
        if written is not None:
            return written
    if found:
        raise Refused(
            f"这个群一条分享不超过 {brief.constraints.max_length} 字，放不下三条要点和资料出处；请放宽字数。",
            code="too_little_room",
            basis=f"groups.yaml：{brief.group.name} 的 length",
        )
    raise _not_enough(brief, query)


def share_material(brief: Brief) -> Material | None:
    """The pieces of the share :func:`write_share` makes; None where the passages carry none.

    Raises ``Refused`` where the group does not want the subject.
    """
    limits = Limits(brief)
    choose = Chooser(brief.seed, brief.group.id, brief.at.date().isoformat(), "share", brief.format)
    wish = read_allowed_wish(brief, limits)
    query = wish.text if wish is not None and wish.text else "".join(brief.group.theme)
    selection = select(brief, query, limits, choose, longest=_LONGEST_POINTS[0])
    if selection is None:
        return None
    return _material(brief, selection, wish, limits, choose)


def _fitted(brief: Brief, selection: Selection, wish: Wish | None, limits: Limits, choose: Chooser) -> Written | None:
    """The share with as many points as fit; a point that goes takes its citation along."""
    points = list(selection.points)
    fewest = min(FEWEST, len(points))
    while len(points) >= fewest:
        smaller = replace(selection, points=tuple(points))
        written = _written(brief, smaller, wish, limits, choose)
        # The bound of a voice script is that of one part.
        if max(map(len, [part.text for part in written.parts] or [written.body])) <= brief.constraints.max_length:
            return written
        points.remove(max(points, key=lambda point: len(point.text)))
    return None


def _written(brief: Brief, selection: Selection, wish: Wish | None, limits: Limits, choose: Chooser) -> Written:
    material = _material(brief, selection, wish, limits, choose)
    parts: list[DraftPart] = []
    if brief.format == "voice":
        parts = voice_parts(material, choose, min(PART_LENGTH, brief.constraints.max_length))
        body = "\n\n".join(part.text for part in parts)
    else:
        body = post_text(material)
    return Written(
        title=_title(brief, selection, _subject(selection, wish), limits),
        body=body,
        form="voice" if brief.format == "voice" else "post",
        citations=_citations(selection),
        followups=_followups(selection),
        parts=parts,
    )


def _material(brief: Brief, selection: Selection, wish: Wish | None, limits: Limits, choose: Chooser) -> Material:
    phrases, past = data("phrases"), [draft.body for draft in brief.history if draft.kind is DraftKind.SHARE][::-1]
    slots = {
        "address": address_of(brief),
        "topic": _in_sentence(_subject(selection, wish), wish, spoken=brief.format == "voice"),
    }
    rules = selection.points[0].passage.kind is PassageKind.POLICY
    openings = list(phrases["voice_open" if brief.format == "voice" else f"share_hook{'_rules' if rules else ''}"])
    openings = [line for line in openings if limits.allows_words(line.format(**slots))] or openings
    texts = [excerpt.text for excerpt in selection.cited]
    # A policy names illness as a reason among others; it gives no advice on it.
    medical = is_medical([selection.title, brief.about, *(() if rules else texts)], () if rules else selection.passages)
    cautions = [disclaimer(brief, "\n".join(texts))] if medical else []
    cautions += other_disclaimers(brief, "\n".join([selection.title, brief.about, *texts]))
    return Material(
        hook=in_manner(choose.pick_fresh(openings, past, "hook"), brief).format(**slots),
        points=selection.points,
        leads=tuple(lead if limits.allows_words(lead) else "" for lead in map(lead_of, selection.points)),
        remember=selection.remember.text if selection.remember else "",
        titles=tuple(dict.fromkeys(title_of(passage) for passage in selection.passages)),
        disclaimer="\n".join(dict.fromkeys(cautions)),
        ask=in_manner(choose.pick_fresh(phrases[f"share_ask{'_rules' if rules else ''}"], past, "ask"), brief),
        remember_lead=choose.pick_fresh(phrases["share_remember"], past[:3], "remember"),
    )


def _subject(selection: Selection, wish: Wish | None) -> str:
    """The words of the wish where the points speak of it, else the spine's title: what is near is not yet the same."""
    said = selection.title + "".join(
        excerpt.passage.heading + excerpt.passage.question + excerpt.text for excerpt in selection.points
    )
    if wish is not None and wish.text and covered(wish.text, said) >= _SAME:
        return wish.text
    return selection.title


def _in_sentence(topic: str, wish: Wish | None, *, spoken: bool) -> str:
    if wish is not None and wish.shape == "question" and topic == wish.text:
        return f"“{topic}”"
    return topic if spoken or len(topic) < _QUOTED_FROM else f"“{topic}”"


def _title(brief: Brief, selection: Selection, subject: str, limits: Limits) -> str:
    """The wish or the spine's title; said before, in other words; too long, what is shorter."""
    longest = min(20, brief.constraints.title_max)
    names = [subject, selection.title, *re.split("[，：:]", selection.title)[:1]]
    names += [section_of(point.passage) for point in selection.points] + list(brief.group.theme)
    fitting = [name for name in names if 2 <= len(name) <= longest] or ["今天的分享"]
    # Talked about is not yet shared: 再补几条 would promise a share that there was not.
    shared = {draft.title for draft in brief.history if draft.kind is DraftKind.SHARE}
    frames = {name: data("phrases")["share_again" if name in shared else "share_after_talk"] for name in fitting}
    again = [frame.format(topic=name) for name in fitting for frame in frames[name]]
    again += [frame.format(topic=name) for name in fitting for frame in data("phrases")["share_again"]]
    fresh = [name for name in (fitting[0], *again) if len(name) <= longest and name not in limits.titles]
    return next(iter(fresh), fitting[0])


def _citations(selection: Selection) -> list[Citation]:
    return list(dict.fromkeys(excerpt.citation for excerpt in selection.cited))


def _followups(selection: Selection) -> list[str]:
    return [
        f"有人追问细节，把《{selection.title}》的原文发给TA看。",
        "有人说和自己的做法不一样，先问清情况，别急着下结论。",
    ]


def _not_enough(brief: Brief, query: str) -> Refused:
    titles = list(dict.fromkeys(title_of(passage) for passage in brief.passages))[:3]
    subject = f"“{query}”" if brief.about.strip() else "这个群的主题"
    found = "、".join(f"《{title}》" for title in titles)
    return Refused(
        f"资料不够：和{subject}有关的文章、问答里，能单独成句引用的太少，硬写就得编；请先补一篇资料，或换个题目。",
        code="not_enough_knowledge",
        basis=f"找到的资料：{found}" if found else "knowledge/ 里没有相关的文章、问答或制度",
    )
