"""A real PostgreSQL for tests: a cluster of their own under a temporary folder, on loopback.

Binaries come from ``PATH`` or from where Debian's package ``postgresql`` puts them; without them a test is skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
# Nothing here outlives the tests, so no write waits for a disk; what is committed outlives a crash of the server alone.
_CONFIG = """
listen_addresses = '127.0.0.1'
fsync = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
"""


class PostgresServer:
    """One cluster. ``stop`` and ``start`` are what an operator's do, ``hang`` what none wants; the port stays."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._sockets = folder
        self.port = _free_port()
        # PostgreSQL refuses to run as root.
        self._user: str | None = None
        if os.geteuid() == 0:
            self._user = "postgres"
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._run("initdb", "-D", str(self._data), "-U", "assistant", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-sync")  # fmt: skip
        with (self._data / "postgresql.conf").open("a") as config:
            config.write(f"{_CONFIG}port = {self.port}\nunix_socket_directories = '{self._sockets}'\n")

    def url(self, database: str) -> str:
        """The address of a database, as ``database_url`` has it."""
        return f"postgresql+psycopg://assistant@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start, and return once connections are taken."""
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._sockets / "log"), "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop; ``immediate`` ends it as a crash would."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-w", "stop")

    def hang(self) -> None:
        """Let it take connections and answer nothing."""
        for pid in self._processes():
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        for pid in self._processes():
            os.kill(pid, signal.SIGCONT)

    def _processes(self) -> list[int]:
        """The server first, which then makes no more of the others."""
        own = int((self._data / "postmaster.pid").read_text().split()[0])
        found = [own]
        for status in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):  # one that has just ended
                if f"\nPPid:\t{own}\n" in status.read_text():
                    found.append(int(status.parent.name))
        return found

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of an empty database that is dropped afterwards."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self._sql(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(f"postgresql://assistant@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._binaries / name), *arguments]
        if self._user:
            command = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--init-groups", "--", *command]
        # A file, for the server keeps what it inherits: a pipe would be waited for until it ends.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self._sockets, check=False)
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{name} ended with {done.returncode}: {said.read().decode(errors='replace')}")


def postgres_binaries() -> Path | None:
    """Where initdb and pg_ctl are; None where PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return debian[-1].parent if debian else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL for the whole session; a test that stops it starts it again."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="assistant-pg-"))
    try:
        server = PostgresServer(binaries, folder)
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test alone."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once a test on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'own.db'}"
