"""The service does its own jobs where no worker is to; stopped or killed in the middle, it takes them up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from assistant.jobs import JobStatus

WANTED = {"kind": "topic", "group": "yulin", "date": "2026-11-24", "count": 40}


def _service(workspace):
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--workspace", str(workspace.root)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env=dict(os.environ))


def _until_writing(jobs, job):
    ends = time.monotonic() + 120
    while not ((found := jobs.get(job.id)).progress.stage == "write" and found.progress.done >= 1):
        assert time.monotonic() < ends
        assert not found.status.ended, found.fault
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("number", "left", "attempts"), [(signal.SIGTERM, "queued", 1), (signal.SIGKILL, "running", 2)]
)
def test_a_service_that_ends_leaves_its_job_to_the_next(bakery, jobs, number, left, attempts):
    job = jobs.enqueue("draft", WANTED)
    first = _service(bakery)
    try:
        _until_writing(jobs, job)
    finally:
        first.send_signal(number)
        status = first.wait(timeout=90)
    assert status in (0, -number)
    assert jobs.get(job.id).status.value == left
    second = _service(bakery)
    try:
        ended = jobs.wait(job.id, 200)
    finally:
        second.terminate()
        second.wait(timeout=90)
    assert (ended.status, ended.attempts) == (JobStatus.DONE, attempts)
    assert len(ended.result["drafts"]) == 40
