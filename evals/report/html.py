"""A run as one page without anything beside it, for people who run a shop and not a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evals.report.words import brand_title, evaluator_title, metric_title, suite_title
from evals.results import CaseResult, Problem, RunResult, SuiteResult

HERE = Path(__file__).parent
# Of each suite so many failing cases are shown; a page of a thousand serves nobody.
MOST = 200


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Excerpt:
    """One text with everything said about it."""

    pieces: list[Piece]
    problems: list[Problem]


def page(run: RunResult) -> str:
    """Return the page. Everything that comes from outside is escaped."""
    return str(_template().render(run=run, css=(HERE / "report.css").read_text(encoding="utf-8"), most=MOST))


def excerpts(case: CaseResult) -> list[Excerpt]:
    """Return the texts of a case, each once, with its problems; what belongs to no text comes first."""
    by_text: dict[str, list[Problem]] = {}
    for problem in case.problems:
        by_text.setdefault(problem.text, []).append(problem)
    ordered = sorted(by_text.items(), key=lambda item: bool(item[0]))
    return [Excerpt(pieces(text, problems), problems) for text, problems in ordered]


def pieces(text: str, problems: Sequence[Problem]) -> list[Piece]:
    """Cut a text at the places its problems name; places that overlap are one."""
    found: list[Piece] = []
    last = 0
    for start, end in sorted((problem.start, min(problem.end, len(text))) for problem in problems):
        start = max(start, last)
        if end > start:
            found += [Piece(text[last:start], marked=False), Piece(text[start:end], marked=True)]
            last = end
    return [piece for piece in [*found, Piece(text[last:], marked=False)] if piece.text]


def percent(value: float | None) -> str:
    """Return a share as people say it; one that is not quite whole is never told as 100%."""
    if value is None:
        return "—"
    if 0.999 < value < 1:
        return "99.9%"
    return f"{value * 100:.1f}".removesuffix(".0") + "%"


def main_metric(suite: SuiteResult) -> tuple[str, float] | None:
    """Return the one number to tell of a suite."""
    for name in ("recall_at_5", "held/recall", "not_obeyed", "passed"):
        if name in suite.metrics:
            return metric_title(name), suite.metrics[name]
    return next(iter(suite.metrics.items()), None)


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        excerpts=excerpts, metric_title=metric_title, evaluator_title=evaluator_title, brand_title=brand_title,
        main_metric=main_metric, suite_title=suite_title,
    )  # fmt: skip
    environment.filters["percent"] = percent
    return environment.get_template("report.html.j2")
