"""PostgreSQL ranks as SQLite does: the same passages in the same order with the same scores, to the last bit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text

from assistant.knowledge import lexical
from assistant.knowledge.lexical import LexicalRow
from assistant.knowledge.postings import Postings
from assistant.knowledge.search import Search
from assistant.knowledge.sync import sync
from assistant.storage.database import Database, opened_at
from assistant.storage.tables import documents, passages
from assistant.workspace import Workspace

BAKERY = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"
SAMPLE = Path(__file__).parents[2] / "knowledge"
# Few characters, so that words come again and again, in titles and texts, and many passages tie.
ALPHABET = "面包店会员日价a1 ，"
LINES = st.text(ALPHABET, max_size=14)
ROWS = st.lists(st.tuples(LINES, LINES, st.text(ALPHABET, max_size=40)), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def engines(postgres_server, tmp_path_factory) -> Iterator[list[Database]]:
    """An empty database of each engine."""
    with postgres_server.database() as url:
        found = [opened_at(f"sqlite:///{tmp_path_factory.mktemp('lexical') / 'own.db'}"), opened_at(url)]
        yield found
        for database in found:
            database.close()


def filled(connection: Connection, rows: list[tuple[str, str, str]]) -> None:
    """Replace what is there."""
    for table in ("passages_fts", "passages", "documents"):
        connection.execute(text(f"DELETE FROM {table}"))
    document = {column.name: "" for column in documents.columns} | {"source": "a.md"}
    lists = {name: [] for name in ("supersedes", "sketch", "orders", "warnings")}
    connection.execute(insert(documents).values(document | lists))
    blank = {column.name: "" for column in passages.columns} | {"source": "a.md", "groups": [], "tags": []}
    numbered = list(enumerate(rows, start=1))
    found = [blank | {"pk": pk, "id": str(pk), "position": pk, "content": str(pk)} for pk, _ in numbered]
    connection.execute(insert(passages), found)
    lexical.add_rows(connection, [LexicalRow(pk, *row) for pk, row in numbered])
    lexical.count_terms(connection)


def asked(connection: Connection, query: str, count: int) -> tuple[lexical.LexicalQuery, list[tuple[int, float]]]:
    found = lexical.parse_query(connection, query)
    return found, lexical.match(connection, found, count, Postings())


@settings(max_examples=30)
@given(rows=ROWS, query=st.text(ALPHABET, min_size=1, max_size=12), count=st.sampled_from([3, 100]))
def test_any_passages_rank_alike(engines, rows, query, count):
    answers = []
    for database in engines:
        with database.write() as connection:
            filled(connection, rows)
        with database.read() as connection:
            answers.append((*asked(connection, query, count), lexical.words_of(connection, range(1, len(rows) + 1))))
    assert answers[0] == answers[1]


@settings(max_examples=6)
@given(times=st.integers(200, 700), others=st.integers(1, 300))
def test_a_word_that_stands_hundreds_of_times_in_a_passage_counts_as_often(engines, times, others):
    rows = [("价", "", "面包 " * times + "会员" * others), ("面包", "面包", "会员日" * others + "店"), ("", "", "面包")]
    answers = []
    for database in engines:
        with database.write() as connection:
            filled(connection, rows)
        with database.read() as connection:
            answers.append([asked(connection, query, 10)[1] for query in ("面包", "员会", "员", "面包会员日")])
    assert answers[0] == answers[1]
    assert all(answers[0])


def test_passages_that_are_taken_out_count_no_more(engines):
    rows = [("面包", "", "今天的面包"), ("会员日", "", "面包会员价"), ("", "几点开门", "面包店九点开")]
    answers = []
    for database in engines:
        with database.write() as connection:
            filled(connection, rows)
            connection.execute(text("DELETE FROM passages WHERE pk = 2"))
            lexical.remove_rows(connection, [2])
            lexical.count_terms(connection)
        with database.read() as connection:
            answers.append((asked(connection, "面包会员", 10), asked(connection, "几点开", 10)))
    assert answers[0] == answers[1]
    assert [pk for pk, _ in answers[0][0][1]] == [1, 3]


@pytest.mark.parametrize("brand", [BAKERY, SAMPLE], ids=["bakery", "sample"])
def test_a_brand_is_searched_alike_on_both(brand, tmp_path, monkeypatch, postgres_url):
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    queries = _queries(brand)
    answers = []
    for name, address in (("local", ""), ("server", postgres_url)):
        shutil.copytree(brand, tmp_path / name / "knowledge")
        (tmp_path / name / "assistant.toml").write_text(f'database_url = "{address}"\n', encoding="utf-8")
        workspace = Workspace(tmp_path / name)
        report = sync(workspace, today=date(2026, 11, 20))
        search = Search(workspace)
        found = [search.passages(query, on=date(2026, 11, 20), limit=10) for query in queries]
        answers.append((report.passages, found, sync(workspace, today=date(2026, 11, 20))))
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0][1])) > len(queries) // 3


def _queries(brand: Path) -> list[str]:
    """What somebody might ask, out of the brand's own files: pieces of lines, and some spelled by ear."""
    lines = [
        line.strip("# -|")
        for file in sorted(brand.rglob("*.md"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    told = [line for line in lines if len(line) > 8]
    return [line[:n] for line in told[:: max(1, len(told) // 40)] for n in (3, 8, 24)] + [
        "yunfei duoshao",
        "几点关门",
        "店",
    ]
