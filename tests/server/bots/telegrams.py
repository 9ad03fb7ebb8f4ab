"""Updates as Telegram sends them, and a Bot API on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from serving import Served

TOKEN = "42:tg-token"
MEMBER = {"id": 501, "is_bot": False, "first_name": "小满妈", "username": "xiaoman"}


def message(text: str = "", *, number: int = 1, **more: Any) -> dict[str, Any]:
    """A message of a member in the supergroup of the bakery."""
    chat = {"id": -1007001, "type": "supergroup", "title": "麦垛电报群"}
    found = {"message_id": number, "from": MEMBER, "chat": chat, "date": int(time.time()), "text": text} | more
    return {key: value for key, value in found.items() if value is not None}


def post(served: Served, kind: str, what: dict[str, Any], secret: str = "tg-secret", number: int = 9) -> Any:
    """Send an update as Telegram does."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    return served.client.post("/v1/bots/telegram", json={"update_id": number, kind: what}, headers=headers)


class BotApi:
    """A Bot API that does what it is told and remembers it; ``answers`` are what it says to the next calls instead."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.administrators: list[dict[str, Any]] = [
            {"status": "creator", "user": {"id": 500}}, {"status": "administrator", "user": {"id": 502}},
        ]  # fmt: skip
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                params = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = api.answer(self.path, params)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def answer(self, path: str, params: dict[str, Any]) -> tuple[int, Any]:
        """What it says to a call."""
        if not path.startswith(f"/bot{TOKEN}/"):
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        method = path.rpartition("/")[2]
        self.calls.append((method, params))
        if self.answers.get(method):
            return self.answers[method].pop(0)
        return 200, {"ok": True, "result": self.administrators if method == "getChatAdministrators" else True}

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the calls of a method so far."""
        return [params for name, params in self.calls if name == method]

    def wait(self, holds: Any, seconds: float = 60) -> None:
        """Wait until something holds."""
        ends = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < ends, self.calls
            time.sleep(0.01)

    def close(self) -> None:
        """Be gone."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """A Bot API while the block runs."""
    api = BotApi()
    try:
        yield api
    finally:
        api.close()
