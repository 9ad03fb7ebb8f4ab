"""What our evaluators share: each answers one question with yes or no, and can show the place that says no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from evals.results import Problem

CaseT = TypeVar("CaseT")
OutcomeT = TypeVar("OutcomeT")


@dataclass(repr=False)
class Judging(Evaluator[Any, Any, Any], Generic[CaseT, OutcomeT]):
    """One question asked of an outcome. ``key`` names it in metrics and gates, ``title`` in the report."""

    key: ClassVar[str]
    title: ClassVar[str]

    def applies(self, case: CaseT, outcome: OutcomeT) -> bool:
        """Whether the question makes sense here; where it does not, the case does not count for its metric."""
        return True

    def problems(self, case: CaseT, outcome: OutcomeT) -> Iterator[Problem]:
        """Yield everything that speaks against the outcome."""
        raise NotImplementedError

    def evaluate(self, ctx: EvaluatorContext[Any, Any, Any]) -> dict[str, EvaluationReason]:
        """Return the answer with the problems as its reason; nothing where the question does not apply."""
        if not self.applies(ctx.inputs, ctx.output):
            return {}
        found = list(self.problems(ctx.inputs, ctx.output))
        return {self.key: EvaluationReason(not found, "；".join(problem.message for problem in found) or None)}

    def problem(self, message: str, text: str = "", span: tuple[int, int] = (0, 0), **more: str) -> Problem:
        """Return a problem of this evaluator; ``more`` are expected, basis and suggestion."""
        return Problem(evaluator=self.key, message=message, text=text, start=span[0], end=span[1], **more)


def place(needle: str, text: str) -> tuple[int, int]:
    """Return where ``needle`` stands in ``text``, (0, 0) where it does not."""
    start = text.find(needle)
    return (start, start + len(needle)) if start >= 0 else (0, 0)
