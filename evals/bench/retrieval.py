"""Quality of search through the product's own function: on the question sets, and on any corpus with judgements.

    python -m evals.bench.retrieval [--corpus DIR ...]

A corpus is a folder with corpus.jsonl and queries.jsonl ({"id", "text"} a line) and qrels.tsv (query, document, 1).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.knowledge.search import Hit, Scope, Search
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace
from evals.bench.questions import BRANDS, load, synced
from evals.paths import ASKED


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    print("| questions about | recall@1 | @3 | @5 | unanswerable, nothing returned |")
    for name, knowledge in BRANDS.items():
        with tempfile.TemporaryDirectory() as folder, synced(knowledge, Path(folder)) as workspace:
            _questions(name, Search(workspace))
    print("| corpus | MRR@10 lexical | dense | fused | with the threshold |")
    for corpus in parser.parse_args().corpus:
        with tempfile.TemporaryDirectory() as folder:
            _corpus(corpus, Path(folder))


def _questions(name: str, search: Search) -> None:
    ranks = []
    for question in load(name, "answerable"):
        found = search.passages(question.text, limit=5, on=question.on)
        ranks.append(next((rank for rank, passage in enumerate(found) if question.answered_by(passage)), 99))
    empty = [not search.passages(question.text, on=question.on) for question in load(name, "unanswerable")]
    recall = [sum(rank < depth for rank in ranks) / len(ranks) for depth in (1, 3, 5)]
    shares = " | ".join(f"{share:.3f}" for share in recall)
    print(f"| {name}, {len(ranks)} | {shares} | {sum(empty) / len(empty):.3f} of {len(empty)} |", flush=True)


def _corpus(corpus: Path, folder: Path) -> None:
    documents = folder / "knowledge" / "documents"
    documents.mkdir(parents=True)
    (folder / "knowledge" / "brand.yaml").write_text("name: 测试\n", encoding="utf-8")
    for line in (corpus / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        (documents / f"{data['id']}.txt").write_text(data["text"], encoding="utf-8")
    workspace = Workspace(folder)
    sync(workspace)
    judged: defaultdict[str, set[str]] = defaultdict(set)
    for line in (corpus / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, _ = line.split("\t")
        judged[query].add(document)
    search, totals = Search(workspace), [0.0] * 4
    queries = [json.loads(line) for line in (corpus / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    for query in queries:
        near = search.hits(query["text"], scope=Scope(ASKED), limit=100, threshold=0)
        best = search.hits(query["text"], scope=Scope(ASKED), limit=10)
        orders = [_by(near, lambda hit: hit.lexical_rank), _by(near, lambda hit: hit.dense_rank), near, best]
        for number, order in enumerate(orders):
            totals[number] += _reciprocal_rank(order, judged[query["id"]])
    shares = " | ".join(f"{total / len(queries):.3f}" for total in totals)
    print(f"| {corpus.name}, {len(queries)} queries | {shares} |", flush=True)


def _by(hits: Sequence[Hit], rank: Callable[[Hit], int | None]) -> list[Hit]:
    return sorted((hit for hit in hits if rank(hit)), key=lambda hit: rank(hit) or 0)


def _reciprocal_rank(hits: Sequence[Hit], right: set[str]) -> float:
    documents = list(dict.fromkeys(Path(hit.passage.source).stem for hit in hits))[:10]
    return next((1 / rank for rank, document in enumerate(documents, start=1) if document in right), 0.0)


if __name__ == "__main__":
    main()
