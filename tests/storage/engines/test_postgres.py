"""Connections to PostgreSQL that were cut while nobody used them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Connection, text

from assistant.errors import StorageError
from assistant.storage.database import Database, get_state, opened_at, set_state
from assistant.storage.engines import postgres

_PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened_at(postgres_url)
    made = Database(postgres_url)
    yield made
    made.close()


def used(database: Database) -> int:
    """Use a connection, which then rests in the pool; return its process on the server."""
    with database.read() as connection:
        return pid_of(connection)


def pid_of(connection: Connection) -> int:
    return int(connection.execute(_PID).scalar_one())


def cut(url: str) -> None:
    """End the server's side of every connection, as a restart does."""
    ending = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(ending)


def test_one_that_was_cut_while_it_rested_is_made_anew_before_anybody_notices(database, postgres_url, monkeypatch):
    monkeypatch.setattr(postgres, "_RESTED", 0.0)
    before = used(database)
    cut(postgres_url)
    with database.write() as connection:
        set_state(connection, "key", "kept")
        assert pid_of(connection) != before
    with database.read() as connection:
        assert get_state(connection, "key") == "kept"


def test_one_that_was_cut_a_moment_ago_is_told_of_once_and_nothing_is_half_written(database, postgres_url, monkeypatch):
    monkeypatch.setattr(postgres, "_RESTED", 60.0)
    used(database)
    cut(postgres_url)
    with pytest.raises(StorageError, match="PostgreSQL 是否在运行"), database.write() as connection:
        set_state(connection, "key", "lost")
    with database.write() as connection:
        assert get_state(connection, "key") == ""
        set_state(connection, "key", "kept")
    with database.read() as connection:
        assert get_state(connection, "key") == "kept"


def test_one_that_was_used_a_moment_ago_is_asked_nothing(database, monkeypatch):
    asked: list[object] = []
    monkeypatch.setattr(database.engine.dialect, "do_ping", lambda connection: asked.append(connection) or True)
    monkeypatch.setattr(postgres, "_RESTED", 60.0)
    first = used(database)
    assert (used(database), asked) == (first, [])
    monkeypatch.setattr(postgres, "_RESTED", 0.0)
    assert used(database) == first
    assert len(asked) == 1
