"""Decisions as an operator reads them: the verdict, the clause, the words that decided, what to do and what to say."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.schema.moderation import CATEGORY_NAMES, Action, Category, Decision, EvidenceSpan, Verdict

_SIGNS = {Verdict.ALLOW: "✓ 放行", Verdict.REVIEW: "! 请人看一眼", Verdict.BLOCK: "✗ 违规"}
_DOING = {"remind": "提醒", "delete": "删除", "mute": "禁言", "remove": "移出", "human": "交给人看", "post": "在群里说"}
_PARTS = {
    "quote": "引用", "title": "标题", "url": "链接", "ocr": "图里的字", "qr": "二维码", "app": "小程序",
    "file_name": "文件名", "forwarded": "转发", "joined": "连着前几条", "name": "名字",
}  # fmt: skip
_LONGEST = 40


def decision_lines(text: str, decision: Decision) -> Iterator[str]:
    """Yield the lines of one decision."""
    head = [_SIGNS[decision.verdict]]
    if decision.category is not Category.ALLOW:
        head.append(CATEGORY_NAMES[decision.category])
    if decision.verdict is not Verdict.ALLOW:
        head.append(f"{decision.confidence:.0%} 把握")
    yield f"{'  '.join(head)}  {shortened(text)}"
    if decision.rule is not None:
        yield f"    群规 {decision.rule.id}：{decision.rule.clause}"
    for span in decision.evidence:
        yield f"    {_where(span)}“{shortened(span.text)}”：{span.why}"
    for example in decision.neighbours:
        yield f"    像这一句：{shortened(example)}"
    if decision.reason and (decision.verdict is not Verdict.BLOCK or not decision.evidence):
        yield f"    {decision.reason}"
    if decision.actions:
        yield f"    处理：{'；'.join(_doing(action) for action in decision.actions)}"
    if decision.reply:
        yield f"    回复：{decision.reply}"
    for hit in decision.shadow:
        yield f"    只记录：群规 {hit.rule.id} 会{_SIGNS[hit.verdict][2:]}"
    if decision.degraded:
        yield "    模型没有答上来，按群规写明的办法处理"
    if decision.id and decision.verdict is not Verdict.ALLOW:
        yield f"    判错了：assistant moderate feedback {decision.id} wrong --should allow"


def shortened(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _where(span: EvidenceSpan) -> str:
    return "" if span.part == "text" else f"{_PARTS.get(span.part, span.part)}里的"


def _doing(action: Action) -> str:
    said = _DOING[action.kind]
    if action.minutes:
        said += f" {action.minutes} 分钟"
    if action.by == "operator":
        # A bracket in brackets reads badly.
        how = shortened(action.text).replace("（", "，").replace("）", "")
        said += "（要您来）" if not action.text or action.kind == "post" else f"（{how}）"
    return said
