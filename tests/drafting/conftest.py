"""Copies of the sample brand and of the brands of the evals, synced once for all tests that read them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.drafting.service import Drafter
from assistant.workspace import Workspace

ROOT = Path(__file__).parents[2]
# Search by words alone: what is written is under test here, not what is found.
SETTINGS = '[embedding]\nmodel = "none"\n'


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def copy_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Workspace]:
    """Return a new workspace with the files of a brand: ``sample`` or a folder of ``evals/brands``."""

    def copy(brand: str) -> Workspace:
        root = tmp_path_factory.mktemp(brand)
        source = ROOT / "knowledge" if brand == "sample" else ROOT / "evals" / "brands" / brand / "knowledge"
        shutil.copytree(source, root / "knowledge")
        (root / "assistant.toml").write_text(SETTINGS, encoding="utf-8")
        return Workspace(root)

    return copy


@pytest.fixture(scope="session")
def drafter_of(copy_of: Callable[[str], Workspace]) -> Callable[[str], Drafter]:
    """Return the one drafter of a brand; its history grows with every test that drafts."""
    known: dict[str, Drafter] = {}

    def drafter(brand: str) -> Drafter:
        if brand not in known:
            known[brand] = Drafter(copy_of(brand))
        return known[brand]

    return drafter
