"""The length of a message: the bounds of a draft, or what the group says of any message."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import DraftKind, Finding
from assistant.schema.group import Group
from assistant.text.patterns import Pattern

# Sent in several messages; the shape of a draft knows the bounds of each.
_IN_PARTS = frozenset({"series", "landing", "voice", "poster"})
_MOST = Pattern(
    r"(?:不超过|别超过|不要超过|最多|不多于|控制在|不得超过)\s*(\d{2,4})\s*(?:个)?字|(\d{2,4})\s*(?:个)?字(?:以内|以下|之内)"
)
_KINDS = {DraftKind.TOPIC: "话题", DraftKind.SHARE: "干货|分享", DraftKind.PROMO: "促销|活动|广告"}


def length_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return an error for a draft out of its bounds, a warning for a pasted text longer than the group wants."""
    if context.format in _IN_PARTS:
        return []
    size = len(text.strip())
    bounds = context.constraints
    if bounds is None:
        most, basis = _group_most(context.group, context.kind) if context.group else (None, "")
        if most is None or size <= most:
            return []
        message = f"这条有 {size} 字，这个群一条最多 {most} 字"
        return [
            finding("length", "warn", text, (0, 0), message, basis=basis, suggestion=f"删到 {most} 字以内，或分两条发")
        ]
    if bounds.min_length <= size <= bounds.max_length:
        return []
    if size > bounds.max_length:
        message, how = f"正文 {size} 字，最多 {bounds.max_length} 字", f"删到 {bounds.max_length} 字以内"
    else:
        message, how = f"正文 {size} 字，至少 {bounds.min_length} 字", "补一个具体的场面或做法"
    return [finding("length", "error", text, (0, 0), message, basis="groups.yaml · length", suggestion=how)]


@lru_cache(maxsize=128)
def _group_most(group: Group, kind: DraftKind | None) -> tuple[int | None, str]:
    """The most characters of a message of ``kind``; of one whose kind is unknown, the longest the group takes."""
    lengths = group.length
    said = [lengths.max]
    if kind is not None:
        said.append(getattr(lengths, kind.value))
    elif None not in (each := (lengths.topic, lengths.share, lengths.promo)):
        said.append(max(size for size in each if size is not None))
    basis = "groups.yaml · length"
    for clause in group.terms:
        others = "|".join(words for one, words in _KINDS.items() if one is not kind)
        match = _MOST.search(clause)
        if match and not re.search(others, clause):
            said.append(int(match[1] or match[2]))
            basis = f"群约定：{clause}"
    return min((bound for bound in said if bound is not None), default=None), basis
