"""What a text of the checks suite is held against: exactly what ``assistant check`` holds one against."""

from __future__ import annotations

from dataclasses import replace

from assistant.checks.context import CheckContext
from assistant.checks.desk import Desk
from evals.cases import CheckCase
from evals.environment import Environment


def context_of(case: CheckCase, environment: Environment) -> CheckContext:
    """Return the context of a line; a line of no brand is held against the law and common sense alone."""
    desk = environment.stand(case.brand).desk if case.brand else Desk(None)
    context = desk.context(group=case.group, campaign=case.campaign, at=case.at)
    return replace(context, kind=case.kind) if case.kind else context
