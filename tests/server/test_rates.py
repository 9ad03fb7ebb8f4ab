"""The rate of a key, counted by one process or by several."""

from __future__ import annotations

import asyncio
import secrets
import time

import pytest

from assistant.server.rates import Rates
from assistant.shared.embedded import Embedded
from assistant.shared.redis import RedisState


@pytest.fixture
def over_redis(redis_url):
    name = secrets.token_hex(8)
    made = [RedisState(redis_url, name, milliseconds=10_000) for _ in range(3)]
    yield made
    for each in made:
        each.close()


def spent(rates, count):
    async def spend():
        return await asyncio.gather(*(rates[number % len(rates)].spend("k") for number in range(count)))

    return asyncio.run(spend())


@pytest.mark.parametrize("rate", [3, 60, 600, 6000])
def test_several_processes_together_get_no_more_than_there_is(over_redis, rate):
    begun = time.monotonic()
    rates = [Rates(each, rate) for each in over_redis]
    waits = spent(rates, rate + 200)
    given = waits.count(0.0)
    # A process may be left with a portion that it did not use.
    assert rate - 3 * 50 <= given <= rate + (time.monotonic() - begun) * rate / 60 + 1
    assert all(0 <= wait <= 60 for wait in waits)


def test_one_question_in_so_many_messages(over_redis):
    asked = []
    take = over_redis[0].take
    over_redis[0].take = lambda *said: (asked.append(said), take(*said))[1]
    assert set(spent([Rates(over_redis[0], 6000)], 200)) == {0.0}
    assert 20 <= len(asked) <= 40


def test_alone_it_is_exact():
    clock = [100.0]
    rates = Rates(Embedded(lambda: clock[0]), 3)
    assert spent([rates], 4) == [0, 0, 0, 20]
    clock[0] += 20
    assert spent([rates], 2) == [0, 20]
    clock[0] -= 3600  # a clock that jumps back forgets nothing and gives nothing
    assert spent([rates], 1) == [20]
    clock[0] += 20
    assert spent([rates], 1) == [0]
