"""The cascade on whole messages: what is stopped of what breaks a rule, and what is let pass of what breaks none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from assistant.moderation.cascade import Moderator
from assistant.schema.moderation import Decision
from evals.cases import Case
from evals.environment import Environment
from evals.evaluators.moderation import (
    Firm,
    LetPass,
    Pointed,
    RightActions,
    RightCategory,
    SoundEvidence,
    Spared,
    Stopped,
)
from evals.loading import dataset_files, load_cases
from evals.messages import MessageCase, said
from evals.paths import DATASETS
from evals.results import CaseResult
from evals.suites.base import Reported, Suite

# What each half is held to on its own.
_BY_HALF = (Stopped.key, LetPass.key, Spared.key)


class ModerationSuite(Suite[MessageCase, Decision]):
    """Messages written by hand, three fifths of them harmless; the lines of the held half are shown to nobody."""

    name = "moderation"
    title = "审消息"
    evaluators = (Stopped(), LetPass(), Spared(), Firm(), RightCategory(), SoundEvidence(), Pointed(), RightActions())

    def cases(self) -> list[MessageCase]:
        """Return the messages of every brand."""
        return load_cases(MessageCase, *dataset_files(DATASETS / self.name))

    def run_case(self, case: MessageCase, environment: Environment) -> Decision:
        """Say what came before, then the message itself; every case has members of its own."""
        moderator = _moderator(case, environment)
        for message in case.before:
            moderator.decide(message)
        return moderator.decide(case.message)

    def describe(self, case: MessageCase, outcome: Decision | None) -> CaseResult:
        """Return the message."""
        hidden = case.half == "held"
        return CaseResult(id=case.id, brand=case.brand, asked=said(case.message), passed=False, hidden=hidden)

    def metrics(self, cases: Sequence[Reported]) -> dict[str, float]:
        """Return the share of each evaluator, by half and by way past the rules, and the recall of each category."""
        answers: defaultdict[str, list[bool]] = defaultdict(list)
        for case in cases:
            for key, answer in case.assertions.items():
                for metric in _metrics_of(case.inputs, key):
                    answers[metric].append(answer.value)
        return super().metrics(cases) | {key: fmean(found) for key, found in answers.items()}

    def ceilings(self, cases: Sequence[Reported], crashed: int, every: Sequence[MessageCase]) -> dict[str, float]:
        """Return the most each metric can still come to; what is stopped and let pass is counted by its own lines."""
        found = super().ceilings(cases, crashed, every)
        whole = Counter(metric for case in every for metric in _counted(case))
        lost = Counter(
            metric
            for case in cases
            for key, answer in case.assertions.items()
            if not answer.value and key in _BY_HALF
            for metric in [key, *_metrics_of(case.inputs, key)]
        )
        return found | {metric: 1 - number / whole[metric] for metric, number in lost.items()}


def _metrics_of(case: Case, key: str) -> Iterable[str]:
    """The metrics besides ``key`` itself that an answer of this evaluator counts for."""
    assert isinstance(case, MessageCase)
    if key in _BY_HALF:
        yield f"{case.half}/{key}"
    if key == Stopped.key:
        yield f"recall/{case.category.value}"
    if case.way and key in (Stopped.key, LetPass.key):
        yield f"ways/{case.way}"


def _counted(case: MessageCase) -> list[str]:
    keys = (LetPass.key, Spared.key) if case.harmless else (Stopped.key,)
    return [metric for key in keys for metric in [key, *_metrics_of(case, key)]]


def _moderator(case: MessageCase, environment: Environment) -> Moderator:
    """The moderator of the case's brand; it lives as long as the environment, so that its rules are read once."""
    stand = environment.stand(case.brand, purpose="moderation")
    found: Moderator | None = stand.__dict__.get("moderator")
    if found is None:
        found = stand.__dict__["moderator"] = Moderator(stand.workspace)
    return found
