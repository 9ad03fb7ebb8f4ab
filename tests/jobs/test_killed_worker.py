"""``kill -9`` of a worker: its job is taken up again, done once, and given up with a clear word after a few times."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from sqlalchemy import func, select

from assistant.jobs import JobStatus
from assistant.jobs.worker import Worker
from assistant.storage.database import open_database
from assistant.storage.drafts import DraftStore
from assistant.storage.tables import drafts


def _worker(workspace):
    command = [sys.executable, "-m", "assistant", "worker", "--workspace", str(workspace.root)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=dict(os.environ))


def _until(condition, seconds=60.0):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.01)


def _writing(jobs, job):
    found = jobs.get(job.id)
    assert not found.status.ended, found.fault
    return found.progress.stage == "write" and found.progress.done >= 1


def test_a_killed_worker_leaves_its_drafts_to_the_next(bakery, jobs):
    wanted = {"kind": "topic", "group": "yulin", "date": "2026-11-24", "count": 12}
    job = jobs.enqueue("draft", wanted)
    process = _worker(bakery)
    try:
        _until(lambda: _writing(jobs, job))
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert jobs.get(job.id).status is JobStatus.RUNNING, "killed in the middle"
    written = DraftStore(open_database(bakery)).get(job.id)
    again = Worker(bakery)
    again.start()
    try:
        done = jobs.wait(job.id, 120)
    finally:
        again.stop()
    assert (done.status, done.attempts) == (JobStatus.DONE, 2)
    with open_database(bakery).read() as connection:
        assert connection.execute(select(func.count()).select_from(drafts)).scalar_one() == 12
    assert DraftStore(open_database(bakery)).get(job.id) == written


def test_a_job_that_kills_its_worker_is_given_up(bakery, jobs):
    job = jobs.enqueue("sync")
    for attempt in (1, 2, 3):
        assert jobs.book.claim(job.id, f"here:1:{attempt:012x}", "sync") is not None
        # What a dead worker leaves: its lock, held by nobody.
        (bakery.make_state() / "workers").mkdir(exist_ok=True)
        (bakery.state / "workers" / f"{attempt:012x}").touch()
        watching = Worker(bakery)
        watching._line.push = lambda job_id: False  # nobody takes it up but this test
        watching._line.empty = lambda: False
        watching._bury()
        assert jobs.get(job.id).attempts == attempt
    given_up = jobs.get(job.id)
    assert (given_up.status, given_up.fault.code) == (JobStatus.FAILED, "crashed")
    assert "3 次" in given_up.fault.said


def test_a_worker_held_up_is_not_dead_and_one_lost_elsewhere_is_after_a_minute(bakery, jobs, monkeypatch):
    held = Worker(bakery)
    held._lock.acquire()
    job = jobs.enqueue("sync")
    assert jobs.book.claim(job.id, held.name, "sync") is not None
    watching = Worker(bakery)
    monkeypatch.setattr("assistant.jobs.worker.LOST", 0.0)
    watching._bury()
    assert jobs.get(job.id).status is JobStatus.RUNNING
    held._lock.release()
    (bakery.state / "workers" / held.name.rsplit(":", 1)[-1]).unlink()  # as if on another machine
    monkeypatch.setattr("assistant.jobs.worker.LOST", 3600.0)
    watching._bury()  # seen for the first time
    monkeypatch.setattr("assistant.jobs.worker.LOST", 0.0)
    jobs.book.beat(held.name)
    watching._bury()  # it has stirred
    assert jobs.get(job.id).status is JobStatus.RUNNING
    watching._bury()
    assert jobs.get(job.id).status is JobStatus.QUEUED
    assert not jobs.book.finish(job.model_copy(update={"attempts": 1}), held.name, {}), "too late"


def test_a_stopped_worker_puts_its_job_back_as_it_was(bakery, jobs):
    job = jobs.enqueue("draft", {"kind": "topic", "group": "yulin", "date": "2026-11-24", "count": 40})
    process = _worker(bakery)
    try:
        _until(lambda: _writing(jobs, job))
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, said
    left = jobs.get(job.id)
    assert (left.status, left.attempts) == (JobStatus.QUEUED, 0)


def test_one_that_runs_is_called_off_at_its_next_step(jobs, worker):
    job = jobs.enqueue("draft", {"kind": "topic", "group": "yulin", "date": "2026-11-24", "count": 50})
    _until(lambda: _writing(jobs, job))
    assert jobs.cancel(job.id).status in (JobStatus.RUNNING, JobStatus.CANCELLED)
    assert jobs.wait(job.id, 60).status is JobStatus.CANCELLED


def test_what_the_queue_has_lost_is_found_in_the_database(bakery, jobs):
    job = jobs.enqueue("sync")
    jobs.line._huey.storage.flush_queue()
    working = Worker(bakery)
    working.start()
    try:
        assert jobs.wait(job.id, 60).status is JobStatus.DONE
    finally:
        working.stop()
