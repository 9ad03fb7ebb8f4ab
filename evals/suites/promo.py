"""Promotions: exact about price, time and limits, every term of the mechanic there."""

from __future__ import annotations

from assistant.schema.contracts import DraftKind
from evals.evaluators.grounding import Prices
from evals.suites.drafting import COMMON, DraftingSuite


class PromoSuite(DraftingSuite):
    """Campaigns of every mechanic as posts, series, pages and posters."""

    name = "promo"
    title = "促销"
    kind = DraftKind.PROMO
    evaluators = (*COMMON, Prices())
