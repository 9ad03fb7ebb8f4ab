"""PostgreSQL is stopped or hangs under load, and comes back: callers are told so, and nothing answered is lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from serving import running
from sqlalchemy import select

from assistant.storage.database import opened_at
from assistant.storage.tables import decisions

ADVERT = "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我"
SENDERS = 4


class Load:
    """Bots that send message after message, and each again until it is answered."""

    def __init__(self, base: str, key: str) -> None:
        self._base, self._key = base, key
        self.answered: dict[str, dict[str, Any]] = {}
        self.turned_away: list[httpx.Response] = []
        self.odd: list[str] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        wanted = len(self.answered) + more
        until = time.monotonic() + 60
        while len(self.answered) < wanted and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.answered) >= wanted

    def _send(self, sender: int) -> None:
        headers = {"Authorization": f"Bearer {self._key}"}
        with httpx.Client(base_url=self._base, headers=headers, timeout=60) as client:
            number = 0
            while not self._ended.is_set():
                name = f"{sender}-{number}"
                body = {
                    "id": name,
                    "text": ADVERT,
                    "group": "yulin",
                    "sender": {"id": f"u{sender}"},
                    "deadline_ms": 60_000,
                }
                answer = client.post("/v1/moderate", json=body)
                if answer.status_code == 200:
                    self.answered[name] = answer.json()
                    number += 1
                elif answer.status_code == 503:
                    self.turned_away.append(answer)
                    time.sleep(float(answer.headers["retry-after"]) / 10)
                else:
                    self.odd.append(f"{answer.status_code} {answer.text}")
                    return


@contextmanager
def away(server, mode):
    """A server that is stopped while the block runs, or whose processes are: connections stay and nothing answers."""
    if mode == "hang":
        server.hang()
    else:
        server.stop(mode)
    try:
        yield
    finally:
        if mode == "hang":
            server.go_on()
        else:
            server.start()


@pytest.mark.parametrize("mode", ["fast", "immediate", "hang"])
def test_away_and_back(make_workspace, postgres_url, postgres_server, monkeypatch, mode):
    monkeypatch.setenv("ASSISTANT_SERVER__RATE", "1000000")
    monkeypatch.setenv("ASSISTANT_DATABASE__ANSWER_SECONDS", "0.5")
    monkeypatch.setenv("ASSISTANT_DATABASE__CONNECT_SECONDS", "2")
    with running(make_workspace(f'database_url = "{postgres_url}"')) as served:
        load = Load(served.base, served.key)
        try:
            load.wait_for(20)
            with away(postgres_server, mode):
                alive, ready = (served.client.get(path, timeout=20) for path in ("/healthz", "/readyz"))
                time.sleep(1.5)
            load.wait_for(20)
        finally:
            load.end()
        assert load.odd == []
        assert alive.status_code == 200
        assert_told(ready)
        assert load.turned_away
        for answer in load.turned_away:
            assert_told(answer)
        assert served.client.get("/readyz").status_code == 200
        repeated = load.answered["0-0"]
        assert served.asked("0-0", ADVERT, group="yulin", sender={"id": "u0"})["id"] == repeated["id"]
    with opened_at(postgres_url).read() as connection:
        rows = connection.execute(select(decisions.c.id, decisions.c.message_id)).all()
    assert max(Counter(row.message_id for row in rows).values()) == 1
    kept = {row.message_id: row.id for row in rows}
    assert {name: answer["id"] for name, answer in load.answered.items()}.items() <= kept.items()
    for sender in range(SENDERS):
        mine = sorted(number_of(answer) for name, answer in load.answered.items() if name.startswith(f"{sender}-"))
        assert mine == list(range(1, len(mine) + 1))


def assert_told(answer: httpx.Response) -> None:
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    assert "自动接上" in answer.json()["detail"]


def number_of(answer: dict[str, Any]) -> int:
    """The how-manieth offence a decision says it is."""
    return int(answer["reason"].rpartition("第 ")[2].split()[0])
