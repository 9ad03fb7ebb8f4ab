"""Drafts by a real model through the product's whole path: what the checks find, what mends it, what leaves.

    python evals/bench/local_model.py --api-base http://127.0.0.1:8081/v1 --model openai/local --each 34 --total 100

Each brand is copied to a temporary workspace and asked as an operator asks: writer, checks, mends, repair turn, offline
writer, ``needs_edit``. A weak model is the point: it repeats itself and invents numbers, and nothing of that may reach
the operator. Prints one JSON object a line and then the table; exit status 1 when a draft with an error finding has
another status than ``needs_edit``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from assistant.drafting.briefing import Request
from assistant.drafting.model.job import Verdict
from assistant.drafting.service import OFFLINE, Drafter
from assistant.errors import Refused
from assistant.schema.contracts import Draft, DraftKind, DraftStatus, Finding
from assistant.workspace import Workspace
from evals.bench.asking import requests_of
from evals.paths import BRANDS

OUTCOMES = ("at once", "tidied", "repaired", "trimmed", "fell back", "refused")
Counts = dict[str, int]


@dataclass
class Line:
    """One draft. Findings are counted as ``check/kind/severity``.

    ``came`` are those of the model's first answer as it came, ``mended`` those after code had mended it, ``left`` those
    of the draft that is shown.
    """

    number: int
    brand: str
    kind: str
    format: str
    group: str
    date: str
    about: str
    outcome: str = ""
    status: str = ""
    came: Counts = field(default_factory=dict)
    mended: Counts = field(default_factory=dict)
    left: Counts = field(default_factory=dict)
    seconds: float = 0
    title: str = ""
    body: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether it left with an error and without the mark for it."""
        return self.status not in ("", DraftStatus.NEEDS_EDIT) and any(key.endswith("/error") for key in self.left)


class Bench:
    """One brand, ready to be asked."""

    def __init__(self, brand: str, folder: Path, settings: str) -> None:
        self.brand = brand
        self.workspace = Workspace(folder / brand)
        shutil.copytree(BRANDS[brand], self.workspace.knowledge)
        (self.workspace.root / "assistant.toml").write_text(settings, encoding="utf-8")
        self._verdicts: list[tuple[str, Verdict]] = []
        self._drafter = Drafter(self.workspace, writer="draft", watch=self._watch)

    def _watch(self, stage: str, verdict: Verdict) -> None:
        self._verdicts.append((stage, verdict))

    def answers(self, kind: DraftKind, format_: str) -> Iterator[Line]:
        """Yield what comes of the requests of a kind, without those refused before a model was asked."""
        for request in requests_of(self._drafter, self.workspace, kind, format_):
            if (line := self.ask(request)) is not None:
                yield line

    def ask(self, request: Request) -> Line | None:
        """Return what came of a request; None where it was refused before any model was asked."""
        self._verdicts.clear()
        day = request.day.isoformat()
        line = Line(0, self.brand, request.kind.value, request.format, request.group, day, request.about)
        started = time.perf_counter()
        try:
            draft = self._drafter.draft(request)
        except Refused as refused:
            if not self._verdicts:
                return None
            line.outcome, line.notes = "refused", [refused.reason]
        else:
            self._tell(line, draft)
        line.seconds = round(time.perf_counter() - started, 1)
        for stage, verdict in self._verdicts:
            if verdict.turn == 1 and stage == "as it came":
                line.came = counts(verdict.findings)
            elif verdict.turn == 1 and stage == "mended":
                line.mended = counts(verdict.findings)
        return line

    def _tell(self, line: Line, draft: Draft) -> None:
        line.status, line.title, line.body, line.notes = draft.status.value, draft.title, draft.body, draft.notes
        line.left = counts(draft.findings)
        last = self._verdicts[-1] if self._verdicts else None
        if draft.writer == OFFLINE or last is None:
            line.outcome = "fell back"
        elif last[0] == "trimmed":
            line.outcome = "trimmed"
        else:
            line.outcome = "repaired" if last[1].turn > 1 else "tidied" if last[1].mended else "at once"


def counts(findings: Iterable[Finding]) -> Counts:
    """Return how often each check, kind and severity occurs."""
    return dict(Counter(f"{finding.check}/{finding.kind}/{finding.severity}" for finding in findings))


