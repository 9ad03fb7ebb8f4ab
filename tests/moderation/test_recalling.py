"""Two processes over Redis decide about a stream of messages as one alone does; nobody can read what they share."""

from __future__ import annotations

import random
import time
from datetime import timedelta

import pytest
import redis
from bakery import NOON, RULES, Bench, Classed, make_bakery, message

from assistant.moderation.cascade import Moderator
from assistant.moderation.doubts import Judgement
from assistant.moderation.recalling import APART
from assistant.schema.moderation import Verdict

COUNTING = """\
      - id: no-flooding
        category: flood
        clause: 一句话说一遍就够了
        detectors:
          flood: {messages: 6, seconds: 60}
          repetition: {times: 3, seconds: 600}
          campaigns: {groups: 3}
        violates: [人呢人呢人呢人呢人呢人呢人呢人呢人呢人呢人呢]
        allows: [有人吗]
        window_days: 30
        ladder: [{offence: 1, actions: [{kind: delete}]}]
overrides:
"""
TEXTS = [
    "吐司多少钱", "今天几点关门", "好", "收到", "家里有货，要的加", "我微", "信abc88123", "姐妹们加我微信 abc88123",
    "周末一起去公园遛娃吗，带上孩子和水壶就行", "看 http://elsewhere.example/a", "", "转发：有人发加V的广告，大家别点",
]  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    return make_bakery(tmp_path, RULES.replace("overrides:\n", COUNTING))


