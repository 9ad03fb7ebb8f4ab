from __future__ import annotations

import threading
from datetime import datetime, timedelta

from assistant.moderation.detectors import build
from assistant.moderation.hits import Context
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message, Sender
from assistant.shared.recent import Recent

START = datetime(2026, 11, 3, 10)


def says(detector, number, *, sender="u1", group="a", seconds=1.0, text="在的"):
    message = Message(id=f"{sender}-{group}-{number}", text=f"{text}{number}")
    at = START + timedelta(seconds=number * seconds)
    return detector.find(views_of(message), Context(group, Sender(id=sender), at, "text", message.id))


def test_the_message_above_the_bound_is_found(bakery):
    flood = build("flood", {"messages": 4, "seconds": 60}, bakery)
    assert [bool(says(flood, number)) for number in range(6)] == [False] * 4 + [True] * 2


def test_slow_talk_other_members_and_other_groups_do_not_add_up(bakery):
    flood = build("flood", {"messages": 4, "seconds": 60}, bakery)
    assert not any(says(flood, number, seconds=20) for number in range(12))
    assert not any(says(flood, number, sender=f"u{number}") for number in range(12))
    assert not any(says(flood, 0, group=f"g{number}") for number in range(12))


def test_a_message_asked_about_twice_counts_once(bakery):
    flood = build("flood", {"messages": 2, "seconds": 60}, bakery)
    assert not any(says(flood, 1) for _ in range(9))


def test_whom_nobody_names_is_not_counted(bakery):
    flood = build("flood", {"messages": 2, "seconds": 60}, bakery)
    assert not any(says(flood, number, sender="") for number in range(9))


def test_moments_with_and_without_a_time_zone_go_together():
    recent: Recent[int] = Recent(timedelta(seconds=60), 10)
    assert recent.add("k", START, "1", 1) == [1]
    assert recent.add("k", START.astimezone(), "2", 2) == [1, 2]


def test_memory_is_bounded():
    recent: Recent[int] = Recent(timedelta(seconds=60), 3, keys=5)
    for number in range(50):
        recent.add(f"k{number}", START, "", number)
    assert len(recent._known) == 5
    for number in range(50):
        recent.add("k49", START, f"m{number}", number)
    assert len(recent._known["k49"]) == 3


def test_several_threads_lose_nothing():
    recent: Recent[int] = Recent(timedelta(seconds=60), 5000)

    def add(worker: int) -> None:
        for number in range(500):
            recent.add("k", START, f"{worker}-{number}", number)

    threads = [threading.Thread(target=add, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(recent.add("k", START, "last", 0)) == 2001
