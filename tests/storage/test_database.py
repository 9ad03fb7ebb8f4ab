import sqlite3
import threading
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from assistant.errors import InputError, StorageError
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.storage.apikeys import KeyBook
from assistant.storage.columns import NUL_AS
from assistant.storage.costs import CostBook
from assistant.storage.database import Database, get_state, open_database, opened_at, set_state
from assistant.storage.decisions import storable
from assistant.storage.drafts import DraftStore
from assistant.storage.tables import state
from assistant.storage.upsert import insert_new
from assistant.workspace import Workspace


@pytest.fixture
def database(database_url: str) -> Database:
    return opened_at(database_url)


def draft(number: int = 1, **said: object) -> Draft:
    values = {
        "id": f"d{number}",
        "kind": DraftKind.TOPIC,
        "group": "vip",
        "date": date(2026, 11, 20),
        "title": "今天吃什么",
        "body": "大家早上都吃什么？",
        "writer": "offline",
        "created_at": datetime(2026, 11, 20, 9, number),
    }
    return Draft.model_validate(values | said)


def test_state_is_kept(database: Database) -> None:
    with database.write() as connection:
        set_state(connection, "key", "旧")
        set_state(connection, "key", "新")
    with database.read() as connection:
        assert get_state(connection, "key") == "新"
        assert get_state(connection, "other", "没有") == "没有"


def half_done(connection: Connection) -> None:
    set_state(connection, "key", "half")
    raise RuntimeError


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:
        half_done(connection)
    with database.read() as connection:
        assert get_state(connection, "key") == ""


def test_a_reader_sees_one_state_for_its_whole_life(database: Database) -> None:
    with database.read() as reading:
        assert get_state(reading, "key") == ""
        with database.write() as writing:
            set_state(writing, "key", "new")
        assert get_state(reading, "key") == ""
    with database.read() as reading:
        assert get_state(reading, "key") == "new"


def test_opening_and_reading_do_not_wait_for_a_writer(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        set_state(connection, "key", "landing")
        other = opened_at.__wrapped__(database.url)
        with other.read() as reading:
            assert get_state(reading, "key") == ""
        other.close()


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".assistant").mkdir()
    (tmp_path / ".assistant" / "state.db").write_bytes(b"not a database " * 100)
    with pytest.raises(StorageError, match=r"state\.db") as caught:
        open_database(Workspace(tmp_path))
    assert "\n" not in str(caught.value)
    assert "改个名、再同步一次" in str(caught.value)


def test_once_it_is_out_of_the_way_a_new_one_is_made(tmp_path: Path) -> None:
    (tmp_path / ".assistant").mkdir()
    path = tmp_path / ".assistant" / "state.db"
    path.write_bytes(b"not a database " * 100)
    with pytest.raises(StorageError):
        open_database(Workspace(tmp_path))
    path.rename(tmp_path / "old.db")
    with open_database(Workspace(tmp_path)).read() as connection:
        assert get_state(connection, "schema")


def test_a_table_that_is_gone_is_told_with_where_to_look(database: Database) -> None:
    with pytest.raises(StorageError, match=r"nowhere.*请"), database.read() as connection:
        connection.exec_driver_sql("SELECT 1 FROM nowhere")


def test_a_database_of_a_later_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ".assistant" / "state.db"
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT)")
        connection.execute("INSERT INTO state VALUES ('schema', '99')")
    connection.close()
    with pytest.raises(StorageError, match="99"):
        open_database(Workspace(tmp_path))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://u:secret@h/db", "只支持 sqlite"),
        ("postgresql+asyncpg://u:secret@h/db", "只支持 sqlite"),
        ("h/db secret", "不是数据库的地址"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/db", "自动接上"),
        ("postgresql://u:secret@127.0.0.1:1/db", "自动接上"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_clear_line_without_the_password(
    tmp_path: Path, address: str, said: str
) -> None:
    (tmp_path / "assistant.toml").write_text(f'database_url = "{address}"\n', encoding="utf-8")
    with pytest.raises(StorageError, match=said) as caught:
        open_database(Workspace(tmp_path))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_half_a_character_a_nul_and_long_words_are_kept_on_either_engine(database: Database) -> None:
    odd = storable("a\0b\ud800" + "长" * 2000)
    book = KeyBook(database)
    book.add("a\0名字")
    with database.write() as connection:
        set_state(connection, "k" * 300, odd)
    with database.read() as connection:
        assert get_state(connection, "k" * 300) == odd
    assert [key.name.replace("\0", NUL_AS) for key in book.all()] == [f"a{NUL_AS}名字"]


def test_texts_sort_alike_on_both_engines(database: Database) -> None:
    names = ["b", "B", "a", "面包", "é", "_", "面", "A b", "Ab"]
    with database.write() as connection:
        insert_new(connection, state, [{"key": name, "value": ""} for name in names])
        insert_new(connection, state, [{"key": names[0], "value": "again"}])
    with database.read() as connection:
        query = select(state.c.key, state.c.value).where(state.c.key.in_(names)).order_by(state.c.key)
        assert list(map(tuple, connection.execute(query))) == [(name, "") for name in sorted(names)]


class TestDrafts:
    def test_versions(self, database: Database) -> None:
        store = DraftStore(database)
        store.add(draft())
        second = store.save(draft(body="改过：大家早上都吃什么？"))
        assert second.version == 2
        assert store.get("d1") == second
        assert [found.version for found in store.versions("d1")] == [1, 2]

    def test_an_edit_of_an_old_version_is_refused(self, database: Database) -> None:
        store = DraftStore(database)
        store.add(draft())
        store.save(draft())
        with pytest.raises(InputError, match="第 2 版"):
            store.save(draft())
        assert len(store.versions("d1")) == 2

    def test_an_unknown_draft_is_named(self, database: Database) -> None:
        with pytest.raises(InputError, match="d7"):
            DraftStore(database).get("d7")
        with pytest.raises(InputError, match="d7"):
            DraftStore(database).save(draft(7))

    def test_of_two_who_save_at_once_one_wins(self, database: Database) -> None:
        store, outcomes = DraftStore(database), []
        store.add(draft())

        def save() -> None:
            try:
                store.save(draft())
                outcomes.append("saved")
            except InputError:
                outcomes.append("refused")

        threads = [threading.Thread(target=save) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["refused"] * 3 + ["saved"]
        assert len(store.versions("d1")) == 2

    def test_history_is_of_the_group_and_the_days_without_the_rejected(self, database: Database) -> None:
        store = DraftStore(database)
        days = {1: date(2026, 11, 1), 2: date(2026, 11, 10), 3: date(2026, 11, 20), 4: date(2026, 12, 1)}
        for number, day in days.items():
            store.add(draft(number, date=day))
        store.add(draft(5, date=days[2], group="other"))
        store.add(draft(6, date=days[2], status=DraftStatus.REJECTED))
        found = store.history("vip", since=days[2], until=days[3])
        assert [past.id for past in found] == ["d2", "d3"]


def test_costs_add_up_by_day_and_exactly(database: Database) -> None:
    book = CostBook(database)
    for amount in ("0.1", "0.2", "0.0001"):
        book.add(date(2026, 11, 20), Decimal(amount), model="m", input_tokens=1, output_tokens=1)
    book.add(date(2026, 11, 21), Decimal("5"), model="m", input_tokens=1, output_tokens=1)
    assert book.spent(date(2026, 11, 20)) == Decimal("0.3001")
    assert book.spent(date(2026, 11, 22)) == 0
