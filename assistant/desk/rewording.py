"""A sentence that a check objects to, put into other words by a model: asked for, looked at, taken.

Where there is no model, it fails or the day's budget is spent, what :mod:`assistant.desk.rewriting` knows is left.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from assistant.desk import Desk
from assistant.desk.drafts import at_version, checked, put
from assistant.errors import InputError
from assistant.jobs.model import Job, JobStatus
from assistant.schema.contracts import Draft, Finding

_OFFLINE = "offline"


@dataclass(frozen=True)
class Proposal:
    """``text`` for ``old``, which the checks have nothing against; ``model`` wrote it."""

    old: str
    text: str
    model: str


def model_of(desk: Desk) -> str:
    """Return the model that sentences are put into other words by: the usual writer, or else the one for drafts.

    Empty where none is set up or its key is missing.
    """
    settings = desk.workspace.settings
    usual = settings.writer if settings.writer != _OFFLINE else ("draft" if settings.models.draft else "")
    if not usual:
        return ""
    alias = settings.models.targets(usual)[0].alias
    there = not alias.api_key_env or os.environ.get(alias.api_key_env, "").strip()
    return usual if there else ""


def can_reword(draft: Draft, finding: Finding) -> bool:
    """Whether a finding lies in a sentence, so that there is something to put otherwise."""
    return 0 <= finding.start < finding.end <= len(draft.title if finding.field == "title" else draft.body)


def begin_reword(desk: Desk, draft_id: str, version: int, finding: int) -> Job:
    """Ask a model to put a sentence otherwise, as a job: ``finding`` counts the draft's.

    Raises :class:`Refused` by role, :class:`InputError` without a model or for a version that is no longer the last.
    """
    desk.require("draft.write")
    model = model_of(desk)
    if not model:
        raise InputError("还没有接模型：请用现成的改法，或者自己动手改一下")
    at_version(desk, draft_id, version)
    args = {"draft": draft_id, "version": version, "finding": finding, "model": model}
    return desk.jobs.enqueue("reword", args, who=desk.person.name)


def proposal(job: Job) -> Proposal | None:
    """Return what a job has brought; None while it is under way or where it failed."""
    if job.kind != "reword" or job.status is not JobStatus.DONE or not job.result or "text" not in job.result:
        return None
    return Proposal(job.result["old"], job.result["text"], job.result["model"])


def why_not(job: Job) -> str:
    """Return why a job that has ended proposes nothing."""
    failed = (job.result or {}).get("failed", "")
    return str(failed or (job.fault.said if job.fault else ""))


def take(desk: Desk, job_id: str) -> Draft:
    """Put what a model proposed into the draft, check it and store it.

    Raises :class:`Refused` by role, :class:`InputError` where the draft has changed since.
    """
    from assistant.drafting.replaced import replaced

    desk.require("draft.write")
    job = desk.jobs.get(job_id)
    found = proposal(job)
    if found is None or not job.result:
        raise InputError("还没有改好的句子：请等一下，或者自己动手改")
    draft = at_version(desk, job.args["draft"], job.args["version"])
    where = {name: job.result[name] for name in ("field", "start", "end")}
    changed = replaced(draft, **where, text=found.text)
    return put(desk, checked(desk, changed), "draft.edit", f"{found.model} 改写：{found.text}"[:80])
