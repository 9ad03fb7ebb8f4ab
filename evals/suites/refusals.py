"""Refusals: what the group's terms, the facts and the law forbid, beside requests very like it that are in order."""

from __future__ import annotations

from evals.asking import in_words
from evals.cases import RefusalCase
from evals.environment import Environment
from evals.evaluators.outcomes import Drafted
from evals.evaluators.refusals import Allows, Refuses, RightGround
from evals.loading import dataset_files, load_cases
from evals.paths import DATASETS
from evals.results import CaseResult
from evals.suites.base import Suite


class RefusalsSuite(Suite[RefusalCase, Drafted]):
    """Requests and the answer they must get."""

    name = "refusals"
    title = "拒绝"
    evaluators = (Refuses(), Allows(), RightGround())

    def cases(self) -> list[RefusalCase]:
        """Return the cases of ``evals/datasets/refusals``."""
        return load_cases(RefusalCase, *dataset_files(DATASETS / self.name))

    def run_case(self, case: RefusalCase, environment: Environment) -> Drafted:
        """Ask for the draft."""
        stand = environment.stand(case.brand)
        return Drafted(case.ask.kind, stand.write(case.ask, case.before), stand)

    def describe(self, case: RefusalCase, outcome: Drafted | None) -> CaseResult:
        """Return the request in words."""
        return CaseResult(
            id=case.id, brand=case.brand, asked=in_words(case.ask, outcome.stand if outcome else None), passed=False
        )
