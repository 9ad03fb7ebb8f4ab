"""The tables: made by migrations, taken over from before there were any, up and down on both engines."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text

from assistant.errors import StorageError
from assistant.storage import schema
from assistant.storage.database import Database, get_state, open_database, opened_at
from assistant.storage.migrating import FOLDER, migrate
from assistant.storage.tables import appeals, bot_deeds, decisions, metadata, state
from assistant.workspace import Workspace

BEFORE = Path(__file__).with_name("before_migrations.sql")
LATER = {
    "moderation": ("decisions", "offences", "corrections", "rule_states"),
    "service": ("api_keys", "appeals", "audit_log", "outbox"),
    "bots": ("bot_deeds",),
    "evals": ("eval_runs",),
}


def differences(database: Database) -> list[object]:
    """What the tables in the database have otherwise than the program thinks."""
    ours = {*metadata.tables}

    def included(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or name in ours

    options = {"compare_type": True, "include_object": included}
    with database.read() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def made_of(database: Database) -> dict[str, object]:
    """Tables with their columns, keys and indexes, for comparing one state with another."""
    with database.read() as connection:
        seen = inspect(connection)
        return {
            name: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
                sorted((index["name"], tuple(index["column_names"])) for index in seen.get_indexes(name)),
                sorted(tuple(each["column_names"]) for each in seen.get_unique_constraints(name)),
                sorted(
                    (each["referred_table"], tuple(each["referred_columns"])) for each in seen.get_foreign_keys(name)
                ),
            )
            for name in seen.get_table_names()
            if not name.startswith("passages_fts")
        }


@pytest.fixture
def database(database_url: str):
    found = Database(database_url)
    yield found
    found.close()


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def test_head_is_the_last_migration():
    assert revisions()[-1] == schema.HEAD


def test_a_new_database_has_the_tables_of_the_program(database):
    schema.bring_up(database)
    assert differences(database) == []
    assert schema.version_of(database) == schema.HEAD


def test_each_step_down_and_up_again_is_the_same(database):
    migrate(database)
    whole = made_of(database)
    seen = []
    for revision in [*revisions()[-2::-1], "base"]:
        migrate(database, revision)
        seen.append(made_of(database))
        assert schema.version_of(database) == ("" if revision == "base" else revision)
    assert set(seen[-1]) == {"alembic_version"}
    for revision, before in zip(revisions(), [*seen[-2::-1], whole], strict=True):
        migrate(database, revision)
        assert made_of(database) == before
    assert differences(database) == []


def test_rows_stay_through_a_step_down_and_up(database):
    migrate(database)
    with database.write() as connection:
        connection.execute(insert(appeals), [appeal(1)])
    migrate(database, "0001")
    migrate(database)
    with database.read() as connection:
        assert [row.text for row in connection.execute(select(appeals))] == ["冤枉 1"]


def appeal(number: int) -> dict[str, object]:
    return {
        "id": f"a{number}", "decision_id": f"d{number}", "member": "m", "text": f"冤枉 {number}",
        "at": "2026-11-20T09:00:00", "settled_at": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "without", [(), *[(name,) for name in LATER], tuple(LATER)], ids=lambda each: "-".join(each) or "whole"
)
def test_a_workspace_of_before_is_taken_over(tmp_path, without):
    workspace = Workspace(tmp_path)
    path = workspace.make_state() / "state.db"
    dropped = [table for group in without for table in LATER[group]]
    with sqlite3.connect(path) as connection:
        connection.executescript(BEFORE.read_text(encoding="utf-8"))
        for table in dropped:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("INSERT INTO state VALUES ('moderation.salt', 'aa')")
        connection.execute(
            "INSERT INTO passages_fts (rowid, heading, question, body, single) VALUES (7, '配送', '', '公里', '三')"
        )
        connection.execute("INSERT INTO passages_df VALUES ('配送', 1, 'peisong')")
        if "appeals" not in dropped:
            names = ", ".join(appeal(1))
            connection.execute(f"INSERT INTO appeals ({names}) VALUES (:{', :'.join(appeal(1))})", appeal(1))
    connection.close()
    database = open_database(workspace)
    assert differences(database) == []
    with database.read() as connection:
        assert get_state(connection, "moderation.salt") == "aa"
        assert connection.execute(text("SELECT rowid FROM passages_fts WHERE passages_fts MATCH '公里'")).scalar() == 7
        assert connection.execute(text("SELECT sound FROM passages_df")).scalar() == "peisong"
        assert [row.id for row in connection.execute(select(appeals))] == ([] if "appeals" in dropped else ["a1"])
        assert connection.execute(select(decisions)).all() == []
        assert connection.execute(select(bot_deeds)).all() == []


def test_a_later_programs_database_is_left_alone(database):
    migrate(database)
    with database.write() as connection:
        connection.execute(state.update().where(state.c.key == schema.KEY).values(value="9999"))
    with pytest.raises(StorageError, match=r"9999.*升级程序"):
        schema.bring_up(database)


def test_processes_that_start_at_once_make_it_once(database_url):
    def started(_number: int) -> str:
        database = Database(database_url)
        try:
            schema.bring_up(database)
            return schema.version_of(database)
        finally:
            database.close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(started, range(6))) == [schema.HEAD] * 6


def test_a_migration_that_fails_leaves_what_was(database, monkeypatch):
    migrate(database, "0001")
    before = made_of(database)
    monkeypatch.setattr("alembic.op.create_index", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate(database)
    assert made_of(database) == before
    assert schema.version_of(database) == "0001"
    monkeypatch.undo()
    migrate(database)
    assert differences(database) == []


def test_a_table_of_somebody_elses_is_not_taken_for_ours(postgres_url):
    database = Database(postgres_url)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE documents (id integer)"))
    with pytest.raises(StorageError, match="documents"):
        schema.bring_up(database)
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["documents"]
    database.close()


def test_a_command_on_a_database_that_is_up_to_date_never_loads_alembic(tmp_path):
    opened_at(f"sqlite:///{tmp_path / 'own.db'}")
    code = (
        "import sys; from assistant.storage.database import opened_at; "
        f"opened_at('sqlite:///{tmp_path / 'own.db'}'); "
        "print(*[name for name in ('alembic', 'mako', 'psycopg') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert ended.stdout.strip() == ""
