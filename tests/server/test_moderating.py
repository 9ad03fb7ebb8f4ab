"""A message in, a decision out: once for each message, in time, and never lost."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serving import running

from assistant.moderation.doubts import Judgement

ADVERT = "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05"
ADVERTS = (
    "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我",
    "老家土猪肉到货，要的加微信 tuzhu_0816",
    "招分拣临时工，日结两百，想干的加我 V fenjian_77",
    "二手电动车便宜出，电话 13550013302，随时看车",
    "暑假班招生，书法美术，加微信 shufa_cd22 报名",
    "手机贴膜上门，十元一张，电话 13708114403",
    "卖水果的新群，天天低价，想进的扣 1 我拉你",
    "代办信用卡提额，急用钱的加微信 kaika_9021",
)
UNSURE = "想问下有没有人需要这个，可以找我了解"


def test_an_advert_is_stopped_and_shop_talk_is_not(served):
    stopped = served.asked("m1", ADVERT, group="yulin")
    assert stopped["verdict"] == "block"
    assert stopped["rule"]["id"] == "only-our-bread"
    assert stopped["message_id"] == "m1"
    assert served.asked("m2", "全麦欧包今天几点出炉", group="yulin")["verdict"] == "allow"


def test_a_group_may_be_called_by_its_name(served):
    assert served.asked("m1", ADVERT, group="麦垛玉林街坊群")["group"] == "yulin"


def test_a_retry_gets_the_same_decision_and_counts_once(served):
    first = served.asked("m1", ADVERT, group="yulin")
    assert [served.asked("m1", ADVERT, group="yulin") for _ in range(3)] == [first] * 3
    second = served.asked("m2", ADVERT, group="yulin")
    assert second["id"] != first["id"]
    assert "第 2 次" in second["reason"]


def test_a_retry_gets_the_same_decision_also_after_the_rules_have_changed(served):
    first = served.asked("m1", ADVERT, group="yulin")
    rules = served.workspace.knowledge / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("mode: live", 'mode: "off"', 1), encoding="utf-8")
    while served.asked(f"again-{time.monotonic()}", ADVERT, group="yulin")["rule"] == first["rule"]:
        time.sleep(0.1)
    assert served.asked("m1", ADVERT, group="yulin") == first


def test_many_deliveries_of_one_message_at_once_are_one(served):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: served.asked("m1", ADVERT, group="yulin"), range(200)))
    assert len({answer["id"] for answer in answers}) == 1
    assert "第 1 次" in answers[0]["reason"]


def test_offences_of_one_member_are_counted_one_by_one(served):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: served.asked(f"m{n}", ADVERTS[n], group="yulin"), range(len(ADVERTS))))
    blocked = [answer["reason"] for answer in answers if answer["verdict"] == "block"]
    counted = sorted(int(reason.split("第 ")[1].split(" 次")[0]) for reason in blocked if "only-our-bread" in reason)
    assert counted == list(range(1, len(counted) + 1))
    assert len(counted) >= 4


def test_a_batch_is_answered_in_order(served):
    batch = [{"id": f"b{n}", "text": ADVERT if n % 2 else "几点关门", "group": "yulin"} for n in range(20)]
    answer = served.client.post("/v1/moderate/batch", json=batch)
    assert [each["message_id"] for each in answer.json()] == [f"b{n}" for n in range(20)]
    assert [each["verdict"] for each in answer.json()] == ["allow", "block"] * 10


class Slow:
    """A judge that answers when it is let."""

    name = "slow"

    def __init__(self) -> None:
        self.let = threading.Event()

    def judge(self, doubts):
        self.let.wait(60)
        return [Judgement(doubt.clauses[0].id, 0.95, "替店外的生意拉客", "") for doubt in doubts]


@pytest.fixture
def unsure(monkeypatch):
    """Every message is in doubt: which texts are is not the point here."""
    from assistant.moderation.cascade import Moderator

    monkeypatch.setattr(Moderator, "_doubts", lambda self, *_: self.judge is not None)


def test_past_the_deadline_the_best_so_far_comes_and_the_late_word_is_delivered(make_workspace, unsure):
    got: list[httpx.Request] = []
    judge = Slow()
    with _receiver(got) as address:
        host = address.split("//")[1]
        with running(make_workspace("[server]", f'callback_hosts = ["{host}"]'), judge) as served:
            answered = served.asked("m1", UNSURE, group="yulin", deadline_ms=300, callback=f"{address}/late")
            assert answered["degraded"]
            assert answered["verdict"] != "block"
            judge.let.set()
            while not (late := [each for each in got if each["verdict"] == "block"]):
                time.sleep(0.02)
            assert answered["id"] in ("", late[0]["id"])
            assert served.asked("m1", UNSURE, group="yulin")["verdict"] == "block"


def _receiver(got):
    from contextlib import contextmanager
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from json import loads

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    @contextmanager
    def serve():
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()

    return serve()


def test_a_full_queue_says_when_to_come_again(make_workspace, unsure):
    judge = Slow()
    with running(make_workspace("[server]", "queue = 2"), judge) as served:
        held = threading.Event()
        examine = served.service.moderator.examine
        served.service.moderator.examine = lambda message, recalled: (held.wait(30), examine(message, recalled))[1]
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(served.asked, f"m{n}", "几点关门") for n in range(2)]
            while served.service.intake.waiting < 2:
                time.sleep(0.01)
            answer = served.client.post("/v1/moderate", json={"id": "m9", "text": "几点关门"})
            held.set()
            judge.let.set()
            assert [each.result()["degraded"] for each in waiting] == [False, False]
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_callback_goes_only_to_hosts_that_are_named(served):
    body = {"id": "m1", "text": "几点关门", "callback": "http://169.254.169.254/latest"}
    answer = served.client.post("/v1/moderate", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "callback_not_allowed")
