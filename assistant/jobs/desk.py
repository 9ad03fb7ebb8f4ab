"""Asking for jobs, looking at them, calling them off."""

from __future__ import annotations

import builtins
import secrets
import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from assistant.jobs.book import JobBook
from assistant.jobs.kinds import KINDS, Args, read_args
from assistant.jobs.model import Job, JobStatus
from assistant.storage.database import open_database
from assistant.storage.identity import identity_of

if TYPE_CHECKING:
    from assistant.jobs.line import Line
    from assistant.workspace import Workspace


class Jobs:
    """The jobs of one workspace; cheap to make, safe for any thread. Raises :class:`StorageError`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.book = JobBook(open_database(workspace))

    def enqueue(self, kind: str, args: Args | dict[str, Any] | None = None, *, who: str = "", id_: str = "") -> Job:
        """Store a job and put it into the queue; what is returned will be done.

        Where the same is under way already (a sync), or a job has the given id, that one is returned. Raises
        :class:`InputError` for an unknown kind or a wrong argument, :class:`StorageError` where it cannot be stored.
        """
        checked = read_args(kind, args or {})
        key = KINDS[kind].key
        job = self.book.add(id_ or secrets.token_hex(6), kind, checked, who=who, key=key(checked) if key else None)
        if job.status is JobStatus.QUEUED:
            self.line.push(job.id)
        return job

    def get(self, job_id: str) -> Job:
        """Return a job as it stands. Raises :class:`InputError` where there is none."""
        return self.book.get(job_id)

    def list(self, *, kind: str = "", status: Collection[JobStatus] = (), limit: int = 50) -> builtins.list[Job]:
        """Return jobs, the newest first."""
        return self.book.newest(kind=kind, status=status, limit=limit)

    def cancel(self, job_id: str) -> Job:
        """End a job: at once where it waits, at its next step where it runs. What it has stored by then stays.

        Raises :class:`InputError` where there is none; one that has ended stays as it is.
        """
        return self.book.cancel(job_id)

    def wait(self, job_id: str, seconds: float) -> Job:
        """Return a job as soon as it has ended, or as it stands after ``seconds``."""
        ends = time.monotonic() + seconds
        while True:
            job = self.get(job_id)
            left = ends - time.monotonic()
            if job.status.ended or left <= 0:
                return job
            time.sleep(min(0.05, left))

    @property
    def line(self) -> Line:
        """The queue, which is the same for all who share the database."""
        from assistant.jobs.line import line_of

        return line_of(self._workspace, self.queue_name())

    def queue_name(self) -> str:
        """Return the name of the queue, of which one Redis may hold many."""
        return f"assistant{identity_of(self.book.database)}"
