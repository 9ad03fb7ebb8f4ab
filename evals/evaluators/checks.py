"""What the checks found in a text, against what they should have found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from assistant.schema.contracts import Finding
from evals.cases import CheckCase, Expected
from evals.evaluators.base import Judging, place
from evals.results import Problem

CLEAN = "clean"


@dataclass
class Checked:
    """The findings at severity error and warn of one text, matched with what was expected.

    An expectation is met at its place alone. A finding is false where nothing of its check and kind is expected: of a
    guilty line the datasets name only the places that are wrong beyond doubt, and a second place of the same offence is
    no false alarm.
    """

    findings: list[Finding]
    expected: tuple[Expected, ...]
    missed: list[Expected] = field(default_factory=list)
    false: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.missed = [one for one in self.expected if not any(_matches(one, finding) for finding in self.findings)]
        self.false = [finding for finding in self.findings if not any(_alike(one, finding) for one in self.expected)]


@dataclass(repr=False)
class Complete(Judging[CheckCase, Checked]):
    """Everything that had to be found was found."""

    key = "complete"
    title = "该发现的都发现了"

    def applies(self, case: CheckCase, outcome: Checked) -> bool:
        """Only texts with something in them."""
        return bool(case.expect)

    def problems(self, case: CheckCase, outcome: Checked) -> Iterator[Problem]:
        """Yield what was missed."""
        for one in outcome.missed:
            what = f"{one.check}{'·' + one.kind if one.kind else ''}"
            yield self.problem(f"没有发现：{what}", case.text, place(one.text, case.text), expected=what)


@dataclass(repr=False)
class NoFalseAlarm(Judging[CheckCase, Checked]):
    """Nothing was found that is not there."""

    key = "exact"
    title = "没有误报"

    def problems(self, case: CheckCase, outcome: Checked) -> Iterator[Problem]:
        """Yield what was found for nothing."""
        for finding in outcome.false:
            yield self.problem(
                f"误报（{finding.check}·{finding.kind}）：{finding.message}",
                case.text,
                (finding.start, finding.end),
                basis=finding.basis,
                suggestion=finding.suggestion,
                expected="什么也不报" if not case.expect else "这里不报",
            )


@dataclass(repr=False)
class Labels(Evaluator[CheckCase, Checked, None]):
    """Which check a text falls to, and which it should: the two sides of the confusion matrix."""

    def evaluate(self, ctx: EvaluatorContext[CheckCase, Checked, None]) -> Mapping[str, str]:
        """Return one label a side: a check that is expected and found comes before any other."""
        wanted = [one.check for one in ctx.inputs.expect]
        found = [finding.check for finding in ctx.output.findings]
        both = [check for check in wanted if check in found]
        return {
            "should_be": (both or wanted or [CLEAN])[0],
            "is": (both or found or [CLEAN])[0],
        }


def _alike(expected: Expected, finding: Finding) -> bool:
    """Same check, and same kind where one is named."""
    return finding.check == expected.check and expected.kind in ("", finding.kind)


def _matches(expected: Expected, finding: Finding) -> bool:
    """Same check and kind, at a place that touches the one named."""
    if not _alike(expected, finding):
        return False
    if not expected.text or not finding.text:
        return True
    one, other = "".join(expected.text.split()), "".join(finding.text.split())
    return one in other or other in one or _overlap(one, other)


def _overlap(one: str, other: str) -> bool:
    """Whether the end of one is the beginning of the other, by two characters at the least."""
    return any(
        one[-size:] == other[:size] or other[-size:] == one[:size] for size in range(2, min(len(one), len(other)))
    )
