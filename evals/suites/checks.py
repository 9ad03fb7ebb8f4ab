"""The checks on any text: what they find of what is there, and what they find of what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic_evals.evaluators import ConfusionMatrixEvaluator, Evaluator

from evals.cases import CheckCase
from evals.checkcontext import context_of
from evals.environment import Environment
from evals.evaluators.checks import Checked, Complete, Labels, NoFalseAlarm
from evals.loading import load_cases
from evals.paths import DATASETS
from evals.results import CaseResult
from evals.suites.base import Reported, Suite

HALVES = ("dev", "held")


class ChecksSuite(Suite[CheckCase, Checked]):
    """Lines written by hand, half of them clean ones that look guilty; the held half was never used for tuning."""

    name = "checks"
    title = "检查"
    evaluators = (Complete(), NoFalseAlarm())
    report_evaluators = (
        ConfusionMatrixEvaluator(
            predicted_from="labels",
            predicted_key="is",
            expected_from="labels",
            expected_key="should_be",
            title="checks",
        ),
    )

    def cases(self) -> list[CheckCase]:
        """Return both halves."""
        found: list[CheckCase] = []
        for half in HALVES:
            file = DATASETS / self.name / f"{half}.jsonl"
            found += load_cases(CheckCase, *([file] if file.exists() else []), fixed={"half": half})
        return found

    def measures(self, environment: Environment) -> list[Evaluator[Any, Any, Any]]:
        """Return the labels of the confusion matrix."""
        return [Labels()]

    def run_case(self, case: CheckCase, environment: Environment) -> Checked:
        """Run every check over the text."""
        from assistant.checks.suite import run_checks

        found = run_checks(case.text, context_of(case, environment))
        return Checked([finding for finding in found if finding.severity != "info"], case.expect)

    def describe(self, case: CheckCase, outcome: Checked | None) -> CaseResult:
        """Return the text."""
        hidden = case.half == "held"
        return CaseResult(id=case.id, brand=case.brand or "", asked=case.text, passed=False, hidden=hidden)

    def metrics(self, cases: Sequence[Reported]) -> dict[str, float]:
        """Return precision and recall of each half, over all and for each check, by findings and by lines."""
        found: dict[str, float] = {}
        for half in HALVES:
            of_half = [case for case in cases if case.inputs.half == half]
            if of_half:
                # Which kinds the held half asks for is nobody's to see.
                shares = _shares(of_half) | (_by_kind(of_half) if half == HALVES[0] else {})
                found |= {f"{half}/{key}": value for key, value in shares.items()}
        return found

    def ceilings(self, cases: Sequence[Reported], crashed: int, every: Sequence[CheckCase]) -> dict[str, float]:
        """Return the most that recall and the share of quiet clean lines can still come to, of each half."""
        found: dict[str, float] = {}
        for half in HALVES:
            wanted = sum(len(case.expect) for case in every if case.half == half)
            clean = sum(not case.expect for case in every if case.half == half)
            of_half = [case for case in cases if case.inputs.half == half]
            missed = sum(len(case.output.missed) for case in of_half)
            loud = sum(bool(case.output.findings) for case in of_half if not case.inputs.expect)
            found |= {f"{half}/recall": 1 - _share(missed, wanted or 1), f"{half}/clean_lines": 1 - loud / (clean or 1)}
        return found


def _shares(cases: Sequence[Reported]) -> dict[str, float]:
    wanted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    found: Counter[str] = Counter()
    false: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for case in cases:
        for names, count in (
            ([one.check for one in case.inputs.expect], wanted),
            ([one.check for one in case.output.missed], missed),
            ([finding.check for finding in case.output.findings], found),
            ([finding.check for finding in case.output.false], false),
        ):
            count.update(names)
        guilty, flagged = bool(case.inputs.expect), bool(case.output.findings)
        lines.update({"hit": guilty and flagged, "guilty": guilty, "flagged": flagged})
        lines.update({"clean": not guilty, "quiet": not guilty and not flagged})
    shares = {
        "precision": _share(found.total() - false.total(), found.total()),
        "recall": _share(wanted.total() - missed.total(), wanted.total()),
        "lines_precision": _share(lines["hit"], lines["flagged"]),
        "lines_recall": _share(lines["hit"], lines["guilty"]),
        "clean_lines": _share(lines["quiet"], lines["clean"]),
    }
    for check in sorted(wanted | found):
        shares[f"{check}/precision"] = _share(found[check] - false[check], found[check])
        shares[f"{check}/recall"] = _share(wanted[check] - missed[check], wanted[check])
    return shares


def _by_kind(cases: Sequence[Reported]) -> dict[str, float]:
    """Recall of each kind that is expected by name."""
    wanted = Counter(f"{one.check}/{one.kind}" for case in cases for one in case.inputs.expect if one.kind)
    missed = Counter(f"{one.check}/{one.kind}" for case in cases for one in case.output.missed if one.kind)
    return {f"{kind}/recall": _share(count - missed[kind], count) for kind, count in sorted(wanted.items())}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
