"""Break the product in each way and see whether a gate breaks with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context

from pydantic import BaseModel, Field

from assistant.errors import InputError
from evals import gates as gating
from evals.fixtures import prepared
from evals.mutations.breakages import MUTATIONS, Mutation
from evals.paths import FOLDERS
from evals.runner import Options

UNBROKEN = "unbroken"


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
    suites = sorted({suite for mutation in mutations for suite in mutation.suites})
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool:
        list(pool.map(prepared, FOLDERS))
        unbroken = [pool.submit(_broken, UNBROKEN, (suite,)) for suite in suites]
        running = [(mutation, pool.submit(_broken, mutation.name, mutation.suites)) for mutation in mutations]
        anyway = {gate for one in unbroken for gate in one.result()[0]}
        found = []
        for mutation, one in running:
            broken, seconds = one.result()
            outcome = Outcome(
                name=mutation.name,
                title=mutation.title,
                suites=list(mutation.suites),
                broken=[gate for gate in broken if gate not in anyway],
                seconds=seconds,
            )
            say(outcome)
            found.append(outcome)
    return found


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


def _broken(name: str, suites: Sequence[str]) -> tuple[list[str], float]:
    """Run suites under a mutation, in this process, and return the gates that break."""
    from evals.suites import SUITES

    started = time.perf_counter()
    context = nullcontext() if name == UNBROKEN else next(one for one in MUTATIONS if one.name == name).apply()
    with context, Options().environment() as environment:
        results = [SUITES[suite].run(environment) for suite in suites]
    judged = gating.judge(results, gating.load_gates(), gating.load_baseline())
    return [
        f"{gate.suite} {gate.metric} {gate.message}" for gate in judged if not gate.ok
    ], time.perf_counter() - started
