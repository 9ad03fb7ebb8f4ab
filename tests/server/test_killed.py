"""``kill -9`` under load, twenty times: what was answered is there, once, and a retry gets the same answer."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import select

from assistant.storage.apikeys import KeyBook
from assistant.storage.database import open_database
from assistant.storage.tables import decisions

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
KILLS = 20
SENDERS = 8
TEXTS = ("几点关门", "全麦欧包今天几点出炉", "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我")


def _started(workspace):
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--workspace", str(workspace.root)]
    environment = os.environ | {"ASSISTANT_EMBEDDING__MODEL": "none", "ASSISTANT_SERVER__RATE": "1000000"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    assert process.stderr is not None
    with process.stderr:
        for line in process.stderr:
            if found := re.search(r"http://[\d.:]+", line):
                return process, found[0]
    raise AssertionError(f"the service ended with {process.wait()}")


def _sent(base, key, names, answered):
    """Send until the service is gone; note every answer that came whole."""
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
        for name in names:
            body = {
                "id": name, "text": TEXTS[hash(name) % len(TEXTS)], "group": "yulin", "sender": {"id": name[:2]},
                "deadline_ms": 60_000,
            }  # fmt: skip
            try:
                answer = client.post("/v1/moderate", json=body)
            except httpx.HTTPError:
                return
            assert answer.status_code == 200, answer.text
            answered[name] = answer.json()


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", KILLS), ("postgresql", 3)])
def test_no_answer_is_lost_and_none_is_there_twice(make_workspace, request, engine, kills):
    address = request.getfixturevalue("postgres_url") if engine == "postgresql" else ""
    workspace = make_workspace(f'database_url = "{address}"')
    _, key = KeyBook(open_database(workspace)).add("load", verbs=["moderate"])
    answered: dict[str, dict] = {}
    chosen = random.Random(5)
    for round_ in range(kills):
        process, base = _started(workspace)
        before = len(answered)
        with ThreadPoolExecutor(SENDERS) as pool:
            for sender in range(SENDERS):
                names = [f"{sender}-{round_}-{number}" for number in range(100_000)]
                pool.submit(_sent, base, key, names, answered)
            while len(answered) == before:
                time.sleep(0.005)
            time.sleep(chosen.uniform(0.01, 0.2))
            process.send_signal(signal.SIGKILL)
            process.wait()
    _hold(workspace, answered)
    assert len(answered) > kills
    process, base = _started(workspace)
    try:
        asyncio.run(_again(base, key, answered))
    finally:
        process.kill()
        process.wait()
    _hold(workspace, answered)


def _hold(workspace, answered):
    with open_database(workspace).read() as connection:
        rows = connection.execute(select(decisions.c.id, decisions.c.message_id, decisions.c.verdict)).all()
    kept = {row.message_id: row for row in rows}
    assert [name for name, count in Counter(row.message_id for row in rows).items() if count > 1] == []
    assert answered
    for name, answer in answered.items():
        assert (kept[name].id, kept[name].verdict) == (answer["id"], answer["verdict"])


async def _again(base, key, answered):
    """A bot that did not hear the answer asks once more."""
    chosen = random.Random(6).sample(sorted(answered), min(200, len(answered)))
    async with httpx.AsyncClient(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for name in chosen:
            body = {
                "id": name, "text": TEXTS[hash(name) % len(TEXTS)], "group": "yulin", "sender": {"id": name[:2]},
                "deadline_ms": 60_000,
            }  # fmt: skip
            assert (await client.post("/v1/moderate", json=body)).json()["id"] == answered[name]["id"]
