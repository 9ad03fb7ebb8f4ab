"""Questions that only arise where a model writes or judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from assistant.drafting.service import OFFLINE
from evals.cases import DraftCase
from evals.evaluators.outcomes import Drafted, JudgingDrafts, whole
from evals.models import RUBRICS, Judge
from evals.results import Problem


@dataclass(repr=False)
class ByModel(JudgingDrafts):
    """The model asked for wrote the draft, and not the offline writer in its place."""

    key = "by_model"
    title = "由指定的模型写成"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield drafts that the model did not bring about, with the note that says why."""
        for draft in outcome.told.drafts:
            if draft.writer == OFFLINE:
                yield self.problem("；".join(draft.notes) or "由离线写手代写", whole(draft))


@dataclass(repr=False)
class Marked(Evaluator[DraftCase, Drafted, None]):
    """What a model that judges says: grounded, on brand, natural, useful, each from 0 to 1."""

    judge: Judge

    def evaluate(self, ctx: EvaluatorContext[DraftCase, Drafted, None]) -> dict[str, EvaluationReason]:
        """Return the marks of the first draft with their reasons; nothing for a refusal."""
        outcome = ctx.output
        if not outcome.told.drafts:
            return {}
        marks = self.judge.marks(ctx.inputs.ask(outcome.kind), outcome.told.briefs[0], whole(outcome.told.drafts[0]))
        found = {name: getattr(marks, name) for name in RUBRICS}
        return {f"judge/{name}": EvaluationReason(mark.share, mark.why) for name, mark in found.items()}
