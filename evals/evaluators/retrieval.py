"""Questions to a search result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from assistant.schema.contracts import Passage
from evals.cases import RetrievalCase
from evals.environment import Stand
from evals.evaluators.base import Judging
from evals.results import Problem

#: How many passages are looked at, as many as a page shows.
DEPTH = 5


@dataclass
class Found:
    """What a search returned."""

    passages: list[Passage]
    stand: Stand

    def rank(self, case: RetrievalCase) -> int:
        """Return the rank of the first passage that answers, from 1; 0 where none does."""
        return next((rank for rank, one in enumerate(self.passages, start=1) if case.answered_by(one)), 0)

    @property
    def shown(self) -> str:
        """The passages as the report shows them."""
        lines = [f"{rank}. {one.source}｜{one.heading}\n{one.text}" for rank, one in enumerate(self.passages, start=1)]
        return "\n\n".join(lines) or "什么也没有找到"


@dataclass(repr=False)
class Recalled(Judging[RetrievalCase, Found]):
    """A passage that answers is among the first five."""

    key = "recall_at_5"
    title = "前五条里有答案"

    def applies(self, case: RetrievalCase, outcome: Found) -> bool:
        """Only questions that have an answer."""
        return case.answerable

    def problems(self, case: RetrievalCase, outcome: Found) -> Iterator[Problem]:
        """Yield a question whose answer was not found."""
        if not outcome.rank(case):
            wanted = "、".join(sorted({one.source for one in case.accept} | set(case.sources)))
            yield self.problem("没有找到答案", outcome.shown, expected=f"答案在 {wanted}")


@dataclass(repr=False)
class Silent(Judging[RetrievalCase, Found]):
    """A question that nothing answers gets an empty result."""

    key = "unanswerable"
    title = "答不了就不答"

    def applies(self, case: RetrievalCase, outcome: Found) -> bool:
        """Only questions without an answer."""
        return not case.answerable

    def problems(self, case: RetrievalCase, outcome: Found) -> Iterator[Problem]:
        """Yield a question that was answered all the same."""
        if outcome.passages:
            said = f"资料里答不了，却给了 {len(outcome.passages)} 条"
            yield self.problem(said, outcome.shown, expected="什么也不给")


@dataclass(repr=False)
class NothingStale(Judging[RetrievalCase, Found]):
    """No passage that is over, replaced or not yet begun is returned."""

    key = "in_force"
    title = "没有过期的资料"

    def problems(self, case: RetrievalCase, outcome: Found) -> Iterator[Problem]:
        """Yield every passage that does not hold on the day."""
        for passage in outcome.passages:
            same = [
                one
                for one in outcome.stand.stored
                if (one.source, one.heading, one.text) == (passage.source, passage.heading, passage.text)
            ]
            if not any(one.in_force(case.date) for one in same):
                yield self.problem(
                    f"{passage.source} 的这一段在 {case.date} 不作数", passage.text, expected="只找当天有效的资料"
                )


@dataclass(repr=False)
class ReciprocalRank(Evaluator[RetrievalCase, Found, None]):
    """One over the rank of the first passage that answers, 0 where none of the first five does."""

    def evaluate(self, ctx: EvaluatorContext[RetrievalCase, Found, None]) -> dict[str, float]:
        """Return the score of a question that has an answer."""
        rank = ctx.output.rank(ctx.inputs)
        return {"mrr": 1 / rank if rank else 0.0} if ctx.inputs.answerable else {}
