"""A workspace that is served, for every test beside this one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import Served, running

from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"


@pytest.fixture
def make_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Workspace]:
    """Make a workspace of the bakery; the lines given are its settings."""
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")

    def make(*settings: str) -> Workspace:
        shutil.copytree(KNOWLEDGE, tmp_path / "shop" / "knowledge")
        (tmp_path / "shop" / "assistant.toml").write_text("\n".join(settings), encoding="utf-8")
        return Workspace(tmp_path / "shop")

    return make


@pytest.fixture
def served(make_workspace: Callable[..., Workspace]) -> Iterator[Served]:
    """The bakery, served."""
    with running(make_workspace()) as found:
        yield found
        found.client.close()
