"""Redis stops, comes back, hangs and goes on while messages come in: each is answered, stored and counted once."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from several import several
from sqlalchemy import select

from assistant.moderation.recalling import APART
from assistant.storage.database import open_database
from assistant.storage.tables import decisions, offences

SENDERS = 4
TEXTS = ("几点关门", "全麦欧包今天几点出炉", "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我")


def test_no_answer_fails_and_none_is_lost(make_workspace, own_redis, monkeypatch):
    workspace = make_workspace()
    environment = {
        "ASSISTANT_REDIS_URL": own_redis.url(), "ASSISTANT_SERVER__RATE": "1000000",
        "ASSISTANT_EMBEDDING__MODEL": "none",
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    answered: dict[str, dict] = {}
    ended = threading.Event()

    def send(two, sender):
        number = 0
        while not ended.is_set():
            id_, text = f"{sender}-{number}", TEXTS[number % len(TEXTS)]
            who = {"id": f"u{sender}-{number // 3}"}
            # Both processes get it; a retry that crosses is the same message.
            first = two.asked(number, id_, text, sender=who)
            assert two.asked(number + 1, id_, text, sender=who)["id"] == first["id"]
            answered[id_] = first
            number += 1

    def until(count):
        reached = len(answered) + count
        while len(answered) < reached and not any(each.done() for each in sending):
            time.sleep(0.01)

    with several(workspace, 2, **environment) as two, ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(send, two, sender) for sender in range(SENDERS)]
        until(30)
        own_redis.stop()
        until(40)
        own_redis.start()
        until(40)
        own_redis.hang()
        until(40)
        own_redis.go_on()
        until(40)
        ended.set()
        for each in sending:
            each.result()
        for number in range(2):
            while two.get(number, "/readyz").json()["problem"]:
                time.sleep(0.1)
            # A busy machine may miss the fifty milliseconds once more.
            while two.asked(number, uuid.uuid4().hex, "几点关门", sender={"id": uuid.uuid4().hex})["degraded"]:
                time.sleep(0.1)
    _hold(workspace, answered)


def _hold(workspace, answered):
    with open_database(workspace).read() as connection:
        rows = connection.execute(select(decisions.c.id, decisions.c.message_id, decisions.c.verdict)).all()
        counted = connection.execute(select(offences.c.message_id)).scalars().all()
    assert [name for name, count in Counter(row.message_id for row in rows).items() if count > 1] == []
    kept = {row.message_id: row for row in rows}
    for name, answer in answered.items():
        assert (kept[name].id, kept[name].verdict) == (answer["id"], answer["verdict"])
    assert [name for name, count in Counter(counted).items() if count > 1] == []
    apart = [answer for answer in answered.values() if answer["reason"] == APART]
    assert apart
    assert all(answer["degraded"] and answer["verdict"] != "block" for answer in apart)
