"""One process alone and several over Redis know the same, whatever is asked in whatever order."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.shared import open_shared
from assistant.shared.embedded import Embedded
from assistant.shared.redis import RedisState
from assistant.shared.state import Claim, Entry, Shelf

DAY = datetime(2026, 11, 24, 20)
# Name, seconds and entries of each kind of memory.
WINDOWS = [("flood", 60.0, 4), ("same", 3600.0, 3), ("one", 5.0, 1)]
KEYS, MESSAGES, WHATS = ["a", "b"], ["", "m1", "m2", "m3"], ["", "x", "y|z", "两|个"]


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def entries():
    return st.builds(
        lambda window, key, seconds, message, what: Entry(
            window[0], key, DAY + timedelta(seconds=seconds), message, what, window[1], window[2]
        ),
        st.sampled_from(WINDOWS),
        st.sampled_from(KEYS),
        st.sampled_from([0, 0.000001, 1, 5, 5.000001, 59, 60, 61, -1, -3600, 3600, 1e9, -1e9]),
        st.sampled_from(MESSAGES),
        st.sampled_from(WHATS),
    )


CLAIMS = st.builds(Claim, st.sampled_from(["c1", "c2"]), st.sampled_from(["p", "q"]), st.just(1e9))
SHELVES = st.sampled_from([Shelf("s1", 60.0, 3), Shelf("s2", 3600.0, 2)])
NAMES = st.sampled_from(["n1", "n2", "n3", "n4"])
STEPS = st.one_of(
    st.tuples(st.just("keep"), SHELVES, st.lists(st.tuples(NAMES, st.sampled_from(WHATS)), max_size=4)),
    st.tuples(st.just("kept"), SHELVES, st.lists(NAMES, max_size=4)),
    st.tuples(st.just("ask"), st.lists(entries(), max_size=5), st.lists(CLAIMS, max_size=3)),
    st.tuples(st.just("forget"), st.lists(entries(), min_size=1, max_size=3)),
    st.tuples(st.just("take"), st.sampled_from(["k1", "k2"]), st.integers(1, 9), st.sampled_from([3, 60, 6000])),
    st.tuples(st.just("pass"), st.sampled_from([-3600.0, -1.0, 0.0, 0.01, 0.5, 7.0, 90.0])),
)


@pytest.fixture
def make(redis_url):
    """Make a state over Redis that no example has seen; it may take its time."""
    made = []

    def state(name="", clock=None):
        made.append(RedisState(redis_url, name or secrets.token_hex(8), milliseconds=10_000, clock=clock))
        return made[-1]

    yield state
    for each in made:
        each.close()


def test_embedded_and_redis_agree_on_every_sequence(make):
    @given(st.lists(STEPS, max_size=25))
    def agree(steps):
        clock = Clock()
        # Two processes share one Redis; it does not matter which of them is asked.
        name = secrets.token_hex(8)
        alone, shared = Embedded(clock), [make(name, clock), make(name, clock)]
        for number, (what, *given_) in enumerate(steps):
            if what == "pass":
                clock.now += given_[0]
                continue
            expected, found = getattr(alone, what)(*given_), getattr(shared[number % 2], what)(*given_)
            if what == "take":
                assert (expected[0], pytest.approx(expected[1], abs=1e-6)) == (found[0], found[1])
            else:
                assert found == expected
        for each in shared:
            each.close()

    agree()


def test_at_the_ends_of_the_calendar(make):
    alone, shared = Embedded(), make()
    for at in (datetime.min, datetime.max, DAY):
        entry = Entry("flood", "a", at, "m", "x", 60.0, 4)
        assert shared.ask([entry]) == alone.ask([entry])


def test_a_claim_ends(make):
    shared = make()
    assert shared.ask([], [Claim("c", "p", 0.05)]).holders == ["p"]
    while shared.ask([], [Claim("c", "q", 60)]).holders == ["p"]:
        pass
    assert shared.ask([], [Claim("c", "p", 60)]).holders == ["q"]


def test_a_change_is_seen_by_all(make):
    name = secrets.token_hex(8)
    one, other = make(name), make(name)
    before = other.version()
    one.changed()
    assert other.version() not in ("", before)
    assert make().version() == ""
    alone = Embedded()
    before = alone.version()
    alone.changed()
    assert alone.version() != before


def test_workspaces_are_apart_and_everything_ends(make, redis_server, redis_url):
    import redis

    entry = Entry("flood", "a", DAY, "m1", "x", 60.0, 4)
    one, other = make(), make()
    one.ask([entry], [Claim("c", "p", 5)])
    one.take("k", 1, 60)
    one.changed()
    one.keep(Shelf("s", 60.0, 3), [("n", "x")])
    assert (one.kept(Shelf("s", 60.0, 3), ["n"]), other.kept(Shelf("s", 60.0, 3), ["n"])) == (["x"], [None])
    assert len(one.ask([entry._replace(message="m2")]).told[0]) == 2
    assert len(other.ask([entry], []).told[0]) == 1
    assert other.ask([], [Claim("c", "q", 5)]).holders == ["q"]
    with redis.Redis.from_url(redis_url) as client:
        lives = {key: client.pttl(key) for key in client.scan_iter()}
    assert len(lives) >= 8
    assert all(0 < life <= 86_400_000 for life in lives.values())


def test_what_is_opened(redis_url):
    assert open_shared(Settings(), "w").alone
    shared = open_shared(Settings(redis_url=redis_url), "w")
    assert not shared.alone
    shared.close()
    with pytest.raises(SettingsError, match="redis_url"):
        open_shared(Settings(redis_url="redis://127.0.0.1:none/0"), "w")
