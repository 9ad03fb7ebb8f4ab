"""The short way of one message: it answers what the route answers, and whatever is out of order goes to the route."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from test_moderating import ADVERT

from assistant.server import shortway
from assistant.server.problems import ServiceError
from assistant.storage.apikeys import KeyBook


@pytest.fixture
def taken(monkeypatch):
    """The ids of the messages that took the short way."""
    seen = []
    decided = shortway.decided

    async def noted(service, caller, asked):
        seen.append(asked.id)
        return await decided(service, caller, asked)

    monkeypatch.setattr(shortway, "decided", noted)
    return seen


def long_way(served, body, **headers):
    """Ask the route itself."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(served.service.gate, "admit_known", lambda _: None)
        return served.client.post("/v1/moderate", content=body, headers={"Content-Type": "application/json", **headers})


MESSAGES = [
    {"id": "s1", "text": ADVERT, "group": "yulin", "sender": {"id": "u1", "name": "老马", "role": "member"}},
    {"id": "s2", "text": "全麦欧包今天几点出炉", "group": "麦垛玉林街坊群"},
    {"id": "s3", "text": ADVERT, "group": "yulin", "sent_at": "2026-11-22T08:00:00+08:00", "meta": {"platform": "qq"}},
    {"id": "s4", "text": "", "kind": "image", "meta": {"ocr": "加微信 lachang_cd05 买腊肠"}},
    {"id": "s5", "text": "有字外的东西 😀 \u200b", "nobody": "knows this field"},
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["id"])
def test_both_ways_answer_alike(served, taken, message):
    body = json.dumps(message)
    served.service.gate.look()
    short = served.client.post("/v1/moderate", content=body, headers={"Content-Type": "application/json"})
    assert taken == [message["id"]]
    long = long_way(served, body)
    assert taken == [message["id"]]
    assert short.status_code == long.status_code == 200
    assert short.json() | {"elapsed_ms": 0} == long.json() | {"elapsed_ms": 0}
    assert short.headers["content-type"] == long.headers["content-type"] == "application/json"


WRONG = {
    "no json": "{", "not a message": "[]", "no text": '{"id": "w"}', "no id": '{"id": "", "text": "x"}',
    "not a number": '{"id": "w", "text": "x", "deadline_ms": NaN}',
    "half a character": '{"id": "w", "text": "\\ud800"}', "a bad address": '{"id": "w", "text": "x", "callback": "ftp://x"}',
    "too long": json.dumps({"id": "w" * 300, "text": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_by_the_route(served, taken, body):
    served.service.gate.look()
    short = served.client.post("/v1/moderate", content=body, headers={"Content-Type": "application/json"})
    assert taken == []
    long = long_way(served, body)
    assert short.status_code == long.status_code >= 400
    assert short.json() == long.json()
    assert short.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer ca_none_at-all"}, 401),
        ({"Authorization": "Basic eDp4"}, 401),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_who_may_not_ask_is_told_by_the_route(served, taken, headers, status):
    served.service.gate.look()
    body = json.dumps(MESSAGES[0])
    answer = served.client.post("/v1/moderate", content=body, headers={"Content-Type": "application/json", **headers})
    assert (answer.status_code, taken) == (status, [])


def test_a_key_for_something_else_or_another_group_may_not(served, taken):
    book: KeyBook = served.keys
    _, reader = book.add("reader", verbs={"decisions"})
    _, other = book.add("other", verbs={"moderate"}, groups={"newborn"})
    served.service.gate.look()
    for key in (reader, other):
        answer = httpx.post(
            f"{served.base}/v1/moderate", json=MESSAGES[0], headers={"Authorization": f"Bearer {key}"}, timeout=60
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_revoked_key_ends(served, taken):
    key, secret = served.keys.add("gone", verbs={"moderate"})
    served.service.gate.look()
    headers = {"Authorization": f"Bearer {secret}"}
    assert httpx.post(f"{served.base}/v1/moderate", json=MESSAGES[1], headers=headers, timeout=60).status_code == 200
    served.keys.revoke(key.id)
    until = time.monotonic() + 20
    while httpx.post(f"{served.base}/v1/moderate", json=MESSAGES[1], headers=headers, timeout=60).status_code != 401:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_what_goes_wrong_on_the_way_is_a_problem_as_well(served, taken, monkeypatch):
    async def full(*_):
        raise ServiceError(429, "overloaded", "正在排队的消息太多", headers={"Retry-After": "1"})

    monkeypatch.setattr(shortway, "decided", full)
    served.service.gate.look()
    answer = served.client.post("/v1/moderate", json=MESSAGES[0])
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "overloaded", "1")
    assert answer.headers["content-type"] == "application/problem+json"
