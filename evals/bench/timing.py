"""Timing for the benchmarks: medians of repeated runs, always beside a reference in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def median_of(action: Callable[[int], object], runs: int, *, warm: int = 3) -> float:
    """Return the median seconds of ``action``, called with the number of the run, after ``warm`` uncounted ones."""
    for number in range(warm):
        action(number)
    taken = []
    for number in range(runs):
        begin = time.perf_counter()
        action(number)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def medians_in_turn(
    one: Callable[[int], object], other: Callable[[int], object], *, runs: int, warm: int = 3
) -> tuple[float, float]:
    """Return the median seconds of two actions that are called in turn, after ``warm`` uncounted calls of each."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(warm + runs):
        for action, kept in zip((one, other), taken, strict=True):
            begin = time.perf_counter()
            action(number)
            if number >= warm:
                kept.append(time.perf_counter() - begin)
    return statistics.median(taken[0]), statistics.median(taken[1])


def paired_processes(one: Sequence[str], other: Sequence[str], runs: int, *, cwd: str) -> tuple[float, float, float]:
    """Run two commands in turn; return the median seconds of each and the median of their ratio pair by pair."""
    ones: list[float] = []
    others: list[float] = []
    # Compiled modules are kept, as on any machine that runs a command twice.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for number in range(runs + 1):
        for command, taken in ((one, ones), (other, others)):
            begin = time.perf_counter()
            subprocess.run(
                command, cwd=cwd, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            if number:
                taken.append(time.perf_counter() - begin)
    ratio = statistics.median(a / b for a, b in zip(ones, others, strict=True))
    return statistics.median(ones), statistics.median(others), ratio


def row(name: str, measured: str, reference: str, ratio: float, goal: float) -> None:
    """Print one line of the table of docs/benchmarks.md."""
    print(f"| {name} | {measured} | {reference} | {ratio:.2f} | {goal:g} |", flush=True)


PYTHON = sys.executable
