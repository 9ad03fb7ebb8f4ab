"""A real Chroma server for tests (``chroma run`` of the installed chromadb), in a temporary folder, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


class ChromaServer:
    """One server, with a folder that outlives its process. ``hang`` lets it take connections and answer nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and return once it answers."""
        program = Path(sys.executable).with_name("chroma")
        command = [
            str(program), "run", "--host", "127.0.0.1", "--port", str(self.port), "--path", str(self._folder),
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 120
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=2, trust_env=False)
                return
            except httpx.HTTPError:
                if self._process.poll() is not None or time.monotonic() > ends:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """End it at once; what it holds is there when it is started again."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Let it answer nothing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def collections(self) -> list[str]:
        """The names of what it holds."""
        found = httpx.get(
            f"{self.url}/api/v2/tenants/default_tenant/databases/default_database/collections", trust_env=False
        )
        return [str(each["name"]) for each in found.json()]


def _started() -> Iterator[ChromaServer]:
    with tempfile.TemporaryDirectory(prefix="chroma-") as folder:
        server = ChromaServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def chroma_server() -> Iterator[ChromaServer]:
    """A Chroma server that all tests of the run share, for it takes a second or more to start; none stops it."""
    yield from _started()


@pytest.fixture
def own_chroma() -> Iterator[ChromaServer]:
    """A Chroma server of this test alone, to be stopped and hung."""
    yield from _started()


@pytest.fixture
def chroma_url(chroma_server: ChromaServer) -> str:
    """The address of a Chroma server; every workspace keeps to its own collections."""
    return chroma_server.url
