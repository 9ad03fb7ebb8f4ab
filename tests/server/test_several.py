"""Two API processes over one database and one Redis act as one; without Redis each answers by itself and says so."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from redisserver import RedisServer, started
from several import SECRET, several

from assistant.moderation.recalling import APART
from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"
ADVERTS = (
    "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我",
    "招分拣临时工，日结两百，想干的加我 V fenjian_77",
    "二手电动车便宜出，电话 13550013302，随时看车",
    "手机贴膜上门，十元一张，电话 13708114403",
)
RATE = 120


@pytest.fixture(scope="module")
def redis_of_ours():
    with started() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pair(request, tmp_path_factory, redis_of_ours):
    """Two processes; what a test sends is of nobody before it."""
    root = tmp_path_factory.mktemp("several") / "shop"
    shutil.copytree(KNOWLEDGE, root / "knowledge")
    environment = {
        "ASSISTANT_EMBEDDING__MODEL": "none", "ASSISTANT_REDIS_URL": redis_of_ours.url(), "ASSISTANT_REDIS_MS": "5000",
        "ASSISTANT_SERVER__RATE": str(RATE), "ASSISTANT_SIGNING_SECRET": SECRET,
    }  # fmt: skip
    before = dict(os.environ)
    try:
        if request.param == "postgresql":
            with request.getfixturevalue("postgres_server").database() as url:
                environment["ASSISTANT_DATABASE_URL"] = url
                os.environ.update(environment)
                with several(Workspace(root), 2, **environment) as found:
                    yield found
        else:
            os.environ.update(environment)
            with several(Workspace(root), 2, **environment) as found:
                yield found
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def two(pair):
    pair.new_key()
    return pair


@pytest.fixture
def member():
    return {"id": uuid.uuid4().hex[:8]}


def name():
    return uuid.uuid4().hex


def test_a_third_offence_is_the_third_whichever_process_sees_it(two, member):
    found = [two.asked(number, name(), text, sender=member) for number, text in enumerate(ADVERTS)]
    assert [each["verdict"] for each in found] == ["block"] * 4
    assert [f"第 {number} 次" in each["reason"] for number, each in enumerate(found, 1)] == [True] * 4
    assert "remove" in [action["kind"] for action in found[2]["actions"]]


def test_offences_at_the_same_time_are_counted_one_by_one(two, member):
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda n: two.asked(n, name(), ADVERTS[n], sender=member), range(4))
    counted = sorted(each["reason"].split("第 ")[1].split(" 次")[0] for each in found)
    assert counted == ["1", "2", "3", "4"]


def test_flooding_spread_over_two_processes_is_one(two, member):
    texts = [f"{number} 号桌的面包好了没有" for number in range(10)]
    found = [two.asked(number, name(), text, sender=member) for number, text in enumerate(texts)]
    assert [each["verdict"] for each in found] == ["allow"] * 8 + ["block"] * 2
    assert found[8]["rule"]["id"] == "no-flooding"


def test_the_same_words_said_to_both_are_a_repetition(two, member):
    found = [two.asked(number, name(), "全麦欧包今天几点出炉", sender=member) for number in range(3)]
    assert [each["verdict"] for each in found] == ["allow", "allow", "block"]


def test_one_message_at_both_at_once_is_one_decision(two, member):
    sent = [(name(), ADVERTS[number % 4] if number % 2 else "几点关门") for number in range(12)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: two.asked(n, *sent[n // 4], sender=member), range(4 * len(sent))))
    for number in range(len(sent)):
        assert len({each["id"] for each in found[4 * number : 4 * number + 4]}) == 1
    assert len({each["id"] for each in found}) == len(sent)


def test_a_correction_given_to_one_changes_the_other(two):
    text = f"周末陶艺体验{name()[:4]}还有两个位子，有兴趣的街坊可以来耍"

    def verdict(number):
        return two.asked(number, name(), text, sender={"id": name()})["verdict"]

    decided = two.asked(0, name(), text, sender={"id": name()})
    before = decided["verdict"]
    assert verdict(1) == before
    right = "ad" if before == "allow" else "allow"
    begun = time.monotonic()
    path = f"/v1/decisions/{decided['id']}/feedback"
    answer = two.post(0, path, {"verdict": "wrong", "should": right, "consent": True})
    assert answer.status_code == 200, answer.text
    # What learning takes is what this machine takes: the first process has learned when it answers.
    learning = time.monotonic() - begun
    assert verdict(0) != before
    while verdict(1) == before:
        assert time.monotonic() - begun < 5 + 4 * learning
        time.sleep(0.2)


def test_rules_and_keys_reach_both(two):
    text = ADVERTS[0]
    rules = two.workspace.knowledge / "rules.yaml"
    written = rules.read_text(encoding="utf-8")
    try:
        rules.write_text(written.replace("mode: live", 'mode: "off"'), encoding="utf-8")
        for number in range(2):
            while two.asked(number, name(), text, sender={"id": name()})["verdict"] == "block":
                time.sleep(0.1)
    finally:
        rules.write_text(written, encoding="utf-8")
    for number in range(2):
        while two.asked(number, name(), text, sender={"id": name()})["verdict"] != "block":
            time.sleep(0.1)
    two.keys.revoke(two.key.id)
    for number in range(2):
        while two.get(number, "/v1/decisions?limit=1").status_code != 401:
            time.sleep(0.1)


def test_a_signature_is_taken_once_by_both_together(two, member):
    at = time.time()
    body = {"id": name(), "text": "几点关门", "sender": member}
    assert two.post(0, "/v1/moderate", body, at=at).status_code == 200
    assert two.post(1, "/v1/moderate", body, at=at).json()["code"] == "replayed"


def test_the_rate_of_a_key_is_that_of_both_together(two):
    begun, taken = time.monotonic(), 0
    answers = []
    for number in range(3 * RATE):
        answers.append(two.post(number, "/v1/moderate", {"id": name(), "text": "几点关门", "sender": {"id": name()}}))
        if answers[-1].status_code == 429:
            break
        taken += 1
    assert answers[-1].status_code == 429
    assert RATE <= taken <= RATE + (time.monotonic() - begun) * RATE / 60 + 1


def test_without_redis_each_answers_by_itself_and_says_so(two, redis_of_ours: RedisServer, member):
    sent = [two.asked(number, f"{member['id']}-{number}", ADVERTS[number], sender=member) for number in range(2)]
    redis_of_ours.stop()
    try:
        for number in range(2):
            plain = two.asked(number, name(), "吐司多少钱一袋", sender={"id": name()})
            assert (plain["verdict"], plain["degraded"], plain["reason"]) == ("allow", True, APART)
            # A retry is answered the same, and offences are counted by the database.
            assert two.asked(number + 1, f"{member['id']}-{number}", ADVERTS[number], sender=member) == sent[number]
        third = two.asked(1, name(), ADVERTS[2], sender=member)
        assert ("第 3 次" in third["reason"], third["degraded"]) == (True, False)
        assert "Redis" in two.get(0, "/readyz").json()["problem"]
        assert "assistant_shared_away 1.0" in two.get(0, "/metrics").text
    finally:
        redis_of_ours.start()
    for number in range(2):
        while two.get(number, "/readyz").json()["problem"]:
            time.sleep(0.1)
        assert not two.asked(number, name(), "吐司多少钱一袋", sender={"id": name()})["degraded"]
        told = [line for line in two.processes[number].said if "does not answer" in line]
        assert len(told) == 1
