"""One advert put into several groups of the operator, by one member or by several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.moderation.contacts import find_numbers
from assistant.moderation.detectors.base import Asked, evidence
from assistant.moderation.detectors.repetition import body_of, fingerprint
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit, View
from assistant.moderation.hosts import find_hosts
from assistant.moderation.pitch import PITCH
from assistant.schema.moderation import Category
from assistant.shared.recent import Recent


class Params(BaseModel):
    """The same text of ``minimum`` letters and more in ``groups`` groups within ``seconds``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: int = Field(default=3, ge=2, le=100)
    seconds: int = Field(default=86_400, ge=1, le=30 * 86_400)
    minimum: int = Field(default=15, ge=6, le=200)


class Campaigns:
    """Remembers in which groups a text stood, as numbers and not as texts."""

    name = "campaigns"
    triggers: frozenset[str] | None = None

    def __init__(self, params: Params) -> None:
        self._params = params
        self._recent: Recent[str] = Recent(
            timedelta(seconds=params.seconds), 4 * params.groups + 20, name=f"{self.name}-{params.minimum}"
        )

    def asks(self, view: View, context: Context) -> Asked | None:
        """What is remembered of a message."""
        written = view.readings[0].text
        if not context.group or context.kind in ("edit", "system") or len(written) < self._params.minimum:
            return None
        if fingerprint(written, self._params.minimum) is None:
            return None
        return Asked(self._recent, (body_of(written),), context.group, context.group)

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return a hit from the group on that makes the number full; without a sign of an advert it is a doubt."""
        # What a member wrote stands first, where she wrote anything.
        if not views or views[0].part != "text" or not context.group or context.kind in ("edit", "system"):
            return []
        view = views[0]
        written = view.readings[0]
        if len(written.text) < self._params.minimum:
            return []
        same = fingerprint(written.text, self._params.minimum)
        if same is None:
            return []
        name = context.message and f"{context.group}/{context.message}"
        groups = set(self._recent.add(same, context.at, name, context.group, context.recalled))
        if len(groups) < self._params.groups:
            return []
        offers = (
            PITCH.search(written.text) or next(find_numbers(written.text), None) or next(find_hosts(written.text), None)
        )
        why = f"同样的话发到了 {len(groups)} 个群"
        span = evidence(view, written, 0, len(written.text), why)
        return [Hit(self.name, (span,), bool(offers), 0.95 if offers else 0.6, Category.AD if offers else None, (why,))]


def make(params: Params, surroundings: Surroundings) -> Campaigns:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return Campaigns(params)
