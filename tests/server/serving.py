"""A workspace that is served: a real server on a port of its own, asked over HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from assistant.moderation.doubts import Judge
from assistant.server.app import create_app
from assistant.storage.apikeys import VERBS, KeyBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace


class Served:
    """A running service. ``client`` has a key for everything; ``asked`` decides about one message."""

    def __init__(self, workspace: Workspace, base: str, app: Any) -> None:
        self.workspace = workspace
        self.base = base
        self.service = app.state.service
        self.keys = KeyBook(open_database(workspace))
        _, self.key = self.keys.add("tests", verbs=VERBS)
        self.service.gate._looked = float("-inf")  # the key was made after the last look
        self.client = httpx.Client(base_url=base, headers={"Authorization": f"Bearer {self.key}"}, timeout=60)

    def asked(self, id_: str, text: str, **more: Any) -> dict[str, Any]:
        """Send a message as a bot does; return the decision."""
        body = {"id": id_, "text": text, "group": "", "sender": {"id": "u1"}, "deadline_ms": 60_000} | more
        answer = self.client.post("/v1/moderate", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def running(workspace: Workspace, judge: Judge | None = None) -> Iterator[Served]:
    """Serve a workspace while the block runs."""
    app = create_app(workspace, judge=judge)
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False)
    socket = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield Served(workspace, f"http://127.0.0.1:{socket.getsockname()[1]}", app)
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        socket.close()
