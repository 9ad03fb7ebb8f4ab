"""What a text of the checks suite is held against, as ``assistant check`` would hold it."""

from __future__ import annotations

from assistant.checks.context import CheckContext
from evals.cases import CheckCase
from evals.environment import Environment


def context_of(case: CheckCase, environment: Environment) -> CheckContext:
    """Return the context of a line; a line of no brand is held against the law and common sense alone."""
    if case.brand is None:
        return CheckContext(at=case.at, kind=case.kind)
    stand = environment.stand(case.brand)
    campaigns = stand.drafter.briefing.campaigns
    return CheckContext(
        at=case.at,
        brand=stand.brand,
        group=stand.groups[case.group] if case.group else None,
        campaign=campaigns[case.campaign] if case.campaign else None,
        others=tuple(one for key, one in campaigns.items() if key != case.campaign),
        products=tuple(stand.drafter.briefing.products_on(case.at.date())),
        kind=case.kind,
        extensions=stand.workspace.root / "checks",
    )
