from __future__ import annotations

from collections.abc import Iterator

import pytest
from provider import Provider, warm_up


@pytest.fixture(scope="session", autouse=True)
def warmed() -> None:
    warm_up()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running
