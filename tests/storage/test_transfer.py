"""A workspace moves to PostgreSQL: every row of every table, or none, and life goes on there."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import JSON, Float, Integer, LargeBinary, Table, func, insert, select, text, update

from assistant.errors import InputError, StorageError
from assistant.knowledge.search import Search
from assistant.knowledge.sync import sync
from assistant.knowledge.wordcopy import WORDS
from assistant.schema.moderation import Message
from assistant.storage import transfer as transferring
from assistant.storage.database import Database, opened_at
from assistant.storage.tables import api_keys, decisions, metadata, passages, state
from assistant.storage.transfer import transfer
from assistant.workspace import Workspace

BRAND = "name: 麦香面包房\nabout: 街角的面包房，每天清晨现烤。\n"
FAQ = (
    "# 常见问题\n\n## 面包可以放几天？\n\n常温两天，冷冻一个月，回烤三分钟。\n\n"
    "## 可以开发票吗？\n\n可以，电子发票当天发到手机。\n"
)
ODD = ["", "面包🥐", "a\0b", "'; DROP TABLE state; --", "\\u0000 %s %(x)s :y", "长" * 3000]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A shop with something in every table."""
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "brand.yaml").write_text(BRAND, encoding="utf-8")
    (tmp_path / "knowledge" / "faq.md").write_text(FAQ, encoding="utf-8")
    found = Workspace(tmp_path)
    sync(found, today=date(2026, 11, 20))
    database = opened_at(f"sqlite:///{found.state / 'state.db'}")
    with database.write() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), [row(table, number) for number in range(len(ODD))])
    return found


def row(table: Table, number: int) -> dict[str, object]:
    """A row that no other has, with something odd in it."""
    return {column.name: value(table, column, number) for column in table.columns}


def value(table: Table, column, number: int) -> object:
    if column.foreign_keys:
        (foreign,) = column.foreign_keys
        return value(foreign.column.table, foreign.column, number)
    if isinstance(column.type, LargeBinary):
        return bytes(range(256)) + bytes([number])
    if isinstance(column.type, JSON):
        return {"面包": [ODD[number], number / 3, None, True]} if number % 2 or not column.nullable else None
    if isinstance(column.type, Integer | Float) or column.name == "pk":
        return 1000 + number if column.name == "pk" else number
    unique = column.primary_key or column.unique or any(column.name in index.columns for index in table.indexes)
    if column.name in ("valid_from", "valid_until", "superseded_from"):
        return "2020-01-01"
    return f"{table.name} {column.name} {number} {ODD[number] if not unique else ''}"


def source_of(workspace: Workspace) -> Database:
    return opened_at(f"sqlite:///{workspace.state / 'state.db'}")


def test_every_row_of_every_table_is_there(workspace, postgres_url):
    source, target = source_of(workspace), opened_at(postgres_url)
    copied = {each.table: each.rows for each in transfer(source, target, WORDS)}
    assert set(copied) == {*metadata.tables, "passages_fts", "passages_df"}
    assert all(copied.values())
    with source.read() as old, target.read() as new:
        for table in metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns)
            if table is state:
                query = query.where(state.c.key.not_in(("schema", "words.size")))
            before, after = ([list(each) for each in connection.execute(query)] for connection in (old, new))
            assert after == [[v.replace("\0", "�") if isinstance(v, str) else v for v in each] for each in before]
            assert copied[table.name] == len(before)


def test_life_goes_on_there(workspace, postgres_url, monkeypatch):
    found = Search(workspace).passages("面包能放多久", on=date(2026, 11, 20))
    transfer(source_of(workspace), opened_at(postgres_url), WORDS)
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", postgres_url)
    moved = Workspace(workspace.root)
    assert Search(moved).passages("面包能放多久", on=date(2026, 11, 20)) == found != []
    from assistant.moderation.cascade import Moderator

    given = Moderator(moved).decide(Message(id="1", group="", text="今天的面包几点出炉"))
    with opened_at(postgres_url).read() as connection:
        rows = connection.execute(select(decisions.c.id, decisions.c.pk).order_by(decisions.c.pk)).all()
    assert rows[-1] == (given.id, 1000 + len(ODD))


def test_a_target_with_anything_in_it_is_refused(workspace, postgres_url):
    target = opened_at(postgres_url)
    with target.write() as connection:
        connection.execute(insert(api_keys), [row(api_keys, 1)])
    with pytest.raises(InputError, match=r"不是空的（api_keys"):
        transfer(source_of(workspace), target, WORDS)
    with target.read() as connection:
        assert connection.execute(select(func.count()).select_from(decisions)).scalar() == 0


