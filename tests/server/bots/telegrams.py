"""Updates as Telegram sends them, and a Bot API on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from loopback import Call, listening
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

    base = ""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.administrators: list[dict[str, Any]] = [
            {"status": "creator", "user": {"id": 500}}, {"status": "administrator", "user": {"id": 502}},
        ]  # fmt: skip

    def answer(self, call: Call) -> tuple[int, Any]:
        """What it says to a call."""
        if not call.path.startswith(f"/bot{TOKEN}/"):
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        method = call.path.rpartition("/")[2]
        self.calls.append((method, call.params))
        if self.answers.get(method):
            return self.answers[method].pop(0)
        return 200, {"ok": True, "result": self.administrators if method == "getChatAdministrators" else True}

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the calls of a method so far."""
        return [params for name, params in self.calls if name == method]


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """A Bot API while the block runs."""
    api = BotApi()
    with listening(api.answer) as api.base:
        yield api
