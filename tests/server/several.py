"""Several processes that serve one workspace, over one database and one Redis."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import httpx

from assistant.server.signing import HEADER, sign
from assistant.storage.apikeys import VERBS, ApiKey, KeyBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace

SECRET = "a-secret-of-the-tests"


class Process:
    """One running service."""

    def __init__(self, workspace: Workspace, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--workspace", str(workspace.root)]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ | dict(environment)
        )
        self.said: list[str] = []
        self.base = ""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(r"http://[\d.:]+", line):
                self.base = found[0]
                break
        if not self.base:
            raise AssertionError("".join(self.said))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said += self.process.stderr

    def close(self) -> None:
        """End it as an operator does."""
        self.process.terminate()
        self.process.wait(timeout=60)
        self._reader.join(timeout=10)
        assert self.process.stderr is not None
        self.process.stderr.close()


class Several:
    """Processes of one workspace, asked with a key of one's own."""

    def __init__(self, workspace: Workspace, processes: list[Process]) -> None:
        self.workspace = workspace
        self.processes = processes
        self.keys = KeyBook(open_database(workspace))
        self.key: ApiKey
        self.client = httpx.Client(timeout=60)
        self._sent = count()
        self.new_key()

    def new_key(self) -> None:
        """Ask with another key from now on; wait until every process knows it."""
        self.key, secret = self.keys.add("tests", verbs=VERBS)
        self.client.headers["Authorization"] = f"Bearer {secret}"
        for number in range(len(self.processes)):
            while self.get(number, "/v1/decisions?limit=1").status_code == 401:
                time.sleep(0.1)

    def get(self, number: int, path: str) -> httpx.Response:
        """Ask a process."""
        return self.client.get(self.processes[number % len(self.processes)].base + path)

    def post(self, number: int, path: str, body: Any, *, at: float | None = None) -> httpx.Response:
        """Ask a process, signed; without a time each request is another, whatever it says."""
        content = json.dumps(body).encode() + (b" " * next(self._sent) if at is None else b"")
        headers = {"Content-Type": "application/json", HEADER: sign(SECRET.encode(), content, at)}
        base = self.processes[number % len(self.processes)].base
        return self.client.post(base + path, content=content, headers=headers)

    def asked(self, number: int, id_: str, text: str, **more: Any) -> dict[str, Any]:
        """Send a message as a bot does; return the decision."""
        body = {"id": id_, "text": text, "group": "yulin", "sender": {"id": "u1"}, "deadline_ms": 60_000} | more
        answer = self.post(number, "/v1/moderate", body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def several(workspace: Workspace, number: int = 2, **environment: str) -> Iterator[Several]:
    """Serve a workspace by ``number`` processes while the block runs."""
    with ExitStack() as ends:
        made = []
        for _ in range(number):
            made.append(Process(workspace, environment))
            ends.callback(made[-1].close)
        found = Several(workspace, made)
        ends.callback(found.client.close)
        yield found
