"""Many messages of one member within a short time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.moderation.detectors.base import Asked, evidence
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit, View
from assistant.schema.moderation import Category
from assistant.shared.recent import Recent


class Params(BaseModel):
    """More than ``messages`` of one member in one group within ``seconds`` are too many."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: int = Field(default=8, ge=2, le=200)
    seconds: int = Field(default=60, ge=1, le=86_400)


class Flood:
    """Counts the messages of each member; whom the platform does not name is not counted."""

    name = "flood"
    triggers: frozenset[str] | None = None

    def __init__(self, params: Params) -> None:
        self._params = params
        self._recent: Recent[None] = Recent(timedelta(seconds=params.seconds), params.messages + 1, name=self.name)

    def asks(self, view: View, context: Context) -> Asked | None:  # noqa: ARG002 - one signature for all
        """What is remembered of a message."""
        if not context.sender.id or context.kind in ("edit", "system"):
            return None
        return Asked(self._recent, (context.group, context.sender.id), "", None)

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return a hit for each message above the bound."""
        if not context.sender.id or context.kind in ("edit", "system"):
            return []
        member = (context.group, context.sender.id)
        told = self._recent.add(member, context.at, context.message, None, context.recalled)
        if len(told) <= self._params.messages:
            return []
        said = f"{self._params.seconds} 秒内发了不止 {self._params.messages} 条"
        spans = tuple(
            evidence(view, view.readings[0], 0, len(view.readings[0].text), said)
            for view in views[:1]
            if view.readings[0].text
        )
        return [Hit(self.name, spans, True, 0.95, Category.FLOOD, (said,))]


def make(params: Params, surroundings: Surroundings) -> Flood:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return Flood(params)
