"""Who does the jobs: a few threads that take them from the queue, and one that looks after them.

A worker that is killed leaves its jobs running in the database; the others, or itself when it is back, notice and let
them wait again. On one machine that takes a second, for the dead no longer hold their lock; where the lock cannot be
seen a worker counts as dead that has not stirred for a minute of our own clock, whatever its clock says.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import socket
from functools import cache, partial
from pathlib import Path
from threading import Lock
from time import monotonic, time
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, InputError, ModelError, Refused, StorageError
from assistant.jobs.desk import Jobs
from assistant.jobs.kinds import KINDS
from assistant.jobs.line import Line
from assistant.jobs.model import Fault, Job, Progress
from assistant.jobs.running import Ended, Running
from assistant.jobs.upkeep import Upkeep
from assistant.workspace import Workspace

log = logging.getLogger(__name__)

#: Seconds without a sign of life after which a worker on another machine counts as dead.
LOST = 60.0
# Seconds to wait before the second and the third attempt of what may go better then.
_WAITS = (5.0, 30.0)
# What is wrong in the workspace's own files is not the fault of who asked.
_CODES = ((InputError, "misconfigured"), (StorageError, "storage"), (ModelError, "model"))
# Seconds after which nobody asks any more whose lock it was.
_OLD = 7 * 86_400.0
# Seconds a stopping worker waits for its jobs to come to their next step.
PATIENCE = 20.0


class Worker:
    """Does the jobs of one workspace from :meth:`start` to :meth:`stop`."""

    def __init__(self, workspace: Workspace, *, threads: int | None = None) -> None:
        self._workspace = workspace
        self._settings = workspace.settings.jobs
        self._jobs = Jobs(workspace)
        self._book = self._jobs.book
        self._running: dict[str, Running] = {}
        self._changing = Lock()
        self._stopping = False
        self._seen: dict[str, tuple[int, float]] = {}
        self._loose: list[Job] = []
        self._fault = ""
        self._upkeep = Upkeep(workspace, self._jobs)
        token = secrets.token_hex(6)
        self.name = f"{socket.gethostname()[:64]}:{os.getpid()}:{token}"
        self._locks = workspace.make_state() / "workers"
        self._locks.mkdir(exist_ok=True)
        self._lock = FileLock(self._locks / token)
        self._line = Line(workspace, self._jobs.queue_name())
        self._line.work, self._line.keep = self._work, self._keep
        self._line.instead = self._waiting
        self._crew = self._line.crew(threads or self._settings.workers)

    def start(self) -> None:
        """Begin; returns at once."""
        self._tidy()
        self._lock.acquire()
        self._crew.start()

    def stop(self) -> None:
        """Let every job come to its next step, put it back into the queue as it was, and end."""
        self._stopping = True
        with self._changing:
            for running in self._running.values():
                running.leave.set()
        self._crew.shutdown_timeout = PATIENCE
        self._crew.stop(graceful=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Remove the locks of workers that died long ago."""
        for old in self._locks.iterdir():
            try:
                if time() - old.stat().st_mtime > _OLD:
                    with FileLock(old, timeout=0):
                        old.unlink()
            except (OSError, Timeout):
                continue

    def check(self) -> None:
        """Replace threads that have died, as none should."""
        self._crew.check_worker_health()

    def _work(self, job_id: str) -> None:
        job = None
        try:
            kind, lane = self._lane_of(job_id)
            job = None if self._stopping else self._book.claim(job_id, self.name, lane)
            if job is not None:
                self._do(job, kind)
        except InputError:  # forgotten meanwhile, or nothing of ours
            return
        except Exception as fault:  # noqa: BLE001 - the database is away: the job stands in it as it did
            self._troubled(fault)
            if job is not None:  # ours as far as anybody knows, and not done
                with self._changing:
                    self._loose.append(job)

    def _waiting(self) -> list[str]:
        try:
            # Several: the first may have to wait for another of its lane.
            return list(self._book.due(20))
        except StorageError as fault:
            self._troubled(fault)
            return []

    def _troubled(self, fault: Exception) -> None:
        """Say what is wrong with the database, once until it changes."""
        if str(fault) != self._fault:
            log.warning("jobs cannot be looked after: %s", fault)
        self._fault = str(fault)

    def _lane_of(self, job_id: str) -> tuple[Any, str | None]:
        job = self._book.get(job_id)
        kind = KINDS.get(job.kind)
        return kind, kind.lane(job.args) if kind and kind.lane else None

    def _do(self, job: Job, kind: Any) -> None:
        # Made for each job: what is changed in assistant.toml holds from the next one on.
        running = Running(job, Workspace(self._workspace.root), partial(self._note, job))
        with self._changing:
            self._running[job.id] = running
            if self._stopping:
                running.leave.set()
        try:
            self._outcome(running, kind)
        finally:
            with self._changing:
                self._running.pop(job.id, None)
            if not self._stopping:
                self._next()

    def _outcome(self, running: Running, kind: Any) -> None:
        job = running.job
        if kind is None:
            fault = Fault(said=f"这一版程序不会做 {job.kind} 这种任务：请升级 worker", code="unknown_kind")
            self._book.fail(job, self.name, fault)
            return
        try:
            result = kind.run(running)
        except Ended:
            if running.cancelled:
                self._book.called_off(job, self.name)
            else:
                self._book.put_back(job, self.name, uncounted=True)
        except (StorageError, ModelError) as error:
            self._again(job, fault_of(error))
        except Exception as error:
            if not isinstance(error, AssistantError):
                log.exception("job %s (%s) failed", job.id, job.kind)
            self._book.fail(job, self.name, fault_of(error))
        else:
            if not self._book.finish(job, self.name, result):
                log.warning("job %s was taken over by another worker meanwhile", job.id)

    def _again(self, job: Job, fault: Fault) -> None:
        """What may go better later is tried again, a few times."""
        if job.attempts >= self._settings.tries:
            said = f"{fault.said}（试了 {job.attempts} 次，不再重试）"
            self._book.fail(job, self.name, fault.model_copy(update={"said": said}))
        else:
            wait = _WAITS[min(job.attempts, len(_WAITS)) - 1]
            self._book.put_back(job, self.name, fault=fault, wait=wait)

    def _note(self, job: Job, progress: Progress) -> None:
        if not self._book.tell(job, self.name, progress):
            raise Ended  # somebody else has it

    def _keep(self) -> None:
        """Once a second: show signs of life, hear what was called off, take from the dead, find what waits."""
        if self._stopping:
            return
        try:
            if self._running:
                self._beat()
            self._catch()
            self._bury()
            self._next()
            self._upkeep.round()
            self._fault = ""
        except Exception as fault:  # noqa: BLE001 - whatever it is, a second later it may be well again
            self._troubled(fault)

    def _beat(self) -> None:
        mine = self._book.beat(self.name)
        with self._changing:
            for job_id, running in self._running.items():
                if mine.get(job_id):
                    running.call_off()

    def _catch(self) -> None:
        """Let wait again what could not be written down when it ended."""
        while self._loose:
            self._give_up(self._loose[0], self.name)
            with self._changing:
                del self._loose[0]

    def _next(self) -> None:
        """Put into the queue what waits in the database alone: after a crash, behind another of its lane."""
        due = self._book.due()
        if due and self._line.empty():
            for job_id in due:
                self._line.push(job_id)

    def _bury(self) -> None:
        others = self._book.of_others(self.name)
        self._seen = {job.id: self._seen[job.id] for job, _, _ in others if job.id in self._seen}
        for job, owner, beats in others:
            if self._is_dead(job, owner, beats):
                self._give_up(job, owner)

    def _is_dead(self, job: Job, owner: str, beats: int) -> bool:
        lock = self._locks / owner.rsplit(":", 1)[-1]
        if lock.is_file():
            try:
                with FileLock(lock, timeout=0):
                    return True
            except Timeout:  # it lives, if only held up
                return False
        before, since = self._seen.setdefault(job.id, (beats, monotonic()))
        if before != beats:
            self._seen[job.id] = (beats, monotonic())
            return False
        return monotonic() - since > LOST

    def _give_up(self, job: Job, owner: str) -> None:
        if job.cancelling:
            self._book.called_off(job, owner)
        elif job.attempts >= self._settings.tries:
            said = f"做到一半进程没了，前后 {job.attempts} 次都没做完，不再重试：请看 worker 的日志，再重新提交"
            self._book.fail(job, owner, Fault(said=said, code="crashed"))
        else:
            log.warning("job %s (%s) was left undone and is taken up again", job.id, job.kind)
            self._book.put_back(job, owner)


@cache
def hire(workspace: Workspace) -> Worker | None:
    """Start the one worker of this process and return it; None where the settings leave the jobs to another.

    For a program that asks for jobs and runs for long, as the pages do. It stops with the process.
    """
    if not workspace.settings.jobs.embedded:
        return None
    worker = Worker(workspace)
    worker.start()
    atexit.register(worker.stop)
    return worker


def fault_of(error: Exception) -> Fault:
    """Say in one sentence why a job was not done."""
    said = " ".join(str(error).split())
    if isinstance(error, Refused):
        return Fault(said=said, code=error.code, basis=error.basis, refused=True)
    if isinstance(error, AssistantError):
        code = (
            "invalid"
            if type(error) is InputError
            else next((code for kind, code in _CODES if isinstance(error, kind)), "error")
        )
        return Fault(said=said, code=code)
    return Fault(
        said=f"程序出了没料到的错（{type(error).__name__}：{said[:200]}），详情在 worker 的日志里", code="error"
    )
