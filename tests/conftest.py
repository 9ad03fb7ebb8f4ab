"""Settings for every test, the server that stands for a model provider, the engines: databases, Redis, Chroma."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from chromaprocess import chroma_server, chroma_url, own_chroma
from engines import database_url, postgres_server, postgres_url
from hypothesis import HealthCheck, settings
from provider import Provider, warm_up
from redisserver import own_redis, redis_server, redis_url

__all__ = [
    "chroma_server",
    "chroma_url",
    "database_url",
    "own_chroma",
    "own_redis",
    "postgres_server",
    "postgres_url",
    "redis_server",
    "redis_url",
]

# Time is never asserted: a loaded machine is no failure. CI plays the same examples for the same code.
settings.register_profile(
    "project", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")

# Several processes that each take all cores for a product of matrices, and wait for one another busily, take longer.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of long tests first."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def warmed() -> None:
    """The model stack imported and used once: later calls have short timeouts."""
    warm_up()


@pytest.fixture
def provider(warmed: None) -> Iterator[Provider]:
    """A server that speaks the wire of a model provider and misbehaves on demand."""
    with Provider() as running:
        yield running
