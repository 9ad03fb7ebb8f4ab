"""The jobs in the database: every step of a job's life is one transaction that holds only if the step before it did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import InputError, StorageError
from assistant.jobs.model import Fault, Job, JobStatus, Progress
from assistant.storage.database import Database
from assistant.storage.decisions import stamp, storable
from assistant.storage.tables import jobs

# A wait longer than any we ask for: the clock was put back, and the job must not wait for it to catch up.
_NEVER_SO_LONG = timedelta(minutes=10)


class JobBook:
    """The jobs of one workspace. ``owner`` names a worker; what it says of a job counts only while that is its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, job_id: str, kind: str, args: dict[str, Any], *, who: str, key: str | None) -> Job:
        """Store a job and return it; where one with the same ``key`` or id is there already, that one."""
        now = stamp(datetime.now())
        row = {
            "id": job_id, "kind": kind, "active_key": key, "lane": None, "who": storable(who)[:128], "args": args,
            "status": JobStatus.QUEUED.value, "progress": {}, "result": None, "fault": None, "attempts": 0,
            "cancelling": 0, "owner": "", "beats": 0, "due_at": now, "created_at": now, "started_at": None,
            "ended_at": None,
        }  # fmt: skip
        for _ in range(3):
            if (found := self._same(job_id, key)) is not None:
                return found
            try:
                with self.database.write() as connection:
                    connection.execute(insert(jobs).values(row))
            except StorageError as error:  # the same was asked for at the same moment
                if not isinstance(error.__cause__, IntegrityError):
                    raise
                continue
            return self.get(job_id)
        raise StorageError(f"任务 {kind} 存不进数据库，请再试一次")

    def get(self, job_id: str) -> Job:
        """Return a job. Raises :class:`InputError` where there is none."""
        with self.database.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().first()
        if row is None:
            raise InputError(f"没有编号为 {job_id[:64]!r} 的任务")
        return _job(row)

    def newest(self, *, kind: str = "", status: Collection[JobStatus] = (), limit: int = 50) -> list[Job]:
        """Return jobs, the newest first."""
        query = select(jobs).order_by(jobs.c.pk.desc()).limit(limit)
        if kind:
            query = query.where(jobs.c.kind == kind)
        if status:
            query = query.where(jobs.c.status.in_([each.value for each in status]))
        with self.database.read() as connection:
            return [_job(row) for row in connection.execute(query).mappings()]

    def under_way(self) -> dict[JobStatus, int]:
        """Return how many jobs wait and how many run."""
        both = (JobStatus.QUEUED, JobStatus.RUNNING)
        query = select(jobs.c.status, func.count()).where(jobs.c.status.in_([each.value for each in both]))
        with self.database.read() as connection:
            found = {str(status): int(number) for status, number in connection.execute(query.group_by(jobs.c.status))}
        return {status: found.get(status.value, 0) for status in both}

    def due(self, limit: int = 100) -> Sequence[str]:
        """Return the ids of jobs that wait and may begin, the oldest first."""
        now = datetime.now()
        ripe = (jobs.c.due_at <= stamp(now)) | (jobs.c.due_at > stamp(now + _NEVER_SO_LONG))
        query = select(jobs.c.id).where(jobs.c.status == JobStatus.QUEUED.value, ripe).order_by(jobs.c.pk).limit(limit)
        with self.database.read() as connection:
            return connection.execute(query).scalars().all()

    def claim(self, job_id: str, owner: str, lane: str | None) -> Job | None:
        """Take a waiting job; None where somebody else has it, it has ended, or another of its lane runs."""
        change = update(jobs).where(jobs.c.id == job_id, jobs.c.status == JobStatus.QUEUED.value)
        values: dict[str, Any] = {
            "status": JobStatus.RUNNING.value, "owner": owner, "lane": lane and storable(lane)[:256],
            "attempts": jobs.c.attempts + 1, "started_at": stamp(datetime.now()), "progress": {},
        }  # fmt: skip
        try:
            with self.database.write() as connection:
                if connection.execute(change.values(values)).rowcount != 1:
                    return None
        except StorageError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            return None
        return self.get(job_id)

    def tell(self, job: Job, owner: str, progress: Progress) -> bool:
        """Write down how far a job is; False where it is no longer the owner's."""
        return self._mine(job, owner, {"progress": progress.model_dump(), "beats": jobs.c.beats + 1})

    def finish(self, job: Job, owner: str, result: dict[str, Any]) -> bool:
        """Write down the result; False where the job is no longer the owner's."""
        return self._mine(job, owner, _ended(JobStatus.DONE) | {"result": result, "fault": None})

    def fail(self, job: Job, owner: str, fault: Fault) -> bool:
        """Write down why the job will not be done."""
        return self._mine(job, owner, _ended(JobStatus.FAILED) | {"fault": fault.model_dump()})

    def called_off(self, job: Job, owner: str) -> bool:
        """Write down that the job has ended as it was asked to."""
        return self._mine(job, owner, _ended(JobStatus.CANCELLED))

    def put_back(
        self, job: Job, owner: str, *, fault: Fault | None = None, wait: float = 0, uncounted: bool = False
    ) -> bool:
        """Let a job wait again, ``wait`` seconds at least; ``uncounted`` as if it had not been taken up."""
        values: dict[str, Any] = {
            "status": JobStatus.QUEUED.value, "owner": "", "lane": None,
            "due_at": stamp(datetime.now() + timedelta(seconds=wait)),
            "fault": fault.model_dump() if fault else None,
        }  # fmt: skip
        if uncounted:
            values["attempts"] = jobs.c.attempts - 1
        return self._mine(job, owner, values)

    def cancel(self, job_id: str) -> Job:
        """End a job that waits; ask one that runs to end at its next step. What has ended stays as it is."""
        waiting = jobs.c.id == job_id, jobs.c.status == JobStatus.QUEUED.value
        running = jobs.c.id == job_id, jobs.c.status == JobStatus.RUNNING.value
        with self.database.write() as connection:
            if connection.execute(update(jobs).where(*waiting).values(_ended(JobStatus.CANCELLED))).rowcount == 0:
                connection.execute(update(jobs).where(*running).values(cancelling=1))
        return self.get(job_id)

    def beat(self, owner: str) -> dict[str, bool]:
        """Say that the owner lives; return its jobs and of each whether it is to end."""
        mine = jobs.c.owner == owner, jobs.c.status == JobStatus.RUNNING.value
        with self.database.write() as connection:
            connection.execute(update(jobs).where(*mine).values(beats=jobs.c.beats + 1))
            rows = connection.execute(select(jobs.c.id, jobs.c.cancelling).where(*mine)).all()
        return {row.id: bool(row.cancelling) for row in rows}

    def of_others(self, owner: str) -> list[tuple[Job, str, int]]:
        """Return the jobs that others do, with their owners and beats."""
        query = select(jobs).where(jobs.c.status == JobStatus.RUNNING.value, jobs.c.owner != owner)
        with self.database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [(_job(row), str(row["owner"]), int(row["beats"])) for row in rows]

    def forget(self, keep_days: int) -> int:
        """Remove jobs that ended longer ago; return how many."""
        before = stamp(datetime.now() - timedelta(days=keep_days))
        with self.database.write() as connection:
            return int(connection.execute(delete(jobs).where(jobs.c.ended_at < before)).rowcount)

    def _mine(self, job: Job, owner: str, values: dict[str, Any]) -> bool:
        # The attempt is part of it: a worker that was held up must not speak for the one that took over.
        mine: tuple[ColumnElement[bool], ...] = (
            jobs.c.id == job.id, jobs.c.owner == owner, jobs.c.attempts == job.attempts,
            jobs.c.status == JobStatus.RUNNING.value,
        )  # fmt: skip
        with self.database.write() as connection:
            return bool(connection.execute(update(jobs).where(*mine).values(values)).rowcount == 1)

    def _same(self, job_id: str, key: str | None) -> Job | None:
        with self.database.read() as connection:
            row = _first(connection, jobs.c.id == job_id)
            if row is None and key is not None:
                row = _first(connection, jobs.c.active_key == key)
        return None if row is None else _job(row)


def _first(connection: Connection, condition: ColumnElement[bool]) -> RowMapping | None:
    return connection.execute(select(jobs).where(condition)).mappings().first()


def _ended(status: JobStatus) -> dict[str, Any]:
    return {
        "status": status.value, "active_key": None, "lane": None, "owner": "", "ended_at": stamp(datetime.now()),
    }  # fmt: skip


def _job(row: RowMapping) -> Job:
    return Job.model_validate({name: row[name] for name in Job.model_fields})
