"""Redis stopped, hung, only reading, back: each process goes by what it knows itself, and nobody waits for it."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

import pytest
import redis

from assistant.shared.redis import RedisState
from assistant.shared.state import Claim, Entry, Shelf

DAY = datetime(2026, 11, 24, 20)


def entry(number):
    return Entry("flood", "a", DAY + timedelta(seconds=number), f"m{number}", "x", 600.0, 50)


@pytest.fixture
def two(own_redis):
    made = [RedisState(own_redis.url(), "w", milliseconds=10_000) for _ in range(2)]
    yield made
    for each in made:
        each.close()


def until_back(state):
    ends = time.monotonic() + 60
    while state.problem:
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_stopped_and_back(two, own_redis, caplog):
    caplog.set_level(logging.INFO, "assistant.shared.line")
    one, other = two
    for number in range(4):
        assert two[number % 2].ask([entry(number)]).whole
    own_redis.stop()
    for number in range(4, 40):
        found = one.ask([entry(number)])
        assert not found.whole
    # What this one told before Redis went is still known to it.
    assert [message for message, _ in found.told[0]] == ["m0", "m2", *(f"m{n}" for n in range(4, 40))]
    assert one.problem
    assert one.take("k", 1, 1)[0] == 1
    assert one.take("k", 1, 1)[0] == 0
    assert one.ask([], [Claim("c", "p", 5)]).holders == ["p"]
    assert one.version() == ""
    one.changed()
    one.forget([entry(4)])
    one.keep(Shelf("s", 60.0, 3), [("n", "x")])
    assert one.kept(Shelf("s", 60.0, 3), ["n", "m"]) == [None, None]
    assert not other.problem  # it has not asked since
    assert not other.ask([entry(50)]).whole
    own_redis.start()
    for each in two:
        until_back(each)
    assert one.ask([entry(60)]).whole
    assert len(other.ask([entry(61)]).told[0]) == 2
    told = [record.getMessage() for record in caplog.records]
    assert sum("does not answer" in each for each in told) == 2  # each process once
    assert sum("answers again" in each for each in told) == 2


def test_hanging_costs_one_wait(own_redis):
    state = RedisState(own_redis.url(), "w", milliseconds=2000)
    state.ask([entry(0)])
    waits = 0
    run = state._line.run

    def counted(action):
        nonlocal waits
        waits += not state._line.away
        return run(action)

    state._line.run = counted
    own_redis.hang()
    for number in range(1, 500):
        assert not state.ask([entry(number)]).whole
    assert waits == 1
    own_redis.go_on()
    until_back(state)
    assert state.ask([entry(501)]).whole
    state.close()


def test_one_that_takes_no_writes_is_away(own_redis):
    state = RedisState(own_redis.url(), "w", milliseconds=10_000)
    with redis.Redis(port=own_redis.port) as client:
        client.config_set("maxmemory", "1")
        assert not state.ask([entry(0)]).whole
        assert state.problem
        client.config_set("maxmemory", "0")
    until_back(state)
    assert state.ask([entry(1)]).whole
    state.close()


def test_one_that_was_never_there(own_redis):
    own_redis.stop()
    state = RedisState(own_redis.url(), "w", milliseconds=10_000)
    assert not state.ask([entry(0)]).whole
    own_redis.start()
    until_back(state)
    assert state.ask([entry(1)]).whole
    state.close()
