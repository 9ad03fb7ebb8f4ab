"""From a validated answer to a draft: verified citations, sources, disclaimer, times of the parts."""

from __future__ import annotations

from assistant.drafting.model.answers import Answer
from assistant.drafting.model.sheet import Sheet
from assistant.drafting.offline.excerpts import title_of
from assistant.drafting.offline.health import disclaimer, is_medical
from assistant.drafting.slots import left_out, slots_for
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Citation, DraftKind, Finding, Passage


def compose(answer: Answer, brief: Brief, sheet: Sheet) -> tuple[Written, list[Finding]]:
    """Return the draft and, for a share, an error for each citation that is not in its passage.

    Other kinds need not cite: what does not hold is left out, and the fact lock sees only what does.
    """
    citations, passages, found = _citations(answer, sheet)
    found = found if brief.kind is DraftKind.SHARE else []
    tail = _tail(answer.written(citations).body, brief, passages) if brief.kind is DraftKind.SHARE else ""
    written = answer.written(citations, tail)
    slots = {slot.heading: slot for slot in slots_for(brief)}
    parts = [
        part.model_copy(update={"name": slot.name, "send_at": slot.send_at}) if (slot := slots.get(part.name)) else part
        for part in written.parts
    ]
    followups = [*written.followups, *left_out(brief)]
    return written.model_copy(update={"parts": parts, "followups": followups}), found


def tail_room(brief: Brief) -> int:
    """Return the characters to leave for what is added to the model's text: sources and disclaimer."""
    if brief.kind is not DraftKind.SHARE:
        return 0
    longest = sorted({title_of(passage) for passage in brief.passages}, key=len)[-2:]
    text = brief.about + "\n".join(passage.text for passage in brief.passages)
    return len(_sources(longest)) + len(disclaimer(brief, text)) + 4


def _citations(answer: Answer, sheet: Sheet) -> tuple[list[Citation], list[Passage], list[Finding]]:
    kept: list[Citation] = []
    passages: list[Passage] = []
    found: list[Finding] = []
    for cited in answer.cited():
        citation, passage = sheet.cite(cited.passage, cited.quote), sheet.passage(cited.passage)
        if citation is None or passage is None:
            found.append(_unverified(cited.passage, cited.quote, sheet))
        elif citation not in kept:
            kept.append(citation)
            passages.append(passage)
    return kept, passages, found


def _unverified(number: int, quote: str, sheet: Sheet) -> Finding:
    if sheet.passage(number) is None:
        message = f"没有资料 {number}，编号只有 1 到 {len(sheet)}" if len(sheet) else "这次没有资料，citations 留空"
    else:
        message = f"资料 {number} 里没有“{quote[:60]}”这句话，要逐字抄"
    return Finding(
        check="citation", kind="quote", severity="error", start=0, end=0, text="", message=message,
        suggestion="从给出的资料里挑一句原话，连编号一起照抄；找不到就删掉这一条",
    )  # fmt: skip


def _tail(body: str, brief: Brief, passages: list[Passage]) -> str:
    titles = list(dict.fromkeys(title_of(passage) for passage in passages))
    due = disclaimer(brief, body) if is_medical([brief.about, body], passages) else ""
    return "\n".join(line for line in (_sources(titles) if titles else "", due) if line)


def _sources(titles: list[str]) -> str:
    return f"资料：{''.join(f'《{title}》' for title in titles)}"
