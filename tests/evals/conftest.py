from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _own_state(monkeypatch, tmp_path_factory):
    """Fixture brands are made ready outside the checkout, and no setting comes from the machine."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    cache = tmp_path_factory.getbasetemp() / "brands"
    monkeypatch.setattr("evals.fixtures.CACHE", cache)
