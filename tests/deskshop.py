"""Workspaces for the desk and its pages: the sample, read in once for all tests, and a new one as ``init`` makes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from madeonce import made_once

from assistant.desk import Desk
from assistant.jobs.worker import Worker
from assistant.people import Person, Role
from assistant.resources import PACKAGE
from assistant.storage.database import open_database
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SAMPLE = Path(__file__).parents[1] / "knowledge"

DeskOf = Callable[[str], Desk]
SignedIn = Callable[..., "AppTest"]


@pytest.fixture(autouse=True)
def plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine, no embedder, and no worker but the one a test asks for."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    monkeypatch.setenv("ASSISTANT_JOBS__EMBEDDED", "false")


@pytest.fixture
def sample(plain_settings: None, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace of the sample brand whose knowledge has been read in; the test may do with it what it likes."""
    made = made_once(tmp_path_factory, "desk-sample", _read_in)
    shutil.copytree(made, tmp_path / "shop")
    yield Workspace(tmp_path / "shop")
    open_database(Workspace(tmp_path / "shop")).close()


@pytest.fixture
def empty(plain_settings: None, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace as ``assistant init`` leaves it: templates, no state."""
    shutil.copytree(PACKAGE / "templates", tmp_path / "new")
    yield Workspace(tmp_path / "new")
    open_database(Workspace(tmp_path / "new")).close()


@pytest.fixture
def desk(sample: Workspace) -> DeskOf:
    """``desk("reviewer")``: the desk of the sample with somebody of that role at it, called by it."""
    return lambda role="admin": Desk(sample, Person(role, Role(role)))


@pytest.fixture
def worker(sample: Workspace) -> Iterator[Worker]:
    """A worker that does the jobs of the sample."""
    working = Worker(sample)
    working.start()
    yield working
    working.stop()


def texts_of(app: AppTest) -> str:
    """Everything the page says, sidebar and dialogs too, a line each, widgets' labels included."""
    return "\n".join(
        str(text)
        for block in app._tree.children.values()
        for element in block
        for text in (getattr(element, "value", None), getattr(element, "label", None))
        if isinstance(text, str)
    )


def _read_in(folder: Path) -> None:
    from assistant.knowledge.sync import sync

    shutil.copytree(SAMPLE, folder / "knowledge")
    workspace = Workspace(folder)
    sync(workspace)
    open_database(workspace).close()
