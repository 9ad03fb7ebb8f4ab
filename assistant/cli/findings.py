"""Findings as an operator reads them: the line with the place marked, why, on which ground, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from assistant.checks.suite import TITLES
from assistant.schema.contracts import Finding, Severity

_SIGNS: dict[Severity, str] = {"error": "✗ 不能发", "warn": "! 建议改", "info": "· 可看看"}
_COLOURS: dict[Severity, str] = {"error": "\x1b[1;31m", "warn": "\x1b[1;33m", "info": "\x1b[1;36m"}
_PLAIN = "\x1b[0m"
# Characters of a long line shown before and after the place.
_BEFORE, _AFTER = 24, 24


def coloured() -> bool:
    """Whether the place may be marked by colour: somebody looks at a terminal and has not asked for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def finding_lines(text: str, findings: Sequence[Finding], *, colour: bool, asked: Iterable[str] = ()) -> Iterator[str]:
    """Yield the findings of one text and a last line that counts them; ``asked`` names the checks that were run."""
    for finding in findings:
        yield from _lines(text, finding, colour=colour)
    yield _count(findings, asked)


def marked(text: str, finding: Finding, *, colour: bool) -> str:
    """The line the finding stands in, its place between 【】 or in colour; long lines are cut around it."""
    start, end = finding.start, finding.end
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", max(end - 1, start))
    stop = len(text) if stop < 0 else stop
    low, high = max(begin, start - _BEFORE), min(stop, end + _AFTER)
    place = text[start:end].replace("\n", "⏎")
    shown = f"{_COLOURS[finding.severity]}{place}{_PLAIN}" if colour else f"【{place}】"
    return f"{'…' if low > begin else ''}{text[low:start]}{shown}{text[end:high]}{'…' if high < stop else ''}"


def _lines(text: str, finding: Finding, *, colour: bool) -> Iterator[str]:
    sign = _SIGNS[finding.severity]
    head = f"{_COLOURS[finding.severity]}{sign}{_PLAIN}" if colour else sign
    line = text.count("\n", 0, finding.start) + 1
    where = f"第 {line} 行" if "\n" in text and finding.end > finding.start else ""
    yield "  ".join(part for part in (head, TITLES.get(finding.check, finding.check), where) if part)
    if finding.end > finding.start:
        yield f"    {marked(text, finding, colour=colour)}"
    yield f"    {finding.message}"
    if finding.suggestion:
        yield f"    怎么改：{finding.suggestion}"
    if finding.basis:
        yield f"    依据：{finding.basis}"


def _count(findings: Sequence[Finding], asked: Iterable[str]) -> str:
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in _SIGNS}
    told = [f"{counts[severity]} 处{sign[2:]}" for severity, sign in _SIGNS.items() if counts[severity]]
    names = "、".join(TITLES.get(name, name) for name in asked)
    return "，".join(told) if told else f"没有发现问题{f'（查了{names}）' if names else ''}"
