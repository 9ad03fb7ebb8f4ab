"""What a run of the evals found; the JSON of ``report.json``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

Status = Literal["passed", "failed", "not_run"]


class Problem(BaseModel):
    """One thing that is not as it should be.

    ``start`` and ``end`` mark the place in ``text`` (end exclusive; equal where no single place is to blame).
    ``message`` says in Chinese what is wrong, ``expected`` what would have been right.
    """

    evaluator: str
    message: str
    text: str = ""
    start: int = 0
    end: int = 0
    expected: str = ""
    basis: str = ""
    suggestion: str = ""


class CaseResult(BaseModel):
    """One case. ``asked`` says in words what was asked for, ``prompt`` is the sha of the prompt that wrote the text.

    Of a ``hidden`` case no more is told than whether it passed: it belongs to a half nobody may tune on.
    """

    id: str
    brand: str = ""
    asked: str = ""
    passed: bool
    hidden: bool = False
    assertions: dict[str, bool] = Field(default_factory=dict)
    scores: dict[str, float] = Field(default_factory=dict)
    problems: list[Problem] = Field(default_factory=list)
    prompt: str = ""
    seconds: float = 0.0


class Matrix(BaseModel):
    """A confusion matrix: ``rows[i][j]`` texts of label i were taken for label j."""

    title: str
    labels: list[str]
    rows: list[list[int]]


class SuiteResult(BaseModel):
    """One suite. ``not_run`` carries the reason and no metrics: nothing that was not run has passed."""

    name: str
    title: str
    status: Status
    reason: str = ""
    metrics: dict[str, float] = Field(default_factory=dict)
    cases: list[CaseResult] = Field(default_factory=list)
    matrices: list[Matrix] = Field(default_factory=list)
    seconds: float = 0.0

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that did not pass."""
        return [case for case in self.cases if not case.passed]

    @property
    def told(self) -> list[CaseResult]:
        """The failing cases a report may show."""
        return [case for case in self.failed if not case.hidden]


class GateResult(BaseModel):
    """One gate: the metric, the floor under it and the largest fall from the baseline that is let through."""

    suite: str
    metric: str
    value: float | None
    floor: float | None = None
    baseline: float | None = None
    drop: float | None = None
    ok: bool
    message: str = ""


class RunResult(BaseModel):
    """One run of some suites."""

    id: str
    at: datetime
    commit: str = ""
    writer: str = "offline"
    judge: str = ""
    prompts: dict[str, str] = Field(default_factory=dict)
    suites: list[SuiteResult] = Field(default_factory=list)
    gates: list[GateResult] = Field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every suite ran and every gate holds."""
        return all(gate.ok for gate in self.gates) and all(suite.status == "passed" for suite in self.suites)
