"""Two services and one worker on PostgreSQL, Redis and a Chroma server: what one is asked for, all have."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from several import several

from assistant.jobs import Jobs, JobStatus
from assistant.knowledge.status import status
from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"
WANTED = {"kind": "topic", "group": "yulin", "date": "2026-11-24"}


@pytest.fixture
def shared(tmp_path, monkeypatch, postgres_url, redis_url, chroma_url):
    """A bakery whose state is on the three engines."""
    for part, url in (("DATABASE", postgres_url), ("REDIS", redis_url), ("CHROMA", chroma_url)):
        monkeypatch.setenv(f"ASSISTANT_{part}_URL", url)
    monkeypatch.setenv("ASSISTANT_JOBS__EMBEDDED", "false")
    monkeypatch.setenv("ASSISTANT_REDIS_MS", "5000")
    root = tmp_path / "shop"
    # A few files are enough: each passage is embedded.
    shutil.copytree(KNOWLEDGE, root / "knowledge", ignore=shutil.ignore_patterns("*.md", "*.txt", "*.html", "*.docx"))
    (root / "knowledge" / "parking.md").write_text(
        "# 停车\n\n店后面有六个免费车位，凭小票停两小时。\n", encoding="utf-8"
    )
    return Workspace(root)


def _worker(workspace):
    command = [sys.executable, "-m", "assistant", "worker", "--workspace", str(workspace.root)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def _until(condition):
    ends = time.monotonic() + 120
    while not (found := condition()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found


def test_what_one_is_asked_for_all_have(shared):
    jobs = Jobs(shared)
    worker = _worker(shared)
    try:
        with several(shared, 2) as both:
            draft = both.post(0, "/v1/drafts", WANTED)
            assert draft.status_code in (201, 202), draft.text
            path = f"/v1/drafts/{draft.json()['id']}"
            read = _until(lambda: (got := both.get(1, path)).status_code == 200 and got)
            assert read.json()["group"] == "yulin"
            assert status(shared).healthy, "the worker has put the vectors on the server"
            # On whatever machine it stands, a service answers from what the worker has taken in.
            for number in range(2):
                found = both.get(number, "/v1/knowledge/search?q=开车来停哪儿").json()
                assert found["passages"][0]["source"] == "parking.md"
                assert 'assistant_jobs{status="queued"} 0.0' in both.get(number, "/metrics").text

            # The worker is killed in the middle of twenty drafts; the next one ends them, each written once.
            many = jobs.enqueue("draft", WANTED | {"group": "cake", "count": 20})
            _until(lambda: jobs.get(many.id).progress.stage == "write" and jobs.get(many.id).progress.done >= 1)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = _worker(shared)
            ended = jobs.wait(many.id, 120)
            assert (ended.status, ended.fault) == (JobStatus.DONE, None)
            assert (
                len({both.get(n, f"/v1/drafts/{each}").json()["id"] for n, each in enumerate(ended.result["drafts"])})
                == 20
            )
    finally:
        worker.terminate()
        assert worker.wait(timeout=60) == 0
