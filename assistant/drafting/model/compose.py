"""From a validated answer to a draft: verified citations, sources, disclaimer, times of the parts."""

from __future__ import annotations

from assistant.drafting.model.answers import Answer, spoken
from assistant.drafting.model.sheet import Sheet, title_of
from assistant.drafting.model.slots import slots_for
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Citation, DraftKind, Finding


def compose(answer: Answer, brief: Brief, sheet: Sheet) -> tuple[Written, list[Finding]]:
    """Return the draft and an error for each citation that is not in its passage."""
    citations, found = _citations(answer, sheet)
    written = answer.written(citations)
    if brief.kind is DraftKind.SHARE:
        written = _with_sources(written, brief)
    times = {slot.name: slot.send_at for slot in slots_for(brief)}
    parts = [
        part.model_copy(update={"send_at": times[part.name]}) if part.name in times else part for part in written.parts
    ]
    return written.model_copy(update={"parts": parts}), found


def _citations(answer: Answer, sheet: Sheet) -> tuple[list[Citation], list[Finding]]:
    kept: list[Citation] = []
    found: list[Finding] = []
    for cited in answer.cited():
        citation = sheet.cite(cited.passage, cited.quote)
        if citation is None:
            found.append(_unverified(cited.passage, cited.quote, sheet))
        elif citation not in kept:
            kept.append(citation)
    return kept, found


def _unverified(number: int, quote: str, sheet: Sheet) -> Finding:
    if sheet.passage(number) is None:
        message = f"没有资料 {number}，编号只有 1 到 {len(sheet)}" if len(sheet) else "这次没有资料，citations 留空"
    else:
        message = f"资料 {number} 里没有“{quote[:60]}”这句话，要逐字抄"
    return Finding(check="citation", kind="quote", severity="error", start=0, end=0, text="", message=message)


def _with_sources(written: Written, brief: Brief) -> Written:
    disclaimer = brief.brand.disclaimers.get("medical", "") if is_medical(brief) else ""
    if brief.format == "voice":
        if not disclaimer:
            return written
        parts = [*written.parts, spoken("提醒", disclaimer)]
        return written.model_copy(update={"parts": parts, "body": f"{written.body}\n\n{disclaimer}"})
    titles = list(dict.fromkeys(title_of(citation) for citation in written.citations))
    tail = [f"资料来源：{'、'.join(f'《{title}》' for title in titles)}"] if titles else []
    tail += [disclaimer] if disclaimer else []
    return written.model_copy(update={"body": "\n\n".join([written.body, *tail])})


def tail_room(brief: Brief) -> int:
    """Return the characters to leave for what is added after the model's text: sources and disclaimer."""
    if brief.kind is not DraftKind.SHARE or brief.format == "voice":
        return 0
    titles = {title_of(passage) for passage in brief.passages}
    longest = sorted((len(title) for title in titles), reverse=True)[:2]
    disclaimer = brief.brand.disclaimers.get("medical", "") if is_medical(brief) else ""
    return sum(longest) + 16 + len(disclaimer)


_MEDICAL = (
    "发烧",
    "发热",
    "体温",
    "湿疹",
    "皮疹",
    "咳嗽",
    "腹泻",
    "疫苗",
    "用药",
    "症状",
    "过敏",
    "急救",
    "受伤",
    "疼",
)


def is_medical(brief: Brief) -> bool:
    """Whether the passages or the wish are about health, so that the brand's disclaimer is due."""
    text = brief.about + "".join(passage.heading + passage.text for passage in brief.passages)
    return any(word in text for word in _MEDICAL)
