"""``assistant up``: starts together, starts again what died, and ends together with nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest


class Up:
    """A running ``assistant up`` and what it has said so far."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "assistant", "up", *arguments]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=dict(os.environ)
        )
        self.said: list[str] = []

    def until(self, pattern: str) -> re.Match[str]:
        """Read on until a line matches."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"{pattern!r} was never said: {''.join(self.said)}")

    def children(self) -> dict[str, int]:
        """The processes it has started, by the command they run."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
                command = status.with_name("cmdline").read_text().split("\0")
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and "assistant.cli.leash" in command:
                found[command[4]] = int(status.parent.name)
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; return the exit status."""
        self.process.send_signal(number)
        _, rest = self.process.communicate(timeout=90)
        self.said.append(rest)
        return self.process.returncode


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def started(shop):
    running = Up("--port", "0", "--ui-port", str(free_port()))
    yield running
    if running.process.poll() is None:
        running.end()
    running.process.communicate()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at the processes in /proc")


def test_it_starts_all_and_ends_all(started):
    address = started.until("都启动好了：api (http://127.0.0.1:[0-9]+)")[1]
    assert httpx.get(f"{address}/healthz", trust_env=False).json()["status"] == "ok"
    children = started.children()
    assert set(children) == {"serve", "worker", "run"}  # streamlit run
    pages = re.search(r"ui (http://[\w.:]+)", "".join(started.said))
    assert pages is not None
    assert httpx.get(f"{pages[1]}/_stcore/health", trust_env=False).text == "ok"
    assert started.end(signal.SIGINT) == 0
    assert "都停好了" in "".join(started.said)
    assert not any(alive(pid) for pid in children.values())
    with socket.socket() as free:
        free.bind(("127.0.0.1", int(address.rsplit(":", 1)[1])))


def test_what_died_is_started_again(started):
    started.until("都启动好了")
    before = started.children()
    os.kill(before["worker"], signal.SIGKILL)
    started.until("worker 被信号 9 结束了，1 秒后重新启动")
    started.until(r"worker \| 正在等任务")
    assert started.children()["worker"] != before["worker"]
    assert started.children()["serve"] == before["serve"]


def test_killed_itself_it_leaves_nobody_behind(started):
    address = started.until("都启动好了：api (http://127.0.0.1:[0-9]+)")[1]
    children = started.children()
    started.process.kill()
    ends = time.monotonic() + 60
    while any(alive(pid) for pid in children.values()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/healthz", trust_env=False)


def test_a_port_that_is_taken_is_said_once_and_nothing_stays(shop):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = Up("--port", str(taken.getsockname()[1]), "--ui-port", str(free_port()))
        _, said = running.process.communicate(timeout=90)
    assert running.process.returncode == 2
    assert "可能已经有程序占着" in said.splitlines()[-1]
