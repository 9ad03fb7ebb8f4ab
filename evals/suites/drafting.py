"""The suites that have drafts written: topic, share and promo differ in their kind and their questions alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic_evals.evaluators import Evaluator

from assistant.drafting.service import OFFLINE
from assistant.schema.contracts import DraftKind
from evals.asking import in_words
from evals.cases import DraftCase
from evals.environment import Environment
from evals.evaluators.base import Judging
from evals.evaluators.drafts import Answered, Clean, FreshTitle, Phrases
from evals.evaluators.grounding import Citations, Figures, InForce
from evals.evaluators.models import ByModel, Marked
from evals.evaluators.outcomes import Drafted
from evals.evaluators.shape import Bounds, Voice
from evals.loading import dataset_files, load_cases
from evals.paths import DATASETS
from evals.results import CaseResult
from evals.suites.base import Suite

COMMON = (Answered(), Clean(), Bounds(), Phrases(), Voice(), Figures(), Citations(), InForce(), FreshTitle())


class DraftingSuite(Suite[DraftCase, Drafted]):
    """Each case is one request; the group got nothing before but what the case says."""

    kind: ClassVar[DraftKind]
    drafts = True
    evaluators: ClassVar[Sequence[Judging[Any, Any]]] = COMMON

    def cases(self) -> list[DraftCase]:
        """Return the cases of ``evals/datasets/<name>``."""
        return load_cases(DraftCase, *dataset_files(DATASETS / self.name))

    def questions(self, environment: Environment) -> list[Judging[Any, Any]]:
        """Return the evaluators; where a model is to write, it must have written."""
        return [*self.evaluators, *([] if environment.writer == OFFLINE else [ByModel()])]

    def measures(self, environment: Environment) -> list[Evaluator[Any, Any, Any]]:
        """Return the judge's marks, where there is a judge."""
        return [Marked(environment.judge)] if environment.judge else []

    def run_case(self, case: DraftCase, environment: Environment) -> Drafted:
        """Have the drafts written."""
        stand = environment.stand(case.brand)
        return Drafted(self.kind, stand.write(case.ask(self.kind), case.before), stand)

    def describe(self, case: DraftCase, outcome: Drafted | None) -> CaseResult:
        """Return the request in words."""
        prompts = {draft.prompt.sha256 for draft in outcome.told.drafts if draft.prompt} if outcome else set()
        return CaseResult(
            id=case.id,
            brand=case.brand,
            asked=in_words(case.ask(self.kind), outcome.stand if outcome else None),
            passed=False,
            prompt=" ".join(sorted(prompts)),
        )
