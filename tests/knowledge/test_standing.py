"""What is kept from query to query is given up when the store changes, and is the same as what the store says."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from small_shop import put, shop
from sqlalchemy import select

from assistant.knowledge import search as searching
from assistant.knowledge import standing
from assistant.knowledge.lexical import words_of
from assistant.knowledge.search import Scope, Search
from assistant.knowledge.standing import SCOPES, Standing
from assistant.knowledge.sync import sync
from assistant.storage.database import open_database
from assistant.storage.tables import passages
from assistant.workspace import Workspace

DAY = date(2026, 11, 21)
FILES = {
    "vip.md": "---\ngroups: [vip]\n---\n# 老客福利\n\n老客群每周三下午可以免费试吃一款新出炉的贝果。\n",
    "delivery.md": "# 配送说明\n\n三公里以内满五十元免费送货，骑手一般四十分钟送到。\n",
    "copy.md": "# 配送说明\n\n三公里以内满五十元免费送货，骑手一般四十分钟送到。\n",
    "old.md": "---\nvalid_until: 2026-06-30\n---\n# 旧价目\n\n六寸生日蛋糕一百二十八元。\n",
}


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    sync(shop(tmp_path, FILES), today=DAY)
    return tmp_path


def found(search: Search, query: str, *, group: str = "", on: date = DAY, expired: bool = False) -> list[str]:
    hits = search.hits(query, scope=Scope(on, group=group, expired=expired), threshold=0, limit=20)
    return sorted({hit.passage.source for hit in hits})


QUERIES = ("老客群试吃什么", "满多少免费送货", "六寸生日蛋糕多少钱")
ASKED = [
    (query, {"group": group, "on": on, "expired": expired})
    for query in QUERIES
    for group in ("", "vip", "others")
    for on in (date(2026, 6, 1), DAY)
    for expired in (False, True)
]


def test_a_small_store_and_a_large_one_admit_the_same(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [found(Search(Workspace(bakery)), query, **scope) for query, scope in ASKED]  # type: ignore[arg-type]
    assert any("vip.md" in sources for sources in kept)
    assert any("vip.md" not in sources for sources in kept)
    assert any("old.md" in sources for sources in kept)
    monkeypatch.setattr(searching, "SMALL", 0)
    large = Search(Workspace(bakery))

    assert [found(large, query, **scope) for query, scope in ASKED] == kept  # type: ignore[arg-type]


def test_more_scopes_than_are_kept_take_turns(bakery: Path) -> None:
    search = Search(Workspace(bakery))
    for _ in range(2):
        for number in range(SCOPES + 2):
            assert "vip.md" not in found(search, QUERIES[0], group=f"group-{number}")
        assert "vip.md" in found(search, QUERIES[0], group="vip")


def test_what_another_process_lands_holds_at_once(bakery: Path) -> None:
    search = Search(Workspace(bakery))
    assert "vip.md" in found(search, QUERIES[0], group="vip")
    assert "vip.md" not in found(search, QUERIES[0], group="others")
    put(bakery, "vip.md", FILES["vip.md"].replace("[vip]", "[others]"))
    later = time.time() + 5
    os.utime(bakery / "knowledge" / "vip.md", (later, later))
    sync(Workspace(bakery), today=DAY)

    assert "vip.md" not in found(search, QUERIES[0], group="vip")
    assert "vip.md" in found(search, QUERIES[0], group="others")


def test_words_are_those_of_the_index_however_few_are_kept(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "WORDS", 2)
    with open_database(Workspace(bakery)).read() as connection:
        pks = [row[0] for row in connection.execute(select(passages.c.pk))]
        assert len(pks) > 3
        kept, expected = Standing(), words_of(connection, pks)
        for asked in (pks, pks[:2], pks[1:], pks[:1], pks):
            assert kept.words(connection, "one", asked) == {pk: expected[pk] for pk in asked}


def test_words_of_another_state_are_read_anew(bakery: Path) -> None:
    kept = Standing()
    with open_database(Workspace(bakery)).read() as connection:
        pk, source = connection.execute(select(passages.c.pk, passages.c.source)).first()
        before = kept.words(connection, "one", [pk])
    put(bakery, source, "# 别的\n\n今天门口的桂花开了，坐下来喝一杯热豆浆再走。\n")
    later = time.time() + 5
    os.utime(bakery / "knowledge" / source, (later, later))
    sync(Workspace(bakery), today=DAY)
    with open_database(Workspace(bakery)).read() as connection:
        pks = [row[0] for row in connection.execute(select(passages.c.pk))]
        assert kept.words(connection, "one", [pk]) == before
        assert kept.words(connection, "two", [*pks, pk]) == words_of(connection, [*pks, pk])
