"""Accounts and their browsers: a database of their own, and a clock that is put forward by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from byhand import Clock

from assistant.storage.database import Database
from assistant.storage.schema import bring_up


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'state.db'}")
    bring_up(made)
    yield made
    made.close()
