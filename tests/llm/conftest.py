from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _warm(warmed: None) -> None:
    """Every test here calls a model."""
