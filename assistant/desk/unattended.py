"""Whether anybody does the long work that a page has asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.jobs.model import Job, JobStatus

if TYPE_CHECKING:
    from assistant.desk import Desk

#: A job that waits so long while none is under way waits for nobody.
LONG = timedelta(seconds=30)


def unattended(desk: Desk, job: Job, *, now: datetime | None = None) -> bool:
    """Whether a job has waited for long though nothing else is being done: no worker seems to run."""
    waits = job.status is JobStatus.QUEUED and (now or datetime.now()) - job.created_at > LONG
    return waits and not desk.jobs.list(status=(JobStatus.RUNNING,), limit=1)
