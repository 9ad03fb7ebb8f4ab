"""The client asks, tries again where that helps, and says what went wrong where it does not."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from serving import running

from assistant.client import TRIES, AsyncClient, Client, ServiceFailed
from assistant.schema.moderation import Category, Message, Sender, Verdict

ADVERT = Message(id="m1", group="yulin", sender=Sender(id="u1"), text="自家熏的腊肠，六十一斤，要的加微信 lachang_cd05")
SHOP = Message(id="m2", group="yulin", text="全麦欧包今天几点出炉")


def test_it_asks_and_teaches(served):
    with Client(served.base, served.key, timeout=60) as client:
        decision = client.moderate(ADVERT, deadline_ms=60_000)
        assert decision.verdict is Verdict.BLOCK
        assert [each.verdict for each in client.moderate_batch([ADVERT, SHOP], deadline_ms=60_000)] == [
            Verdict.BLOCK,
            Verdict.ALLOW,
        ]
        assert client.appeal(decision.id, "u1", "误会")["new"]
        assert client.feedback(decision.id, right=False, should=Category.ALLOW)["label"] == "allow"


def test_so_does_an_asynchronous_program(served):
    async def asked():
        async with AsyncClient(served.base, served.key, timeout=60) as client:
            return await asyncio.gather(
                client.moderate(ADVERT, deadline_ms=60_000), client.moderate(SHOP, deadline_ms=60_000)
            )

    assert [each.verdict for each in asyncio.run(asked())] == [Verdict.BLOCK, Verdict.ALLOW]


def test_it_signs_where_the_service_asks_for_it(make_workspace, monkeypatch):
    monkeypatch.setenv("ASSISTANT_SIGNING_SECRET", "of-the-tests")
    with running(make_workspace()) as served:
        with Client(served.base, served.key, secret="of-the-tests", timeout=60) as client:
            assert client.moderate(SHOP, deadline_ms=60_000).verdict is Verdict.ALLOW
        with Client(served.base, served.key, timeout=60) as client, pytest.raises(ServiceFailed) as failed:
            client.moderate(SHOP)
    assert (failed.value.status, failed.value.code) == (401, "bad_signature")


def test_what_it_signs_may_be_sent_again_at_once(make_workspace, monkeypatch):
    monkeypatch.setenv("ASSISTANT_SIGNING_SECRET", "of-the-tests")
    with (
        running(make_workspace()) as served,
        Client(served.base, served.key, secret="of-the-tests", timeout=60) as client,
    ):
        assert len({client.moderate(SHOP, deadline_ms=60_000).id for _ in range(20)}) == 1


class Answering:
    """A service that says these things, one after the other; notes the bodies it gets."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.bodies = []

    def __enter__(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                outer.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                status, headers, body = outer.answers.pop(0)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def asked(self, kind, **more):
        """Ask for a decision with a client of this kind."""
        base = f"http://127.0.0.1:{self.server.server_port}"
        if kind is Client:
            with Client(base, "cak_0_0", **more) as client:
                return client.moderate(SHOP)

        async def asked():
            async with AsyncClient(base, "cak_0_0", **more) as client:
                return await client.moderate(SHOP)

        return asyncio.run(asked())


GOOD = (200, {}, b'{"id": "d1", "message_id": "m2", "verdict": "allow"}')
BUSY = b'{"status": 429, "code": "overloaded", "detail": "busy"}'


@pytest.fixture
def slept(monkeypatch):
    """The seconds the clients would have slept."""
    found = []

    async def asleep(seconds):
        found.append(seconds)

    monkeypatch.setattr("assistant.client.time.sleep", found.append)
    monkeypatch.setattr("assistant.client.asyncio.sleep", asleep)
    return found


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_is_turned_away_is_asked_again_when_it_was_told_to(kind, slept):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with Answering(
        (429, {"Retry-After": "7"}, BUSY), (503, {"Retry-After": soon}, b""), (502, {}, b"<html>"), GOOD
    ) as service:
        assert service.asked(kind, patience=120).id == "d1"
    assert len(set(service.bodies)) == 1
    numbered, dated, doubled = slept
    assert 7 <= numbered <= 8.4
    assert 0 < dated <= 36
    assert doubled < 1


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_it_does_not_wait_longer_than_it_has_patience_for(kind, slept):
    with Answering((429, {"Retry-After": "61"}, BUSY)) as service, pytest.raises(ServiceFailed) as failed:
        service.asked(kind)
    assert (failed.value.status, failed.value.code, failed.value.retry_after) == (429, "overloaded", 61)
    assert slept == []


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_cannot_help_is_not_asked_again(kind, slept):
    with Answering((422, {}, b'{"code": "invalid", "detail": "x"}')) as service, pytest.raises(ServiceFailed) as failed:
        service.asked(kind)
    assert (failed.value.code, slept, len(service.bodies)) == ("invalid", [], 1)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_it_gives_up_in_the_end(kind, slept):
    with Answering(*[(503, {}, b"")] * 9) as service, pytest.raises(ServiceFailed):
        service.asked(kind)
    assert len(service.bodies) == TRIES
    assert len(slept) == TRIES - 1
    assert slept == sorted(slept)


def test_feedback_that_is_sent_again_says_the_same(served):
    with Client(served.base, served.key, timeout=60) as client:
        decision = client.moderate(ADVERT, deadline_ms=60_000)
        told = [client.feedback(decision.id, right=False, should=Category.ALLOW) for _ in range(2)]
    assert told[0]["label"] == told[1]["label"] == "allow"
    assert told[1]["flips"] == 0


def test_a_service_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr("assistant.client._wait", lambda *_: 0.0)
    with Client("http://127.0.0.1:9", "cak_0_0") as client, pytest.raises(ServiceFailed, match="没有回音"):
        client.moderate(SHOP)
