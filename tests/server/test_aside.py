"""What has to be embedded waits aside: others are answered meanwhile, and nothing of the same member overtakes it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from serving import Served, running

from assistant.moderation.classifier import meaning
from assistant.server import aside

ADVERT = "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05"
UNSURE = "想一起赚点零花的可以了解，第{}回"
CLEAR = "全麦欧包今天几点出炉"


class Gate:
    """Stands before the embedder: lets nothing through before it is opened, and counts who came."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.came: list[str] = []

    def __call__(self, said: str) -> Any:
        self.came.append(said)
        assert self.opened.wait(60)
        return meaning.embed(said)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    if meaning._embedder() is None:
        pytest.skip("the embedder does not load on this machine")
    monkeypatch.setattr(meaning, "_vectors", meaning._Vectors())
    meaning._likeness.cache_clear()
    made = Gate()
    monkeypatch.setattr(aside, "embed", made)
    return made


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def until(met: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + 30
    while not met():
        assert time.monotonic() < ends
        time.sleep(0.01)


def waiting(served: Served, pool: ThreadPoolExecutor, gate: Gate, number: int = 1) -> Future[dict[str, Any]]:
    """Send a message that has to be embedded; return when it waits for that."""
    asked = pool.submit(served.asked, f"unsure-{number}", UNSURE.format(number), group="yulin")
    until(lambda: UNSURE.format(number) in gate.came)
    return asked


def test_others_are_answered_while_one_is_embedded(served, gate, pool):
    late = waiting(served, pool, gate)
    answer = served.asked("m1", CLEAR, group="yulin", sender={"id": "u2"})
    assert answer["verdict"] == "allow"
    assert not answer["degraded"]
    assert not late.done()
    gate.opened.set()
    answer = late.result(30)
    assert answer["verdict"] == "review"
    assert not answer["degraded"]


def test_who_waits_is_answered_as_without_waiting(served, gate):
    gate.opened.set()
    aside_ = [served.asked(f"a{n}", UNSURE.format(n), group="yulin", sender={"id": f"a{n}"}) for n in range(3)]
    assert len(gate.came) == 3
    seen = [served.service.moderator.decide(message_of(n)) for n in range(3)]
    assert [each["verdict"] for each in aside_] == [each.verdict.value for each in seen]
    assert [each["confidence"] for each in aside_] == [each.confidence for each in seen]


def message_of(number: int) -> Any:
    """The message of the number, sent by somebody else."""
    from assistant.schema.moderation import Message

    return Message(id=f"b{number}", group="yulin", text=UNSURE.format(number), sender={"id": f"b{number}"})


def test_a_text_said_again_is_not_embedded_again(served, gate):
    gate.opened.set()
    served.asked("m1", UNSURE.format(1), group="yulin")
    served.asked("m2", UNSURE.format(1), group="yulin", sender={"id": "u2"})
    assert gate.came == [UNSURE.format(1)]


def test_what_the_same_member_says_meanwhile_waits_behind(served, gate, pool):
    first = waiting(served, pool, gate)
    adverts = [pool.submit(served.asked, f"m{n}", ADVERT + str(n), group="yulin") for n in range(3)]
    other = pool.submit(served.asked, "m9", ADVERT, group="yulin", sender={"id": "u2"})
    assert "第 1 次" in other.result(30)["reason"]
    assert not any(each.done() for each in [first, *adverts])
    gate.opened.set()
    assert first.result(30)["verdict"] == "review"
    reasons = [each.result(30)["reason"] for each in adverts]
    assert sorted(reason.split("第 ")[1][0] for reason in reasons) == ["1", "2", "3"]


def test_an_advert_cut_in_two_is_found_though_the_first_half_waited(served, gate, pool, monkeypatch):
    first = waiting(served, pool, gate)
    second = pool.submit(served.asked, "m2", "加我微信", group="yulin")
    third = pool.submit(served.asked, "m3", "lachang_cd05", group="yulin")
    time.sleep(0.2)
    assert not second.done()
    assert not third.done()
    gate.opened.set()
    first.result(30)
    assert {second.result(30)["verdict"], third.result(30)["verdict"]} & {"block", "review"}


def test_an_embedder_that_fails_is_told_to_who_asked_and_to_nobody_else(served, gate, pool, monkeypatch):
    def broken(said: str) -> Any:
        raise RuntimeError("no memory")

    monkeypatch.setattr(aside, "embed", broken)
    monkeypatch.setattr(meaning, "embed", broken)
    body = {"id": "m1", "text": UNSURE.format(1), "group": "yulin", "sender": {"id": "u1"}}
    assert served.client.post("/v1/moderate", json=body).status_code == 500
    assert served.asked("m2", CLEAR, group="yulin")["verdict"] == "allow"


def test_a_round_that_cannot_be_written_down_leaves_who_waits_alone(served, gate, pool, monkeypatch):
    late = waiting(served, pool, gate)
    land = served.service.moderator.land

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(served.service.moderator, "land", full)
    body = {"id": "m1", "text": ADVERT, "group": "yulin", "sender": {"id": "u2"}}
    assert served.client.post("/v1/moderate", json=body).status_code >= 500
    monkeypatch.setattr(served.service.moderator, "land", land)
    gate.opened.set()
    assert late.result(30)["verdict"] == "review"


def test_who_waits_when_the_service_ends_is_answered_and_written_down(make_workspace, gate, pool):
    with running(make_workspace()) as served:
        late = waiting(served, pool, gate)
        behind = pool.submit(served.asked, "m2", ADVERT, group="yulin")
        until(lambda: served.service.intake.waiting == 2)
        threading.Timer(0.5, gate.opened.set).start()
        served.service.intake.close()
        for each in (late, behind):
            answer = each.result(30)
            assert served.service.book.get(answer["id"]).decision.verdict.value == answer["verdict"]


def test_what_is_wanted_when_all_has_ended_comes_back_at_once():
    back: list[str] = []
    made = aside.Aside[str](lambda item, _: back.append(item))
    made.close()
    made.put("one", message_of(1), "想问一下")
    assert back == ["one"]