@pytest.fixture
def two(workspace, redis_url, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REDIS_URL", redis_url)
    monkeypatch.setenv("ASSISTANT_REDIS_MS", "10000")
    made = [Moderator(workspace, classifier=Classed({})) for _ in range(2)]
    yield made
    for each in made:
        each.shared.close()


def stream(seed, count=150):
    """Messages of a few members in a few groups, in bursts; some are delivered again."""
    chosen = random.Random(seed)
    at, sent = NOON, []
    for number in range(count):
        at += timedelta(seconds=chosen.choice([0, 1, 5, 20, 120]))
        if sent and chosen.random() < 0.1:
            sent.append(chosen.choice(sent))
            continue
        who, group = chosen.choice("abc"), chosen.choice(["g1", "g2", "g3", "g4"])
        sent.append(message(chosen.choice(TEXTS), id=str(number), group=group, sender={"id": who}, sent_at=at))
    return sent


def outcome(decision):
    rule = decision.rule.id if decision.rule else ""
    return decision.verdict, rule, sorted({(span.part, span.why) for span in decision.evidence}), decision.degraded


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """Asked for before ``two``: the same rules in one process, without Redis."""
    monkeypatch.delenv("ASSISTANT_REDIS_URL", raising=False)
    made = make_bakery(tmp_path / "alone", RULES.replace("overrides:\n", COUNTING))
    moderator = Moderator(made, classifier=Classed({}))
    assert moderator.shared.alone
    return moderator


@pytest.mark.parametrize("seed", range(3))
def test_two_decide_as_one_alone(alone, two, seed):
    found, expected = [], []
    for number, each in enumerate(stream(seed)):
        expected.append(outcome(alone.decide(each)))
        found.append(outcome(two[number % 2].decide(each)))
    assert found == expected
    assert {rule for _, rule, _, _ in found} >= {"no-flooding", "no-ads", "no-links"}


def test_rounds_decide_as_single_messages_do(alone, two):
    sent = stream(7)
    found = []
    for number, begin in enumerate(range(0, len(sent), 16)):
        moderator, some = two[number % 2], sent[begin : begin + 16]
        with moderator.recall(some) as round_:
            cases = [moderator.examine(each, recalled) for each, recalled in zip(some, round_.of, strict=True)]
        found += map(outcome, moderator.land(cases))
    assert found == [outcome(alone.decide(each)) for each in sent]


def test_a_file_is_not_held_against_what_members_say_now(two):
    said = [message("在吗在吗在吗", number=number, sent_at=NOON + timedelta(seconds=number)) for number in range(2)]
    assert [each.verdict for each in map(two[0].decide, said)] == [Verdict.ALLOW] * 2
    (judged,) = two[1].decide_many([message("在吗在吗在吗", number=3, sent_at=NOON + timedelta(seconds=3))])
    assert judged.verdict is Verdict.ALLOW


def test_an_advert_cut_to_pieces_is_read_joined_across_processes(two):
    pieces = ["家里有货，要的加", "我微", "信abc88123"]
    decisions = [
        two[number % 2].decide(message(text, number=number, sent_at=NOON + timedelta(seconds=5 * number)))
        for number, text in enumerate(pieces)
    ]
    assert decisions[0].verdict is Verdict.ALLOW
    assert any(each.verdict is Verdict.BLOCK for each in decisions)
    # Nobody answers twice for one advert.
    assert two[1].decide(message("好的谢谢", number=9, sent_at=NOON + timedelta(seconds=20))).verdict is Verdict.ALLOW


def test_the_judge_sees_what_was_said_at_other_processes(two):
    judges = [Bench(lambda doubt: Judgement(None, 0.9, "", "")) for _ in two]
    for moderator, judge in zip(two, judges, strict=True):
        moderator.judge = judge
        moderator.workspace.settings.moderation.judge = "always"
    texts = ["早上好", "今天有欧包吗", "有的", "留两个", "好"]
    for number, text in enumerate(texts):
        meta = {"quote": {"text": "欧包"}} if number == 2 else {}
        said = message(text, number=number, sender={"id": f"u{number}", "name": f"阿{number}"}, meta=meta)
        two[number % 2].decide(said)
    (last,) = [doubt for doubt in judges[0].asked if doubt.message.text == "好"]
    assert [each.text for each in last.before] == texts[:4]
    assert [each.sender.id for each in last.before] == ["u0", "u1", "u2", "u3"]
    assert last.before[2].meta == {"quote": "欧包"}


def test_nobody_can_read_what_is_shared(two, redis_url):
    two[0].judge = Bench(lambda doubt: Judgement(None, 0.9, "", ""))
    secret = ["我家住在玉林路七号", "u-7731", "m-8831", "regulars", "小满妈"]
    two[0].decide(message(secret[0], sender={"id": secret[1], "name": secret[4]}, id=secret[2]))
    found = []
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter():
            found.append(key)
            kind = client.type(key)
            assert client.ttl(key) > 0
            found += client.lrange(key, 0, -1) if kind == b"list" else [client.get(key)]
    assert len(found) > 6
    for each in found:
        assert each.isascii()
        assert not any(words.encode() in each for words in secret)


def test_while_redis_is_away_it_is_said_and_the_own_memory_counts(workspace, own_redis, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REDIS_URL", own_redis.url())
    monkeypatch.setenv("ASSISTANT_REDIS_MS", "10000")
    moderator = Moderator(workspace, classifier=Classed({}))

    def sent(number, text="在吗在吗在吗", **more):
        at = NOON + timedelta(seconds=number)
        return moderator.decide(message(text, **{"number": number, "sent_at": at} | more))

    assert not sent(1).degraded
    own_redis.stop()
    second = sent(2)
    assert (second.verdict, second.degraded, second.reason) == (Verdict.ALLOW, True, APART)
    # What was said before Redis went is not forgotten.
    third = sent(3)
    assert (third.verdict, third.rule.id, third.degraded) == (Verdict.BLOCK, "no-flooding", False)
    # Where nothing is counted, nothing is missing.
    assert not sent(4, "欧包出炉", sender={"id": "boss", "role": "owner"}).degraded
    assert not sent(5, "欧包", sender={}, group="").degraded
    assert "Redis" in moderator.problem
    own_redis.start()
    while moderator.problem:
        time.sleep(0.02)
    assert not sent(400, "欧包出炉了").degraded
    assert moderator.book.get(second.id).decision.degraded
    moderator.shared.close()