def table(lines: Sequence[Line]) -> str:
    """Return the tables for the docs: outcomes by kind, findings by check."""
    kinds = list(dict.fromkeys(line.kind for line in lines))
    rows = [["kind", "drafts", *OUTCOMES, "needs_edit", "left with an error, unmarked", "seconds, median"]]
    for kind in [*kinds, "all"]:
        own = [line for line in lines if kind in (line.kind, "all")]
        outcomes = Counter(line.outcome for line in own)
        marked = sum(line.status == DraftStatus.NEEDS_EDIT for line in own)
        median = sorted(line.seconds for line in own)[len(own) // 2] if own else 0
        cells = [len(own), *(outcomes[name] for name in OUTCOMES), marked, sum(line.wrong for line in own), median]
        rows.append([kind, *map(str, cells)])
    found = [["finding", "severity", "first answer", "after mends", "draft shown"]]
    stages = [sum((Counter(getattr(line, name)) for line in lines), Counter()) for name in ("came", "mended", "left")]
    for key in sorted(set().union(*stages), key=lambda key: (key.rsplit("/", 1)[1], -stages[0][key], key)):
        name, severity = key.rsplit("/", 1)
        found.append([name, severity, *(str(stage[key]) for stage in stages)])
    return "\n\n".join(map(_markdown, (rows, found)))


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, f"|{'---|' * len(rows[0])}", *rest])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; returns the exit status."""
    options = _options(arguments)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        kinds = [DraftKind(kind) for kind in options.kinds.split(",")]
        benches = [Bench(brand, Path(folder), _settings(options)) for brand in options.brands.split(",")]
        for line in _written(benches, kinds, options):
            lines.append(line)
            line.number = len(lines)
            print(json.dumps(asdict(line), ensure_ascii=False), flush=True)
            if len(lines) == options.total:
                break
    print(f"\n{table(lines)}")
    return 1 if any(line.wrong for line in lines) else 0


def _written(benches: Sequence[Bench], kinds: Sequence[DraftKind], options: argparse.Namespace) -> Iterator[Line]:
    """Yield what comes of the requests, a block of one brand and kind at a time.

    A server that keeps the beginning of its last prompt reads the rules of a kind once a block, and a run that is cut
    short has seen every kind. What is refused before a model is asked is no draft.
    """
    runs = {
        (bench.brand, kind): bench.answers(kind, "" if kind is DraftKind.TOPIC else options.format)
        for bench in benches
        for kind in kinds
    }
    left = dict.fromkeys(kinds, options.each)
    while any(left[kind] for _, kind in runs):
        for (brand, kind), run in list(runs.items()):
            wanted = min(options.block, left[kind])
            done = 0
            for line in islice(run, wanted):
                done += 1
                yield line
            left[kind] -= done
            if done < wanted:
                del runs[brand, kind]


def _settings(options: argparse.Namespace) -> str:
    """Return the ``assistant.toml`` of a workspace; search goes by words alone, what is written is on trial here."""
    alias = {
        "model": options.model, "api_base": options.api_base, "api_key_env": options.api_key_env,
        "structured": options.structured, "timeout": options.timeout, "deadline": 2 * options.timeout, "retries": 0,
        "max_tokens": options.max_tokens, "passages": options.passages,
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in alias.items() if value != ""]
    return "\n".join(['[embedding]\nmodel = "none"', "[models.draft]", *lines]) + "\n"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--api-base", default="", help="address of the server, ending in /v1")
    parser.add_argument("--model", default="openai/local", help="litellm model name")
    parser.add_argument("--api-key-env", default="", help="environment variable with the key")
    parser.add_argument("--structured", default="json_schema", help="json_schema, json_object, tools or text")
    parser.add_argument("--brands", default=",".join(BRANDS))
    parser.add_argument("--kinds", default="topic,share,promo")
    parser.add_argument("--format", default="post", help="format of shares and promos")
    parser.add_argument("--each", type=int, default=10, help="drafts of each kind, at most")
    parser.add_argument("--total", type=int, default=1000, help="drafts of all kinds, at most")
    parser.add_argument("--block", type=int, default=4, help="drafts of one brand and kind in a row")
    parser.add_argument("--passages", type=int, default=4, help="passages a prompt shows")
    parser.add_argument("--timeout", type=float, default=180, help="seconds for one call")
    parser.add_argument("--max-tokens", type=int, default=800)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
