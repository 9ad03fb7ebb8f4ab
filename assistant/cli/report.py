"""Results as an operator reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.schema.contracts import Draft, DraftKind, Finding, Passage

if TYPE_CHECKING:
    from assistant.knowledge.status import Status
    from assistant.knowledge.sync import Conflict, SyncReport

KINDS = {DraftKind.TOPIC: "话题", DraftKind.SHARE: "干货", DraftKind.PROMO: "促销"}
FORMATS = {"post": "图文", "voice": "语音稿", "series": "系列", "landing": "落地页", "poster": "海报"}
LINE = "─" * 36
# From this similarity on the figure is told.
NEAR = 0.5


def sync_lines(report: SyncReport) -> Iterator[str]:
    """What a sync did."""
    yield (
        f"同步完成：{report.documents} 份资料，{report.passages} 个片段，{report.products} 件商品"
        f"（新增 {report.added}、更新 {report.changed}、移除 {report.removed}、未变 {report.unchanged}）"
    )
    if report.embedder and " " not in report.embedder and "：" not in report.embedder:
        yield f"向量模型 {report.embedder}，这次新算 {report.embedded} 段"
    else:
        yield report.embedder
    yield from report.prices
    if report.rejected:
        yield f"没有收进来的文件 {len(report.rejected)} 个："
        yield from (f"  ✗ {item.source}：{item.reason}" for item in report.rejected)
    if report.orders:
        yield "这些资料里有对 AI 下命令的文字，已当作普通内容，不会照做，请看一下是谁写的："
        yield from (f"  ! {order.source}：{order.text}" for order in report.orders)
    if report.conflicts:
        yield "内容相近、同时有效的资料，请留一份，或在 sources.yaml 里写 supersedes："
        yield from map(_conflict, report.conflicts)
    yield from (f"  · {warning}" for warning in report.warnings)


def status_lines(status: Status) -> Iterator[str]:
    """What is in the store."""
    yield f"资料 {status.documents} 份，片段 {status.passages} 个，商品 {status.products} 件"
    yield "各类片段：" + "，".join(f"{kind} {count}" for kind, count in status.kinds.items())
    yield f"检索：{status.search}"
    yield f"自检：抽查 {status.checked} 个片段，{status.found} 个能找到自己" + (
        "" if status.healthy else "——请运行 assistant knowledge rebuild"
    )
    for title, found in (("已过期", status.expired), ("还没生效", status.upcoming), ("已被替代", status.superseded)):
        if found:
            yield f"{title}（检索不会用到）："
            yield from (
                f"  · {item.source}{'：' + item.heading if item.heading else ''}（{item.note}）" for item in found
            )
    if status.conflicts:
        yield "可能互相冲突的资料："
        yield from map(_conflict, status.conflicts)
    if status.rejected:
        yield "没有收进来的文件："
        yield from (f"  ✗ {item.source}：{item.reason}" for item in status.rejected)
    if status.orders:
        yield "含有对 AI 下命令的文字的资料："
        yield from (f"  ! {order.source}：{order.text}" for order in status.orders)
    yield from (f"  · {warning}" for warning in status.warnings)


def _conflict(found: Conflict) -> str:
    # Two editions are told by their names however much was rewritten: a low figure would only seem to contradict it.
    alike = f"（内容相似度 {found.similarity:.0%}）" if found.similarity >= NEAR else ""
    return f"  ≈ {found.older} ↔ {found.newer}：像是同一份资料的新旧两版{alike}"


def passage_lines(found: Sequence[Passage]) -> Iterator[str]:
    """Passages of a search."""
    if not found:
        yield "资料里没有能回答这个问题的内容。"
    for number, passage in enumerate(found, start=1):
        where = f"{passage.source}{'｜' + passage.heading if passage.heading else ''}"
        until = f"｜有效至 {passage.valid_until}" if passage.valid_until else ""
        yield f"{number}. {where}（{passage.score:.2f}{until}）"
        yield "   " + passage.text.replace("\n", "\n   ")


def draft_lines(draft: Draft) -> Iterator[str]:
    """A draft with its sources, as it is copied out."""
    kind = KINDS[draft.kind] + (f"·{FORMATS[draft.format]}" if draft.format in FORMATS else "")
    at = f"{draft.send_at:%Y-%m-%d %H:%M}" if draft.send_at else str(draft.date)
    yield f"【{kind}】{draft.group}  {at}  草稿 {draft.id}  写手 {draft.writer}"
    yield LINE
    yield draft.title
    yield ""
    yield draft.body
    yield LINE
    if draft.followups:
        yield "排期说明（给您看的，不发群里）：" if draft.kind is DraftKind.PROMO else "接话备用："
        yield from (f"  · {line}" for line in draft.followups)
    timed = [part for part in draft.parts if part.send_at]
    if timed:
        yield "发送时间："
        yield from (f"  · {part.name}：{part.send_at:%m-%d %H:%M}" for part in timed)
    if draft.citations:
        yield "依据："
        for citation in draft.citations:
            place = f"{citation.source}{'｜' + citation.heading if citation.heading else ''}"
            yield f"  · {place}：“{_short(citation.quote)}”"
    yield from (f"注意：{note}" for note in draft.notes)
    yield from _findings("需要您改：", "✗", [finding for finding in draft.findings if finding.severity == "error"])
    yield from _findings("可以改得更好：", "·", [finding for finding in draft.findings if finding.severity != "error"])


def discarded_line(draft: Draft) -> str:
    """What became of a draft that is not sent."""
    return f"草稿 {draft.id}《{draft.title}》（{draft.group} {draft.date}）已作废：不占群里的次数，也不算发过"


def _findings(title: str, sign: str, findings: Sequence[Finding]) -> Iterator[str]:
    """What the checks say, each with what to do about it."""
    if findings:
        yield title
    for finding in findings:
        yield f"  {sign} {finding.message}" + (f"（{finding.basis}）" if finding.basis else "")
        if finding.suggestion:
            yield f"    怎么改：{finding.suggestion}"


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 50 else flat[:49] + "…"
