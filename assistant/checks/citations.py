"""Which citations hold: the passage is in the brief, valid on the day, and the quote stands in it word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation, Finding, Passage


def cited_passages(citations: Iterable[Citation], brief: Brief) -> list[Passage]:
    """The passages of ``brief`` that are validly cited, each once."""
    found: dict[int, Passage] = {}
    for citation in citations:
        passage, problem = _resolve(citation, brief)
        if passage is not None and not problem:
            found[id(passage)] = passage
    return list(found.values())


def citation_findings(citations: Sequence[Citation], brief: Brief) -> list[Finding]:
    """One error for each citation that does not hold; it points at no place in the text."""
    findings = []
    for citation in citations:
        _, problem = _resolve(citation, brief)
        if problem:
            kind, message = problem
            findings.append(
                Finding(
                    check="facts", kind=kind, severity="error", start=0, end=0, text=citation.quote[:40],
                    message=message,
                    basis=f"{citation.source} · {citation.heading}", suggestion="换成资料里的原句，或去掉这条出处",
                )
            )  # fmt: skip
    return findings


def is_valid(passage: Passage, day: date) -> bool:
    """Whether the passage holds on ``day``; both ends of its period count."""
    begun = passage.valid_from is None or passage.valid_from <= day
    return begun and (passage.valid_until is None or day <= passage.valid_until)


def _resolve(citation: Citation, brief: Brief) -> tuple[Passage | None, tuple[str, str] | None]:
    same = [each for each in brief.passages if each.source == citation.source and each.heading == citation.heading]
    where = f"“{citation.source}”"
    if not same:
        return None, ("citation_unknown", f"引用的 {where} 不在这次能用的资料里")
    quote = _squeeze(citation.quote)
    holding = [each for each in same if quote and quote in _squeeze(f"{each.question}\n{each.text}")]
    if not holding:
        return None, ("citation_not_verbatim", f"引文“{citation.quote[:30]}”和 {where} 的原文对不上")
    day = brief.at.date()
    for passage in holding:
        if is_valid(passage, day):
            return passage, None
    return None, ("citation_expired", f"{where} 在 {day:%Y-%m-%d} 不在有效期内，不能再引用")


def _squeeze(text: str) -> str:
    return "".join(text.split())
