"""What a suite is: typed cases, a task, evaluators, and the metrics its gates hold."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any, ClassVar, Generic, TypeVar

import pydantic_evals
from pydantic_evals.evaluators import Evaluator, ReportEvaluator
from pydantic_evals.reporting import ConfusionMatrix, EvaluationReport, ReportCase, ReportCaseFailure

from evals.cases import Case
from evals.environment import Environment
from evals.evaluators.base import Judging
from evals.results import CaseResult, Matrix, Problem, SuiteResult

CaseT = TypeVar("CaseT", bound=Case)
OutcomeT = TypeVar("OutcomeT")
Reported = ReportCase[Any, Any, Any]
Progress = Callable[[str, int, int], None]


class Suite(ABC, Generic[CaseT, OutcomeT]):
    """One suite. ``drafts`` says that a writer writes in it, so that ``--writer`` and ``--judge`` apply."""

    name: ClassVar[str]
    title: ClassVar[str]
    drafts: ClassVar[bool] = False
    evaluators: ClassVar[Sequence[Judging[Any, Any]]] = ()
    report_evaluators: ClassVar[Sequence[ReportEvaluator]] = ()

    @abstractmethod
    def cases(self) -> list[CaseT]:
        """Return the cases in order. Raises :class:`InputError` for a wrong dataset."""

    @abstractmethod
    def run_case(self, case: CaseT, environment: Environment) -> OutcomeT:
        """Do what the case asks and return what came of it."""

    @abstractmethod
    def describe(self, case: CaseT, outcome: OutcomeT | None) -> CaseResult:
        """Return a case as the report shows it; problems and assertions are filled in by :meth:`run`."""

    def metrics(self, cases: Sequence[Reported]) -> dict[str, float]:
        """Return the metrics: of each evaluator the share of cases it is content with, and ``passed`` of all."""
        answers: defaultdict[str, list[bool]] = defaultdict(list)
        for case in cases:
            answers["passed"].append(all(each.value for each in case.assertions.values()))
            for key, each in case.assertions.items():
                answers[key].append(each.value)
        scores: defaultdict[str, list[float]] = defaultdict(list)
        for case in cases:
            for key, score in case.scores.items():
                scores[key].append(float(score.value))
        return {key: fmean(found) for key, found in (answers | scores).items()}

    def questions(self, environment: Environment) -> list[Judging[Any, Any]]:
        """Return the evaluators that answer yes or no in this run."""
        return list(self.evaluators)

    def measures(self, environment: Environment) -> list[Evaluator[Any, Any, Any]]:
        """Return the evaluators that give scores and labels in this run."""
        return []

    def dataset(
        self, cases: Sequence[CaseT], evaluators: Sequence[Evaluator[Any, Any, Any]]
    ) -> pydantic_evals.Dataset[CaseT, OutcomeT, None]:
        """Return the cases as a dataset of pydantic-evals."""
        return pydantic_evals.Dataset(
            name=self.name,
            cases=[pydantic_evals.Case(name=case.id, inputs=case) for case in cases],
            evaluators=list(evaluators),
            report_evaluators=list(self.report_evaluators),
        )

    def run(self, environment: Environment, progress: Progress | None = None, limit: int = 0) -> SuiteResult:
        """Run every case, or the first ``limit``, and return the result; its status is set by the gates."""
        started = time.perf_counter()
        cases = self.cases()[: limit or None]
        if not cases:
            return SuiteResult(name=self.name, title=self.title, status="not_run", reason="还没有用例")
        questions = self.questions(environment)
        report = self.report(cases, environment, questions, progress)
        return SuiteResult(
            name=self.name,
            title=self.title,
            status="passed",
            metrics=self.totals(report.cases, len(report.failures)),
            cases=[*(self._result(case, questions) for case in report.cases), *map(self._crashed, report.failures)],
            matrices=_matrices(report),
            seconds=round(time.perf_counter() - started, 2),
        )

    def report(
        self,
        cases: Sequence[CaseT],
        environment: Environment,
        questions: Sequence[Judging[Any, Any]],
        progress: Progress | None = None,
    ) -> EvaluationReport[CaseT, OutcomeT, None]:
        """Run these cases, one after the other, and have them judged."""
        done = 0

        # Asynchronous, so that it runs in this thread and the cases follow each other: they share a store.
        async def task(case: CaseT) -> OutcomeT:
            nonlocal done
            outcome = self.run_case(case, environment)
            done += 1
            if progress is not None:
                progress(self.name, done, len(cases))
            return outcome

        dataset = self.dataset(cases, [*questions, *self.measures(environment)])
        # Not evaluate_sync, which leaves its event loop open.
        return asyncio.run(dataset.evaluate(task, progress=False, max_concurrency=1))

    def totals(self, cases: Sequence[Reported], crashed: int) -> dict[str, float]:
        """Return the metrics, to four digits; a case that ended in an error has not passed, and does not vanish."""
        share = len(cases) / ((len(cases) + crashed) or 1)
        return {key: round(value * share, 4) for key, value in sorted(self.metrics(cases).items())}

    def ceilings(self, cases: Sequence[Reported], crashed: int, every: Sequence[CaseT]) -> dict[str, float]:
        """Return the most each metric can still come to, after some of ``every`` case: as if all others went well.

        A metric that is no share of the cases has no ceiling here.
        """
        lost: defaultdict[str, float] = defaultdict(float)
        for case in cases:
            lost["passed"] += not all(each.value for each in case.assertions.values())
            for key, each in (case.assertions | case.scores).items():
                lost[key] += 1 - float(each.value)
        return {key: 1 - (amount + crashed) / len(every) for key, amount in lost.items()}

    def _result(self, case: Reported, questions: Sequence[Judging[Any, Any]]) -> CaseResult:
        found: list[Problem] = []
        for evaluator in questions:
            answer = case.assertions.get(evaluator.key)
            if answer is not None and not answer.value:
                found += evaluator.problems(case.inputs, case.output)
        found += [
            Problem(evaluator=failure.name, message=f"评测器出错：{failure.error_message}")
            for failure in case.evaluator_failures
        ]
        return self.describe(case.inputs, case.output).model_copy(
            update={
                "passed": not found and all(each.value for each in case.assertions.values()),
                "assertions": {key: each.value for key, each in case.assertions.items()},
                "scores": {key: float(each.value) for key, each in case.scores.items()},
                "problems": found,
                "seconds": round(case.task_duration, 3),
            }
        )

    def _crashed(self, failure: ReportCaseFailure[Any, Any, Any]) -> CaseResult:
        return self.describe(failure.inputs, None).model_copy(
            update={
                "passed": False,
                "problems": [Problem(evaluator="error", message=f"运行出错：{failure.error_message}")],
            }
        )


def _matrices(report: EvaluationReport[Any, Any, Any]) -> list[Matrix]:
    return [
        Matrix(title=found.title, labels=found.class_labels, rows=found.matrix)
        for found in report.analyses
        if isinstance(found, ConfusionMatrix)
    ]