def test_what_arrives_otherwise_than_it_left_does_not_land(workspace, postgres_url, monkeypatch):
    target = opened_at(postgres_url)
    write = transferring._OfTable.write

    def wrongly(self, connection, rows):
        write(self, connection, rows)
        if self.name == "decisions":
            connection.execute(update(decisions).where(decisions.c.pk == 1001).values(verdict="allow"))

    monkeypatch.setattr(transferring._OfTable, "write", wrongly)
    with pytest.raises(StorageError, match=r"decisions 抄过去以后对不上.*内容校验不同"):
        transfer(source_of(workspace), target, WORDS)
    with target.read() as connection:
        assert connection.execute(select(func.count()).select_from(passages)).scalar() == 0
    monkeypatch.undo()
    assert transfer(source_of(workspace), target, WORDS)


def test_a_server_that_goes_away_half_way_leaves_nothing(workspace, postgres_url, postgres_server):
    target = opened_at(postgres_url)

    def told(table: str) -> None:
        if table == "decisions":
            postgres_server.stop("immediate")

    try:
        with pytest.raises(StorageError, match="自动接上"):
            transfer(source_of(workspace), target, WORDS, progress=told)
    finally:
        postgres_server.start()
    assert transfer(source_of(workspace), target, WORDS)


def assistant(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", "migrate", "sqlite-to-postgres", *arguments]
    return subprocess.run(
        [*command, "--workspace", str(workspace.root)], capture_output=True, text=True, encoding="utf-8", timeout=240
    )


def test_the_command(workspace, postgres_url):
    wanted = dict.fromkeys(("--to", "database_url"), 0)
    refused = assistant(workspace)
    assert refused.returncode == 2
    assert all(each in refused.stderr for each in wanted)
    done = assistant(workspace, "--to", postgres_url, "--json")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"table": "decisions", "rows": len(ODD)}.items() <= next(
        t for t in told if t["table"] == "decisions"
    ).items()
    again = assistant(workspace, "--to", postgres_url)
    assert again.returncode == 2
    assert "不是空的" in again.stderr
    assert len(again.stderr.strip().splitlines()[-1:]) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:///other.db", "postgresql+psycopg"),
        ("postgresql+psycopg://nobody:secret@127.0.0.1:1/db", "自动接上"),
        ("mysql://h/db", "postgresql+psycopg"),
    ],
)
def test_a_wrong_address_is_one_clear_line_without_the_password(workspace, address, said):
    ended = assistant(workspace, "--to", address)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "secret" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_database_that_is_not_there_is_said_to_be_made_first(workspace, postgres_server):
    ended = assistant(workspace, "--to", postgres_server.url("nowhere"))
    assert ended.returncode == 2
    assert "createdb" in ended.stderr


def test_nobody_writes_into_what_is_being_copied(workspace, postgres_url, monkeypatch):
    """What a service would write meanwhile waits; nothing is answered that the new database does not hold."""
    source = source_of(workspace)
    other = Database(source.url)
    monkeypatch.setattr("assistant.storage.engines.sqlite._WAIT", 0.05)
    hasty = Database(source.url)

    def told(table: str) -> None:
        if table == "decisions":
            with pytest.raises(StorageError, match="占着"), hasty.write():
                pass
            with other.read() as connection:
                assert connection.execute(select(func.count()).select_from(decisions)).scalar() == len(ODD)

    assert transfer(source, opened_at(postgres_url), WORDS, progress=told)


def test_a_copy_that_is_killed_leaves_nothing_and_is_run_again(workspace, postgres_url):
    command = [sys.executable, "-m", "assistant", "migrate", "sqlite-to-postgres", "--to", postgres_url]
    target = opened_at(postgres_url)
    with target.write() as connection:
        # It comes as far as here and waits.
        connection.execute(text("LOCK TABLE decisions IN SHARE MODE"))
        copying = subprocess.Popen(
            [*command, "--workspace", str(workspace.root)], stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert copying.stderr is not None
        with copying.stderr:
            assert any("decisions" in line for line in copying.stderr)
            copying.kill()
        copying.wait()
    with target.read() as connection:
        assert set(connection.execute(select(state.c.key)).scalars()) == {"schema"}
        assert connection.execute(select(func.count()).select_from(passages)).scalar() == 0
    done = assistant(workspace, "--to", postgres_url)
    assert done.returncode == 0, done.stderr
