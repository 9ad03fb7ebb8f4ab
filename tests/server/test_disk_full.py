"""The disk is full: what was answered is there, what cannot be kept is not answered as if it were, and it passes.

One disk is a real one of a few megabytes (a tmpfs, where the machine lets us mount one); the other way to a full disk
is a limit on the size of files, which every machine has.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from processes import _address as address_of
from processes import end
from sqlalchemy import select

from assistant.storage.apikeys import VERBS, KeyBook
from assistant.storage.database import open_database
from assistant.storage.tables import decisions
from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"
ADVERT = "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {made.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def _shop(root, monkeypatch):
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    shutil.copytree(KNOWLEDGE, root / "knowledge")
    workspace = Workspace(root)
    _, key = KeyBook(open_database(workspace)).add("load", verbs=VERBS)
    return workspace, key


class Asked:
    """A service in a process of its own, and what it has answered."""

    def __init__(self, workspace, key, log, room=None):
        self.workspace = workspace
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--workspace", str(workspace.root)]
        with log.open("w", encoding="utf-8") as written:
            self.process = subprocess.Popen(command, stderr=written, env=dict(os.environ))
        base = address_of(self.process, log)
        if room is not None:
            limit = max(path.stat().st_size for path in workspace.state.iterdir()) + room
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        self.client = httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        self.answered: dict[str, dict] = {}
        self._number = 0

    def ask(self, words=ADVERT):
        self._number += 1
        name = f"m{self._number}"
        body = {"id": name, "text": words, "group": "yulin", "sender": {"id": name}, "deadline_ms": 60_000}
        answer = self.client.post("/v1/moderate", json=body)
        if answer.status_code == 200:
            self.answered[name] = answer.json()
            assert answer.json()["verdict"] != "allow" or answer.json().get("degraded"), "an advert was let through"
        return answer

    def until_refused(self):
        for _ in range(5000):
            answer = self.ask()
            if answer.status_code != 200:
                return answer
        raise AssertionError("the disk never filled up")

    def end(self):
        self.client.close()
        end(self.process)

    def hold(self):
        """Every answered decision is there, once, as it was answered."""
        with open_database(self.workspace).read() as connection:
            rows = connection.execute(select(decisions.c.message_id, decisions.c.id, decisions.c.verdict)).all()
        kept = {row.message_id: (row.id, row.verdict) for row in rows}
        assert len(kept) == len(rows)
        for name, answer in self.answered.items():
            assert kept[name] == (answer["id"], answer["verdict"])
        return kept


def _fill(ballast):
    with ballast.open("wb", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(b"\0" * 4096)


def _is_a_problem(answer):
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["Retry-After"]
    problem = answer.json()
    assert problem["code"] == "storage"
    assert "磁盘" in problem["detail"]
    return problem


def test_a_disk_that_fills_up_and_is_cleared(small_disk, tmp_path, monkeypatch):
    workspace, key = _shop(small_disk / "shop", monkeypatch)
    service = Asked(workspace, key, tmp_path / "log")
    try:
        assert service.ask().status_code == 200
        ballast = small_disk / "ballast"
        _fill(ballast)
        _is_a_problem(service.until_refused())
        _is_a_problem(service.ask())
        assert service.client.get("/healthz").status_code == 200
        listed = service.client.get("/v1/decisions", params={"limit": 1})
        assert listed.status_code == 200, "what is there can be read"
        service.hold()
        ballast.unlink()
        assert service.ask().status_code == 200, "by itself, as soon as there is room"
    finally:
        service.end()
    service.hold()


def test_files_that_may_not_grow(tmp_path, monkeypatch):
    workspace, key = _shop(tmp_path / "shop", monkeypatch)
    service = Asked(workspace, key, tmp_path / "log", room=100_000)
    try:
        _is_a_problem(service.until_refused())
        service.hold()
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        assert service.ask().status_code == 200
    finally:
        service.end()
    service.hold()
