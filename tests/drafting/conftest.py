"""Copies of the sample brand and of the brands of the evals, synced once for all tests that read them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from madeonce import made_once

from assistant.knowledge.sync import sync
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
    """Return a new workspace of a brand, taken in: ``sample`` or a folder of ``evals/brands``."""

    def take_in(brand: str, root: Path) -> None:
        source = ROOT / "knowledge" if brand == "sample" else ROOT / "evals" / "brands" / brand / "knowledge"
        shutil.copytree(source, root / "knowledge")
        (root / "assistant.toml").write_text(SETTINGS, encoding="utf-8")
        sync(Workspace(root))

    def copy(brand: str) -> Workspace:
        made = made_once(tmp_path_factory, brand, partial(take_in, brand))
        return Workspace(Path(shutil.copytree(made, tmp_path_factory.mktemp(brand), dirs_exist_ok=True)))

    return copy
