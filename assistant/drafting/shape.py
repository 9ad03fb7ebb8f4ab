"""What a draft of a kind and format must look like, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.drafting.constraints import constraints_for
from assistant.drafting.offline.sharetext import PART_LENGTH
from assistant.drafting.slots import START, slots_for
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind, Finding

POSTER_MAX = 40


def shape_findings(written: Written, brief: Brief) -> list[Finding]:
    """Return one error for each bound the draft breaks."""
    found = [*_title(written, brief), *_length(written, brief)]
    if brief.kind is DraftKind.TOPIC:
        found += _topic(written)
    if brief.kind is DraftKind.PROMO:
        found += _parts(written, brief)
    if brief.kind is DraftKind.SHARE and not written.citations:
        found.append(_error("citation", "没有一条引文对得上资料：quote 要从资料里逐字抄"))
    return found


def _error(kind: str, message: str, text: str = "", start: int = 0) -> Finding:
    return Finding(
        check="shape", kind=kind, severity="error", start=start, end=start + len(text), text=text, message=message
    )


def _title(written: Written, brief: Brief) -> Iterator[Finding]:
    title, most = written.title, brief.constraints.title_max
    if len(title) > most:
        yield _error("title_length", f"标题 {len(title)} 字，最多 {most} 字").model_copy(update={"field": "title"})
    if title in {past.title for past in brief.history}:
        yield _error("title_repeated", f"标题“{title}”这个群发过了，换一个").model_copy(update={"field": "title"})


def _length(written: Written, brief: Brief) -> Iterator[Finding]:
    """The bounds of each part where the parts are sent one by one; those of a plain body are the voice check's."""
    low, high = brief.constraints.min_length, brief.constraints.max_length
    if brief.format == "poster":
        low, high = 0, min(high, POSTER_MAX)
    if brief.format == "voice":
        low, high = 0, min(high, PART_LENGTH)
    if brief.format in ("series", "voice"):
        for part in written.parts:
            # The message that carries every term may be as long as a post.
            most = max(high, post_max(brief)) if brief.format == "series" and part.name == START else high
            if len(part.text) > most:
                yield _error("length", f"“{part.name}”有 {len(part.text)} 字，最多 {most} 字")
    elif brief.format == "landing" and written.parts:
        # A page too long for one message is sent in its parts.
        longest = max(written.parts, key=lambda part: len(part.text))
        if len(written.body) > high and len(longest.text) > high:
            yield _error("length", f"“{longest.name}”有 {len(longest.text)} 字，最多 {high} 字")
    elif brief.format in ("poster", "landing") and not low <= len(written.body) <= high:
        yield _error("length", f"正文 {len(written.body)} 字，要在 {low} 到 {high} 字之间")


def post_max(brief: Brief) -> int:
    """Return the most characters of a post in this group."""
    return constraints_for(brief.brand, brief.group, brief.kind, "post").max_length


def _topic(written: Written) -> Iterator[Finding]:
    questions = written.body.count("？") + written.body.count("?")
    if questions != 1:
        yield _error("question", f"正文要正好一个问号，现在有 {questions} 个")
    if not 2 <= len(written.followups) <= 3:
        yield _error("followups", f"追问要 2 到 3 句，现在 {len(written.followups)} 句")


def _parts(written: Written, brief: Brief) -> Iterator[Finding]:
    slots, names = slots_for(brief), [part.name for part in written.parts]
    if slots and names != [slot.name for slot in slots]:
        wanted = "、".join(slot.heading for slot in slots)
        yield _error("parts", f"要写的几条依次是：{wanted}；现在是：{'、'.join(names)}")
