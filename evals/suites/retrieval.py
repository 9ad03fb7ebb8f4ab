"""Search: the right passage among the first five, nothing where nothing answers, never anything out of date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from pydantic_evals.evaluators import Evaluator

from evals.cases import RetrievalCase
from evals.environment import Environment
from evals.evaluators.retrieval import DEPTH, Found, NothingStale, Recalled, ReciprocalRank, Silent
from evals.loading import dataset_files, load_cases
from evals.paths import BRANDS, DATASETS
from evals.results import CaseResult
from evals.suites.base import Reported, Suite

# The sample brand is asked twice: by its author, and by somebody who saw neither the search nor the first questions.
ASKED_OF = {"heldout": "sample", **{name: name for name in BRANDS}}


class RetrievalSuite(Suite[RetrievalCase, Found]):
    """The question sets of every brand."""

    name = "retrieval"
    title = "检索"
    evaluators = (Recalled(), Silent(), NothingStale())

    def cases(self) -> list[RetrievalCase]:
        """Return the questions; which brand they are asked of stands in the file's name."""
        found: list[RetrievalCase] = []
        for file in dataset_files(DATASETS / self.name):
            found += load_cases(RetrievalCase, file, fixed={"brand": file.stem.split("_")[0]})
        return found

    def measures(self, environment: Environment) -> list[Evaluator[Any, Any, Any]]:
        """Return the reciprocal rank."""
        return [ReciprocalRank()]

    def run_case(self, case: RetrievalCase, environment: Environment) -> Found:
        """Ask."""
        stand = environment.stand(ASKED_OF[case.brand])
        return Found(stand.search.passages(case.query, limit=DEPTH, on=case.date), stand)

    def describe(self, case: RetrievalCase, outcome: Found | None) -> CaseResult:
        """Return the question."""
        return CaseResult(id=case.id, brand=case.brand, asked=case.query, passed=False)

    def metrics(self, cases: Sequence[Reported]) -> dict[str, float]:
        """Return recall, mean reciprocal rank and silence over all and for each set of questions."""
        found = super().metrics(cases)
        by_set: defaultdict[str, list[float]] = defaultdict(list)
        for case in cases:
            for key in ("recall_at_5", "unanswerable"):
                if key in case.assertions:
                    by_set[f"{key}/{case.inputs.brand}"].append(float(case.assertions[key].value))
            if "mrr" in case.scores:
                by_set[f"mrr/{case.inputs.brand}"].append(case.scores["mrr"].value)
        return found | {key: fmean(values) for key, values in by_set.items()}

    def ceilings(self, cases: Sequence[Reported], crashed: int, every: Sequence[RetrievalCase]) -> dict[str, float]:
        """Return the most each metric can still come to, over all and for each set of questions."""
        found = super().ceilings(cases, crashed, every)
        for brand in {case.inputs.brand for case in cases}:
            whole = [case for case in every if case.brand == brand]
            mine = super().ceilings([case for case in cases if case.inputs.brand == brand], 0, whole)
            found |= {f"{key}/{brand}": mine[key] for key in ("recall_at_5", "unanswerable", "mrr") if key in mine}
        return found
