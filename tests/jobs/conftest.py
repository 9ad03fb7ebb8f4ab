"""A bakery with jobs to be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.jobs import Jobs
from assistant.jobs.worker import Worker
from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace of the bakery, words alone."""
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    shutil.copytree(KNOWLEDGE, tmp_path / "shop" / "knowledge")
    return Workspace(tmp_path / "shop")


@pytest.fixture
def jobs(bakery: Workspace) -> Jobs:
    """The jobs of the bakery."""
    return Jobs(bakery)


@pytest.fixture
def worker(bakery: Workspace):
    """A worker of the bakery, at work."""
    working = Worker(bakery)
    working.start()
    yield working
    working.stop()
