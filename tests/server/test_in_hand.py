"""A message given to two processes at once: one looks at it, both answer; who dies with it is not waited for long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from serving import running

from assistant.moderation.doubts import Judgement
from assistant.moderation.ledger import content_of
from assistant.schema.moderation import Message
from assistant.shared.state import Claim

TEXT = "想问下有没有人需要这个，可以找我了解"


class Slow:
    """A judge that answers when it is let, and counts what it is asked."""

    name = "slow"

    def __init__(self) -> None:
        self.let = threading.Event()
        self.asked = 0

    def judge(self, doubts):
        self.asked += len(doubts)
        self.let.wait(60)
        return [Judgement(doubt.clauses[0].id, 0.95, "替店外的生意拉客", "") for doubt in doubts]


@pytest.fixture
def shared_workspace(make_workspace, redis_url, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REDIS_URL", redis_url)
    monkeypatch.setenv("ASSISTANT_REDIS_MS", "10000")
    return make_workspace()


def test_one_model_is_asked_and_both_answer(shared_workspace, monkeypatch):
    from assistant.moderation.cascade import Moderator

    monkeypatch.setattr(Moderator, "_doubts", lambda self, *_: self.judge is not None)
    judge = Slow()
    with running(shared_workspace, judge) as one, running(shared_workspace, judge) as other:
        warmed = judge.asked
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(one.asked, "m1", TEXT, group="yulin")
            while judge.asked == warmed:
                time.sleep(0.01)
            second = pool.submit(other.asked, "m1", TEXT, group="yulin")
            while not other.service.intake.waiting:
                time.sleep(0.01)
            judge.let.set()
            assert first.result() == second.result()
        assert judge.asked == warmed + 1


def test_who_died_with_a_message_is_not_waited_for_longer_than_half_the_time(shared_workspace):
    with running(shared_workspace) as served:
        book, shared = served.service.book, served.service.shared
        message = Message(id="m1", text="几点关门", group="yulin", sender={"id": "u1"})
        claim = Claim(book.hashed(content_of(message)), "somebody who died", 600)
        assert shared.ask((), (claim,)).holders == ["somebody who died"]
        found = served.asked("m1", "几点关门", group="yulin", deadline_ms=4000)
        assert (found["verdict"], found["degraded"]) == ("allow", False)
        assert found["id"]


def test_a_message_costs_one_question_and_one_more_where_something_is_found(shared_workspace):
    with running(shared_workspace) as served:
        line = served.service.shared._line
        run, asked = line.run, []

        def counted(action):
            if threading.current_thread().name == "cascade":
                asked.append(action)
            return run(action)

        line.run = counted
        for number in range(5):
            served.asked(f"m{number}", f"几点关门啊 {number}", group="yulin", sender={"id": f"u{number}"})
        assert len(asked) == 5
        advert = "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我"
        served.asked("m8", advert, group="yulin", sender={"id": "u8"})  # what waits for its vector is asked for again
        asked.clear()
        blocked = served.asked("m9", advert, group="yulin", sender={"id": "u9"})
        assert (blocked["verdict"], len(asked)) == ("block", 2)
        batch = [
            {"id": f"b{n}", "text": f"欧包还有吗 {n}", "group": "yulin", "sender": {"id": f"b{n}"}} for n in range(60)
        ]
        assert served.client.post("/v1/moderate/batch", json=batch).status_code == 200
        assert len(asked) < 2 + 30
