"""Shares: useful things from the brand's own files, every point with its source."""

from __future__ import annotations

from assistant.schema.contracts import DraftKind
from evals.suites.drafting import DraftingSuite


class ShareSuite(DraftingSuite):
    """Shares as posts and as voice scripts."""

    name = "share"
    title = "干货"
    kind = DraftKind.SHARE
