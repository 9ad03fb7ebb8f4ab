"""What drafts, their findings and what is done to them are called on a page."""

from __future__ import annotations

from assistant.desk import Desk
from assistant.schema.contracts import Draft, DraftStatus, Finding
from assistant.text.format import moment_text
from ui.catalog import t, texts
from ui.marked import COLOURS, Span, marked
from ui.plain import line

STATUS_COLOURS = {
    DraftStatus.DRAFT: "violet",
    DraftStatus.NEEDS_EDIT: "orange",
    DraftStatus.APPROVED: "green",
    DraftStatus.REJECTED: "gray",
}
ICONS = {"topic": "chat_bubble", "share": "article", "promo": "sell"}


def kind_name(draft: Draft) -> str:
    """What a draft is, with its format where it has one."""
    kind = t(f"studio.kind.{draft.kind.value}")
    return f"{kind} · {t(f'studio.format.{draft.format}')}" if draft.format else kind


def status_badge(draft: Draft) -> str:
    """Markdown of a badge that says where a draft stands."""
    return f":{STATUS_COLOURS[draft.status]}-badge[{t(f'draft.status.{draft.status.value}')}]"


def group_name(desk: Desk, group: str) -> str:
    """What a group is called; its id where it is gone."""
    return desk.groups[group].name if group in desk.groups else group


def writer_name(writer: str) -> str:
    """Who wrote a draft."""
    return t("studio.writer.offline") if writer == "offline" else writer


def heading(desk: Desk, draft: Draft) -> str:
    """Markdown of one line: status, kind, group, when."""
    when = moment_text(draft.send_at) if draft.send_at else draft.date.isoformat()
    kind = f":material/{ICONS[draft.kind.value]}: {kind_name(draft)}"
    return f"{status_badge(draft)} {kind} · {line(group_name(desk, draft.group))} · {line(when)}"


def finding_head(finding: Finding) -> str:
    """Markdown of what a finding is: how bad, which check, what it says."""
    badge = f":{COLOURS[finding.severity]}-badge[{t(f'draft.severity.{finding.severity}')}]"
    key = f"draft.check.{finding.check}"
    name = t(key) if key in texts() else line(finding.check)
    return f"{badge} **{name}** {line(finding.message)}"


def marked_title(draft: Draft) -> str:
    """Markdown of the title with its findings marked."""
    return marked(draft.title, _spans(draft, "title"))


def marked_body(draft: Draft) -> str:
    """Markdown of the body with its findings marked."""
    return marked(draft.body, _spans(draft, "body"))


def deed_name(what: str) -> str:
    """What was done, of the words of the audit log."""
    key = f"draft.deed.{what}"
    return t(key) if key in texts() else line(what)


def _spans(draft: Draft, field: str) -> list[Span]:
    return [Span(found.start, found.end, found.severity) for found in draft.findings if found.field == field]
