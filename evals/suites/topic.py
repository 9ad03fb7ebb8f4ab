"""Topics: one thing to talk about, one question, nothing sold, nothing made up."""

from __future__ import annotations

from assistant.schema.contracts import DraftKind
from evals.evaluators.shape import OneQuestion
from evals.suites.drafting import COMMON, DraftingSuite


class TopicSuite(DraftingSuite):
    """Topics of every group."""

    name = "topic"
    title = "话题"
    kind = DraftKind.TOPIC
    evaluators = (*COMMON, OneQuestion())
