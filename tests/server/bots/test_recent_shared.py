"""A quotation or an edit is held against what it refers to, whichever process heard that."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import pytest
import redis
from qq import ADVERT, event
from qq import post as post_qq
from serving import running
from telegrams import message
from telegrams import post as post_telegram

from assistant.server.bots import recent
from assistant.server.bots.recent import Recent, Saying, SharedRecent


@pytest.fixture
def two(open_doors, redis_url, monkeypatch):
    """Two services of one workspace over one Redis."""
    monkeypatch.setenv("ASSISTANT_REDIS_URL", redis_url)
    monkeypatch.setenv("ASSISTANT_REDIS_MS", "5000")

    @contextmanager
    def another(workspace):
        with running(workspace) as found:
            found.client.headers.pop("Authorization")
            yield found
            found.client.close()

    with open_doors(shut=("ASSISTANT_TELEGRAM_TOKEN",)) as one, another(one.workspace) as other:
        yield one, other


def test_what_one_process_heard_another_knows(two, redis_url):
    one, other = two
    post_qq(one, event(ADVERT, number=7, user_id=10009))
    quoting = [{"type": "reply", "data": {"id": "7"}}, {"type": "text", "data": {"text": "这是广告吧"}}]
    assert post_qq(other, event(quoting, number=8)).status_code == 204
    assert _last(other).meta["quote"] == {"id": "7", "sender": "10009", "text": ADVERT}
    # An edit, and one more by the first process, which did not hear of the one between.
    for served, kind, text in (
        (one, "message", "早"),
        (other, "edited_message", "晚上好"),
        (one, "edited_message", "晚安"),
    ):
        stamp = {"edit_date": 1700000000 + len(text)} if kind != "message" else {}
        assert post_telegram(served, kind, message(text, **stamp)).status_code == 200
    assert [each.meta.get("edited") for each in _lasts(one, 3)] == ["晚上好", "早", None]
    with redis.Redis.from_url(redis_url) as client:
        (things,) = (key for key in client.keys("*:k:*") if client.hlen(key) == 2)
        for key in client.keys("*"):
            assert b"7001" not in key
            assert 0 < client.pttl(key) <= (recent.SHARED + 60) * 1000 or b":version" in key
        told = b"".join(client.hvals(things)) + b"".join(client.hkeys(things))
        assert ADVERT.encode() not in told
        assert b"10009" not in told


def _last(served):
    return _lasts(served, 1)[0]


def _lasts(served, number):
    return [each.message for each in served.service.book.recent(number)]


class Away:
    """What is shared while nothing answers."""

    alone = False

    def keep(self, shelf, things):
        pass

    def kept(self, shelf, names):
        return [None] * len(names)


def test_while_redis_is_away_a_process_knows_what_it_heard():
    said = SharedRecent(Away(), lambda text: text.encode().hex()[:32].ljust(32, "0"), "qq")  # type: ignore[arg-type]
    said.note("1", "7", Saying("u", "甲", "早" * 3000))
    asyncio.run(said.tell())
    asyncio.run(said.ask("1", "7", "8"))
    assert said.get("1", "7") == Saying("u", "甲", "早" * recent.LONGEST)
    assert said.get("1", "8") is None


def test_what_is_remembered_is_bounded():
    said = Recent(most=3)
    for number in range(5):
        said.note("1", str(number), Saying("u", "", "x"))
    assert [said.get("1", str(number)) is not None for number in range(5)] == [False, False, True, True, True]
