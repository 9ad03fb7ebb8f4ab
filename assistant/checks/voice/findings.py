"""Findings of the voice check."""

from __future__ import annotations

from assistant.schema.contracts import Finding, Severity


def finding(
    kind: str, severity: Severity, text: str, span: tuple[int, int], message: str, *, basis: str, suggestion: str
) -> Finding:
    """Return a finding about ``text[span]``; an empty span at 0 is about the whole text."""
    start, end = span
    return Finding(
        check="voice", kind=kind, severity=severity, start=start, end=end, text=text[start:end],
        message=message, basis=basis, suggestion=suggestion,
    )  # fmt: skip
