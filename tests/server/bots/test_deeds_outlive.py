"""What Telegram was answered for is done, also where the service is killed before it could do it."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import contextmanager

import httpx
from loopback import wait
from qq import ADVERT
from telegrams import bot_api, message


@contextmanager
def served(root, port):
    """The service as a process of its own; killed at the end, not ended."""
    command = [sys.executable, "-m", "assistant", "serve", "--workspace", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(lambda: _alive(client))
            yield client
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _alive(client):
    try:
        return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def test_a_killed_service_does_afterwards_what_it_was_answered_for(make_workspace, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("ASSISTANT_TELEGRAM_SECRET", "tg-secret")
    monkeypatch.setenv("ASSISTANT_TELEGRAM_TOKEN", "42:tg-token")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    headers = {"X-Telegram-Bot-Api-Secret-Token": "tg-secret"}
    with bot_api() as api:
        settings = ("[server]", "deadline_ms = 60000", "[bots.telegram]", f'api_base = "{api.base}"')
        root = make_workspace(*settings).root
        api.answers["deleteMessage"] = [(500, {})] * 100
        with served(root, port) as client:
            for number in range(5):
                user = {"id": 600 + number, "first_name": "甲"}
                update = {"message": message(ADVERT, number=number, **{"from": user})}
                assert client.post("/v1/bots/telegram", json=update, headers=headers).status_code == 200
        assert {each["message_id"] for each in api.called("deleteMessage")} <= set(range(5))
        api.answers.clear()
        before = len(api.calls)
        with sqlite3.connect(root / ".assistant" / "state.db") as database:  # what was taken up is free after a minute
            database.execute("UPDATE bot_deeds SET next_at = '2000-01-01T00:00:00'")
        database.close()
        with served(root, port):
            wait(lambda: len([1 for name, _ in api.calls[before:] if name == "deleteMessage"]) == 5)
        assert sorted(call["message_id"] for name, call in api.calls[before:] if name == "deleteMessage") == [*range(5)]
