"""Changes of others are looked for: at once where there is notice, else every second or two, whatever goes wrong."""

from __future__ import annotations

import logging
import threading

from assistant.errors import StorageError
from assistant.server import watch as watch_module
from assistant.server.watch import Watch
from assistant.shared.embedded import Embedded


class Noticed(Embedded):
    """Shared with others, as far as the watch knows."""

    alone = False


def test_a_notice_is_followed_at_once_and_without_one_it_is_looked_all_the_same(monkeypatch):
    monkeypatch.setattr(watch_module, "NOTICED", 0.01)
    monkeypatch.setattr(watch_module, "LOOKED_SELDOM", 1000)
    shared, looked = Noticed(), threading.Semaphore(0)
    watch = Watch(shared, (looked.release,))
    shared.changed()
    assert looked.acquire(timeout=60)
    watch.close()
    monkeypatch.setattr(watch_module, "LOOKED", 0.01)
    alone = Watch(Embedded(), (looked.release,))
    assert all(looked.acquire(timeout=60) for _ in range(3))
    alone.close()


def test_a_database_that_is_away_is_told_of_once_and_looked_at_again(monkeypatch, caplog):
    monkeypatch.setattr(watch_module, "NOTICED", 0.005)
    monkeypatch.setattr(watch_module, "LOOKED", 0.005)
    caplog.set_level(logging.WARNING, "assistant.server.watch")
    faults = [StorageError("away"), ValueError("odd"), StorageError("away")]
    looked = threading.Semaphore(0)

    def look():
        looked.release()
        if faults:
            raise faults.pop()

    others = threading.Semaphore(0)
    watch = Watch(Embedded(), (look, others.release))
    assert all(looked.acquire(timeout=60) for _ in range(6))
    assert all(others.acquire(timeout=60) for _ in range(5))  # also where the first has failed
    assert [len(faults), others.acquire(timeout=60)] == [0, True]
    watch.close()
    assert [record.getMessage() for record in caplog.records] == ["changes of others could not be looked for: away"]
