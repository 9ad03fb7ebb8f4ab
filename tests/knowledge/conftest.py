"""A small shop, synced once and copied for every test that changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_shop import shop

from assistant.knowledge.sync import sync


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("synced")
    sync(shop(root))
    return root


@pytest.fixture
def root(synced: Path, tmp_path: Path) -> Path:
    """A synced shop of one's own; a copied file is a touched file."""
    return Path(shutil.copytree(synced, tmp_path, dirs_exist_ok=True))
