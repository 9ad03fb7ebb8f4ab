"""Several processes write at a time, on either engine: nothing is counted twice, none is lost, nobody waits for ever.

Each writer here has a database object of its own, as another process would.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from assistant.errors import InputError, StorageError
from assistant.server.bots.deedbook import DeedBook
from assistant.server.bots.deeds import Deed
from assistant.storage.apikeys import KeyBook
from assistant.storage.appeals import AppealBook
from assistant.storage.database import Database, get_state, opened_at, set_state
from assistant.storage.decisions import DecisionBook
from assistant.storage.identity import identity_of
from assistant.storage.locks import BUCKETS, alone, hold, turn
from assistant.storage.tables import appeals, bot_deeds

WRITERS = 6


@pytest.fixture
def databases(database_url: str) -> Iterator[list[Database]]:
    opened_at(database_url)
    found = [Database(database_url) for _ in range(WRITERS)]
    yield found
    for database in found:
        database.close()


def together(databases: list[Database], work: Callable[[Database, int], Any]) -> list[Any]:
    """Let every writer begin at the same moment."""
    barrier = threading.Barrier(len(databases))

    def one(number: int) -> Any:
        barrier.wait()
        return work(databases[number], number)

    with ThreadPoolExecutor(len(databases)) as pool:
        return list(pool.map(one, range(len(databases))))


def test_the_salt_and_the_name_of_a_workspace_are_made_once(databases):
    assert len(set(together(databases, lambda database, _: DecisionBook(database).hashed("138")))) == 1
    assert len(set(together(databases, lambda database, _: identity_of(database)))) == 1


def test_a_member_appeals_once(databases):
    made = together(databases, lambda database, number: AppealBook(database).add("d1", "m1", f"冤枉 {number}"))
    assert sorted(new for _, new in made) == [False] * (WRITERS - 1) + [True]
    assert len({appeal.id for appeal, _ in made}) == 1
    with databases[0].read() as connection:
        assert connection.execute(select(func.count()).select_from(appeals)).scalar() == 1


def deed(key: str) -> Deed:
    return Deed(key=key, door="telegram", chat="1", doing="delete", at=datetime(2026, 11, 20, 9))


def test_a_deed_is_put_once_and_taken_up_once(databases):
    together(databases, lambda database, _: DeedBook(database).put([deed(f"k{n}") for n in range(20)]))
    taken = together(databases, lambda database, _: [each.pk for each in DeedBook(database).take(["telegram"])])
    whole = [pk for each in taken for pk in each]
    assert len(whole) == len(set(whole)) == 20
    with databases[0].read() as connection:
        assert connection.execute(select(func.count()).select_from(bot_deeds)).scalar() == 20


def test_of_two_who_replace_a_key_one_does(databases):
    first, _ = KeyBook(databases[0]).add("bot")

    def replace(database: Database, _number: int) -> bool:
        try:
            KeyBook(database).add("bot", replaces=first.id)
        except InputError:
            return False
        return True

    assert sum(together(databases, replace)) == 1
    assert len(KeyBook(databases[0]).all()) == 2


def test_keys_that_are_noted_in_any_order_never_wait_for_each_other(databases):
    ids = [KeyBook(databases[0]).add(f"bot {number}")[0].id for number in range(8)]

    def note(database: Database, number: int) -> None:
        for turn_ in range(10):
            order = ids if (number + turn_) % 2 else ids[::-1]
            KeyBook(database).used(dict.fromkeys(order, datetime.now()))

    together(databases, note)
    assert all(key.used_at for key in KeyBook(databases[0]).all())


def test_what_is_held_by_name_is_added_up_right(databases):
    """Read, then write what was read and one more: the step that a lock is for."""

    def count(database: Database, _number: int) -> None:
        for _ in range(10):
            with database.write() as connection:
                hold(connection, {"a", "b"})
                set_state(connection, "counted", str(int(get_state(connection, "counted", "0")) + 1))

    together(databases, count)
    with databases[0].read() as connection:
        assert get_state(connection, "counted") == str(10 * WRITERS)


def test_names_in_any_order_and_number_never_wait_for_each_other(databases):
    names = [f"n{number}" for number in range(3 * BUCKETS)]

    def work(database: Database, number: int) -> None:
        for turn_ in range(4):
            with database.write() as connection:
                hold(connection, names[number * turn_ :] if number % 2 else reversed(names))

    together(databases, work)


def test_a_matter_of_the_workspace_is_one_transactions_at_a_time(databases):
    inside: list[int] = []

    def work(database: Database, number: int) -> None:
        for _ in range(5):
            with database.write() as connection:
                alone(connection, "corrections")
                inside.append(number)
                assert inside == [number]
                inside.remove(number)

    together(databases, work)


def test_who_waits_too_long_is_told_so(postgres_url):
    opened_at(postgres_url)
    from assistant.settings import DatabaseSettings

    holder = Database(postgres_url)
    hasty = Database(postgres_url, DatabaseSettings(lock_seconds=0.2, statement_seconds=1))
    with holder.write() as connection:
        hold(connection, ["x"])
        with pytest.raises(StorageError, match="别的程序正占着"), hasty.write() as other:
            hold(other, ["x"])
    with pytest.raises(StorageError, match="statement_seconds"), hasty.read() as other:
        other.execute(text("SELECT pg_sleep(5)"))
    holder.close()
    hasty.close()


def test_more_than_the_pool_holds_is_told_so(postgres_url):
    from assistant.settings import DatabaseSettings

    opened_at(postgres_url)
    small = Database(postgres_url, DatabaseSettings(pool=1, connect_seconds=1))
    with small.read(), small.read(), pytest.raises(StorageError, match=r"database\.pool"), small.read():
        pass
    small.close()


def test_a_turn_over_many_transactions_is_one_process_at_a_time(postgres_url):
    opened_at(postgres_url)
    first, second = Database(postgres_url), Database(postgres_url)
    with (
        turn(first, "knowledge sync", seconds=5),
        pytest.raises(StorageError, match="占着"),
        turn(second, "knowledge sync", seconds=0.5),
    ):
        pass
    with turn(second, "knowledge sync", seconds=5):
        pass
    first.close()
    second.close()


def test_a_reader_writes_nothing_on_a_server(postgres_url):
    opened_at(postgres_url)
    database = Database(postgres_url)
    with pytest.raises(StorageError, match="read-only"), database.read() as connection:
        set_state(connection, "key", "x")
    database.close()
