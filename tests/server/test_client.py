"""The client asks, tries again where that helps, and says what went wrong where it does not."""

from __future__ import annotations

import asyncio

import pytest
from serving import running

from assistant.client import AsyncClient, Client, ServiceFailed
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


def test_what_is_turned_away_is_asked_again(make_workspace, monkeypatch):
    from assistant import client as module

    waits, real = [], module._wait

    def noted(number, answer):
        waits.append(real(number, answer))
        return 0.0

    monkeypatch.setattr(module, "_wait", noted)
    with (
        running(make_workspace("[server]", "rate = 1")) as served,
        Client(served.base, served.key, timeout=60) as client,
    ):
        client.moderate(SHOP, deadline_ms=60_000)
        with pytest.raises(ServiceFailed) as failed:
            client.moderate(ADVERT, deadline_ms=60_000)
    assert failed.value.code == "rate_limited"
    assert len(waits) == module.TRIES - 1
    assert all(0.8 <= seconds <= module.LONGEST * 1.2 for seconds in waits)


def test_a_service_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr("assistant.client._wait", lambda *_: 0.0)
    with Client("http://127.0.0.1:9", "cak_0_0") as client, pytest.raises(ServiceFailed, match="没有回音"):
        client.moderate(SHOP)
