"""Deeds are done in the end, in order, beside one another, and none for ever."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from assistant.errors import StorageError
from assistant.server.bots import deedbook as deedbooks
from assistant.server.bots import runner as runners
from assistant.server.bots.deedbook import DeedBook
from assistant.server.bots.deeds import Deed
from assistant.server.bots.runner import Impossible, Later, Runner
from assistant.storage.database import open_database


class Hand:
    """A carrier that remembers what it did; ``faults`` are raised by deed, one after the other."""

    together = 0
    ready = True

    def __init__(self, faults=None, hanging=()):
        self.done = []
        self.faults = faults or {}
        self.hanging = hanging

    async def carry(self, deed):
        if deed.chat in self.hanging:
            await asyncio.sleep(3600)
        if self.faults.get(deed.key):
            raise self.faults[deed.key].pop(0)
        self.done.append(deed.key)


def deed(key, chat="1", doing="delete", **more):
    return Deed(door="d", chat=chat, doing=doing, at=datetime.now(), key=key, **more)


@pytest.fixture
def book(make_workspace):
    return DeedBook(open_database(make_workspace()))


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(runners, "WAIT", 0.01)
    monkeypatch.setattr(runners, "_LOOK", 0.01)
    monkeypatch.setattr(runners, "PATIENCE", 0.3)


def run(book, hand, wanted, failed=lambda deed, why: [], until=None):
    """Put deeds and run until all is done, or ``until`` holds."""

    async def main():
        runner = Runner(book, {"d": hand}, failed)
        await runner.put(wanted)
        task = asyncio.create_task(runner.run())
        for _ in range(3000):
            if until() if until else book.waiting() == 0:
                break
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())


def test_deeds_of_a_chat_are_done_in_order_and_once(book):
    hand = Hand()
    wanted = [deed(f"k{number}") for number in range(5)]
    book.put(wanted[:2])
    run(book, hand, wanted)
    assert hand.done == [f"k{number}" for number in range(5)]
    book.put(wanted)
    assert book.take([wanted[0].door]) == []


def test_a_deed_that_fails_is_tried_again_with_longer_waits_and_then_given_up(book):
    hand = Hand({"a": [Later("busy")] * 3, "b": [Later("busy")] * 99, "c": [Later("busy", most=2)] * 99,
                 "d": [Impossible("no")], "e": [ValueError("odd")] * 2})  # fmt: skip
    told = []

    def failed(given, why):
        told.append((given.key, why))
        return [deed(f"told-{given.key}", chat="2")]

    run(book, hand, [deed(key) for key in "abcdef"], failed)
    assert sorted(hand.done) == ["a", "e", "f", "told-b", "told-c", "told-d"]
    assert sorted(told) == [("b", "busy"), ("c", "busy"), ("d", "no")]
    assert len(hand.faults["b"]) == 99 - runners.TRIES
    assert len(hand.faults["c"]) == 97


def test_a_chat_whose_calls_hang_holds_up_no_other(book):
    hand = Hand(hanging=("1",))
    run(book, hand, [deed("a", "1"), deed("b", "2")], until=lambda: hand.done)
    run(book, hand, [deed("c", "3")], until=lambda: "c" in hand.done)
    assert hand.done == ["b", "c"]
    assert book.waiting() == 1


def test_what_is_told_to_wait_keeps_the_chats_other_deeds_waiting(book):
    hand = Hand({"a": [Later("slow down", 0.3)]})
    run(book, hand, [deed("a"), deed("b"), deed("c", "2")])
    assert hand.done == ["c", "a", "b"]


def test_a_door_that_is_shut_costs_no_tries(book):
    hand = Hand({"a": [Later("gone")] * 30})

    async def carry(given):
        hand.ready = len(hand.faults["a"]) == 0
        await Hand.carry(hand, given)

    hand.carry = carry

    async def main():
        runner = Runner(book, {"d": hand}, lambda deed, why: [])
        await runner.put([deed("a")])
        task = asyncio.create_task(runner.run())
        for _ in range(3000):
            hand.ready = True
            if hand.done:
                break
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
    assert hand.done == ["a"]


def test_words_wait_for_what_they_tell_of_and_are_not_said_where_it_failed(book):
    hand = Hand({"a": [Later("busy")] * 2, "b": [Impossible("no")]})
    told = deed("say-a", doing="say", tells=("a",)), deed("say-b", "2", doing="say", tells=("b",))
    run(book, hand, [deed("a"), told[0], deed("b", "2"), told[1], deed("c", "2")])
    assert sorted(hand.done) == ["a", "c", "say-a"]
    assert hand.done.index("a") < hand.done.index("say-a")


def test_past_its_time_a_deed_is_tried_once(book):
    past = datetime(2020, 1, 1)
    hand = Hand({"a": [Later("busy")] * 9, "b": [Later("busy")]})
    run(book, hand, [deed("a", until=past), deed("b"), deed("c", until=past)])
    assert sorted(hand.done) == ["b", "c"]
    assert len(hand.faults["a"]) == 8


def test_words_to_one_chat_may_go_together(book):
    hand = Hand()
    hand.together = 30
    said = []

    async def carry(given):
        said.append(given.text)

    hand.carry = carry
    run(book, hand, [deed(f"k{number}", doing="say", text="x" * 10) for number in range(5)])
    assert said == ["xxxxxxxxxx\n\nxxxxxxxxxx"] * 2 + ["x" * 10]


def test_what_is_taken_up_is_left_to_who_took_it(book):
    book.put([deed(f"k{number}", chat=str(number)) for number in range(40)])
    taken = [book.take(["d"]), book.take(["d"])]
    assert [len(each) for each in taken] == [40, 0]
    book.later(taken[0][:1], 0)
    (again,) = book.take(["d"])
    assert (again.deed.key, again.tries) == ("k0", 1)


def test_what_was_done_and_could_not_be_written_down_is_not_done_again(book, monkeypatch):
    hand, finish, failing = Hand(), book.finish, [StorageError("away")] * 3

    def sometimes(done, **more):
        if done and failing:
            raise failing.pop()
        finish(done, **more)

    monkeypatch.setattr(book, "finish", sometimes)
    monkeypatch.setattr(deedbooks, "LEASE", timedelta(seconds=0.5))
    run(book, hand, [deed("a"), deed("b", "2")])
    assert sorted(hand.done) == ["a", "b"]
    assert failing == []


def test_a_deed_nobody_here_can_read_stops_no_other(book):
    hand = Hand()
    book.put([deed("odd"), deed("even")])
    with book._database.write() as connection:
        connection.exec_driver_sql("UPDATE bot_deeds SET body = '{\"doing\": \"dance\"}' WHERE key = 'odd'")
    run(book, hand, [deed("c", "2")], until=lambda: len(hand.done) == 2)
    assert sorted(hand.done) == ["c", "even"]
    assert book.waiting() == 1  # left to whoever can


def test_the_runner_outlives_what_nobody_foresaw(book, monkeypatch):
    hand, take, odd = Hand(), book.take, [RuntimeError("odd")] * 3

    def sometimes(doors):
        if odd:
            raise odd.pop()
        return take(doors)

    monkeypatch.setattr(book, "take", sometimes)
    run(book, hand, [deed("a")])
    assert hand.done == ["a"]


def test_what_has_been_begun_when_the_service_stops_is_written_down(book):
    hand, begun = Hand(), []

    async def carry(given):
        begun.append(given.key)
        await asyncio.sleep(0.1)
        hand.done.append(given.key)

    hand.carry = carry
    run(book, hand, [deed("a"), deed("b")], until=lambda: begun)
    assert hand.done == ["a"]
    assert book.waiting() == 1
    (left,) = book.take(["d"])  # at once: nobody else has it
    assert (left.deed.key, left.tries) == ("b", 0)


def test_what_is_given_up_is_told_even_where_that_could_not_be_kept_at_once(book, monkeypatch):
    hand, told = Hand({"a": [Impossible("no")] * 99}), []
    monkeypatch.setattr(deedbooks, "LEASE", timedelta(seconds=0.5))

    def failed(given, why):
        told.append(why)
        if len(told) < 3:
            raise StorageError("away")
        return [deed("told", "2")]

    run(book, hand, [deed("a")], failed)
    assert hand.done == ["told"]
    assert len(told) >= 3
