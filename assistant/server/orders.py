"""Drafts asked for over HTTP: written as jobs, waited for a while, and told of as far as they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import BaseModel

from assistant.errors import ConfigError, InputError, ModelError, Refused, StorageError
from assistant.jobs.kinds import DraftArgs
from assistant.jobs.model import Fault, Job, JobStatus, Progress
from assistant.server.problems import ServiceError

if TYPE_CHECKING:
    from assistant.schema.contracts import Draft
    from assistant.server.service import Service

# Seconds that a caller is kept waiting for a draft before it is told to come again, and between two looks.
PATIENCE, _LOOK = 20.0, 0.05


class Pending(BaseModel):
    """A draft that is not written yet; ``GET /v1/drafts/ID`` has it as soon as it is."""

    id: str
    status: JobStatus
    progress: Progress


async def ordered(service: Service, args: DraftArgs, *, who: str) -> Draft | Pending:
    """Have a draft written; return it, or where it takes long what is known so far. Raises what the writing does."""
    job = await asyncio.to_thread(service.jobs.enqueue, "draft", args, who=who)
    ends = time.monotonic() + PATIENCE
    while not job.status.ended and time.monotonic() < ends:
        await asyncio.sleep(_LOOK)
        job = await asyncio.to_thread(service.jobs.get, job.id)
    return await asyncio.to_thread(_told, service, job)


def asked_for(service: Service, draft_id: str) -> tuple[str, Callable[[], Draft | Pending]]:
    """Return the group of a draft, for who may not know more, and what tells of it.

    Raises :class:`InputError` for an unknown id; telling raises what the writing did.
    """
    try:
        draft = service.drafts.get(draft_id)
    except InputError:
        job = service.jobs.get(draft_id)
        if job.kind != "draft":
            raise
        return str(job.args["group"]), partial(_told, service, job)
    return draft.group, lambda: draft


def _told(service: Service, job: Job) -> Draft | Pending:
    if job.status is JobStatus.DONE:
        return service.drafts.get(job.id)
    if job.status is JobStatus.CANCELLED:
        raise ServiceError(404, "cancelled", f"草稿 {job.id} 的任务已经取消")
    if job.status is JobStatus.FAILED and job.fault is not None:
        _raise(job.fault)
    return Pending(id=job.id, status=job.status, progress=job.progress)


def _raise(fault: Fault) -> NoReturn:
    """Raise what the writing raised, so that it is answered as if it had been waited for."""
    if fault.refused:
        raise Refused(fault.said, code=fault.code, basis=fault.basis)
    if fault.code == "invalid":
        raise ServiceError(404, "unknown", fault.said)
    known: dict[str, Any] = {"misconfigured": ConfigError, "storage": StorageError, "model": ModelError}
    if fault.code in known:
        raise known[fault.code](fault.said)
    raise ServiceError(500, "error", fault.said)
