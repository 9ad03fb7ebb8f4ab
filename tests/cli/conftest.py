from __future__ import annotations

import pytest
from shop import make_shop


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    """No embedder (it is not the point here) and no settings from the machine the tests run on."""
    import os

    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """The folder of a small bakery, stood in."""
    root = make_shop(tmp_path / "shop")
    monkeypatch.chdir(root)
    return root
