"""A real Redis for tests: a server of their own in a temporary folder, on loopback.

``redis-server`` comes from ``PATH``; without it a test is skipped.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

MISSING = "Redis is not installed (Debian: apt-get install redis-server)"
_DATABASES = 64


class RedisServer:
    """One server that keeps nothing. ``stop`` and ``start`` are what an operator's do, ``hang`` what none wants."""

    def __init__(self, binary: str, folder: Path) -> None:
        self._binary = binary
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self._used = 0

    def url(self, number: int = 0) -> str:
        """The address, as ``redis_url`` has it; ``number`` is one of its databases."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def empty(self) -> str:
        """The address of a database that no test before has used."""
        self._used = self._used % (_DATABASES - 1) + 1
        with redis.Redis(port=self.port, db=self._used) as client:
            client.flushdb()
        return self.url(self._used)

    def start(self) -> None:
        """Start, and return once it answers."""
        command = [
            self._binary, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder),
            "--save", "", "--appendonly", "no", "--databases", str(_DATABASES),
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 30
        with redis.Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    if self._process.poll() is not None or time.monotonic() > ends:
                        raise
                    time.sleep(0.02)

    def stop(self) -> None:
        """End it at once; what it held is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Let it take connections and answer nothing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)


@contextmanager
def started() -> Iterator[RedisServer]:
    """A server that runs while the block does."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip(MISSING)
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(binary, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that all tests of the run share; none stops it."""
    with started() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test alone, to be stopped and hung."""
    with started() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty database of Redis."""
    return redis_server.empty()
