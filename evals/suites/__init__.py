"""The suites by name, in the order they are run and told of."""

from __future__ import annotations

from typing import Any

from assistant.errors import InputError
from evals.suites.base import Suite
from evals.suites.checks import ChecksSuite
from evals.suites.injection import InjectionSuite
from evals.suites.moderation import ModerationSuite
from evals.suites.promo import PromoSuite
from evals.suites.refusals import RefusalsSuite
from evals.suites.retrieval import RetrievalSuite
from evals.suites.share import ShareSuite
from evals.suites.topic import TopicSuite

SUITES: dict[str, Suite[Any, Any]] = {
    suite.name: suite
    for suite in (
        RetrievalSuite(),
        TopicSuite(),
        ShareSuite(),
        PromoSuite(),
        ChecksSuite(),
        InjectionSuite(),
        RefusalsSuite(),
        ModerationSuite(),
    )
}


def chosen(names: list[str]) -> list[Suite[Any, Any]]:
    """Return the suites of these names in the order of the registry, all where none is named.

    Raises :class:`InputError` naming those there are.
    """
    for name in names:
        if name not in SUITES:
            raise InputError(f"没有评测 {name!r}，可选：{'、'.join(SUITES)}")
    return [suite for suite in SUITES.values() if not names or suite.name in names]
