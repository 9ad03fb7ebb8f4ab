"""Break the product in each way and see whether a gate breaks with it.

Each suite is run whole once, unbroken. Under a mutation its cases are run until a gate must break whatever the rest
would bring, which most mutations show within the first few.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import Any, NamedTuple

from pydantic import BaseModel, Field

from assistant.errors import InputError
from evals import gates as gating
from evals.environment import Environment
from evals.fixtures import prepared
from evals.mutations.breakages import MUTATIONS, Mutation
from evals.paths import FOLDERS
from evals.results import GateResult, SuiteResult
from evals.runner import SLOW, Options
from evals.suites.base import Suite

UNBROKEN = "unbroken"
# So many cases are run before it is asked whether a gate is lost.
_STRIDE = 6


class Broken(NamedTuple):
    """A gate that breaks, by suite and metric, and what is said about it."""

    suite: str
    metric: str
    message: str

    def __str__(self) -> str:
        return f"{self.suite} {self.metric} {self.message}"


class Outcome(BaseModel):
    """What came of one mutation: the gates that broke, and those that are broken without it as well."""

    name: str
    title: str
    suites: list[str]
    broken: list[str] = Field(default_factory=list)
    seconds: float = 0.0

    @property
    def caught(self) -> bool:
        """Whether a suite noticed."""
        return bool(self.broken)


def chosen(names: Sequence[str]) -> list[Mutation]:
    """Return the mutations of these names, all where none is named. Raises :class:`InputError`."""
    known = {mutation.name: mutation for mutation in MUTATIONS}
    for name in names:
        if name not in known:
            raise InputError(f"没有变异 {name!r}，可选：{'、'.join(known)}")
    return [mutation for mutation in MUTATIONS if not names or mutation.name in names]


def check(
    mutations: Sequence[Mutation], *, jobs: int = 1, say: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Run the suites of each mutation under it, each in a process of its own, so that nothing of it stays.

    A gate that breaks without any mutation proves nothing and is taken out of every result. ``say`` is called with each
    outcome as soon as it is there.
    """
    suites = sorted({suite for mutation in mutations for suite in mutation.suites}, key=_slow_first)
    with ProcessPoolExecutor(jobs, mp_context=_processes(), max_tasks_per_child=1) as pool:
        list(pool.map(prepared, FOLDERS))
        unbroken = {suite: pool.submit(_broken, UNBROKEN, (suite,), frozenset()) for suite in suites}
        running, anyway = {}, set[tuple[str, str]]()
        for suite in suites:
            # What waits for nothing else is begun while the other suites are still run unbroken.
            anyway |= {(one.suite, one.metric) for one in unbroken.pop(suite).result()[0]}
            for mutation in mutations:
                if mutation.name not in running and not unbroken.keys() & set(mutation.suites):
                    running[mutation.name] = pool.submit(_broken, mutation.name, mutation.suites, frozenset(anyway))
        found = []
        for mutation in mutations:
            broken, seconds = running[mutation.name].result()
            outcome = Outcome(
                name=mutation.name,
                title=mutation.title,
                suites=list(mutation.suites),
                broken=[str(one) for one in broken],
                seconds=seconds,
            )
            say(outcome)
            found.append(outcome)
    return found


def _slow_first(suite: str) -> int:
    return SLOW.index(suite) if suite in SLOW else len(SLOW)


def _processes() -> BaseContext:
    """Fresh processes that have the modules already, where the system can fork one that did nothing else."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["evals.suites", "evals.mutations.check"])
    return context


def outcome_line(outcome: Outcome) -> str:
    """Return one outcome as it is printed."""
    if outcome.caught:
        shown = "；".join(outcome.broken[:3]) + ("…" if len(outcome.broken) > 3 else "")
        return f"✓ {outcome.name}（{outcome.title}）被发现：{shown}  {outcome.seconds:.0f} 秒"
    return f"✗ {outcome.name}（{outcome.title}）没有被 {'、'.join(outcome.suites)} 发现  {outcome.seconds:.0f} 秒"


def verdict_line(outcomes: Sequence[Outcome]) -> str:
    """Return what is said at the end."""
    missed = sum(not outcome.caught for outcome in outcomes)
    said = f"{len(outcomes)} 种破坏，发现 {len(outcomes) - missed} 种"
    return f"{said}，漏了 {missed} 种：评测有漏洞" if missed else f"{said}。"


def _broken(name: str, suites: Sequence[str], anyway: frozenset[tuple[str, str]]) -> tuple[list[Broken], float]:
    """Run suites under a mutation, in this process, and return the gates that break but for those of ``anyway``."""
    from evals.suites import SUITES

    started = time.perf_counter()
    context = nullcontext() if name == UNBROKEN else next(one for one in MUTATIONS if one.name == name).apply()
    broken: list[GateResult] = []
    with context, Options().environment() as environment:
        for suite in suites:
            whole = name == UNBROKEN
            judged = _judged(SUITES[suite], environment, anyway, whole=whole)
            broken += [gate for gate in judged if (gate.suite, gate.metric) not in anyway]
    return [Broken(gate.suite, gate.metric, gate.message) for gate in broken], time.perf_counter() - started


def _judged(
    suite: Suite[Any, Any], environment: Environment, anyway: frozenset[tuple[str, str]], *, whole: bool
) -> list[GateResult]:
    """Return the gates that a suite breaks; unless it is to be run ``whole``, up to where the first one is lost."""
    gates, baseline = gating.load_gates(), gating.load_baseline()
    cases, questions = suite.cases(), suite.questions(environment)
    seen: list[Any] = []
    crashed = 0
    stride = len(cases) if whole else _STRIDE
    for begin in range(0, len(cases), stride):
        report = suite.report(cases[begin : begin + stride], environment, questions)
        seen += report.cases
        crashed += len(report.failures)
        lost = gating.lost(suite.name, suite.ceilings(seen, crashed, cases), gates, baseline)
        if not whole and any((gate.suite, gate.metric) not in anyway for gate in lost):
            return lost
    result = SuiteResult(name=suite.name, title=suite.title, status="passed", metrics=suite.totals(seen, crashed))
    return [gate for gate in gating.judge([result], gates, baseline) if not gate.ok]
