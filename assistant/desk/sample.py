"""How the brand would sound: a text in a voice that has not been saved yet, written here and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.desk import Desk
from assistant.desk.brandfile import brand_as
from assistant.errors import InputError, Refused
from assistant.schema.contracts import DraftKind

# Not every group takes topics on every day.
_AHEAD = 14


@dataclass(frozen=True)
class Sample:
    """A text as it would be written for a group."""

    group: str
    title: str
    body: str


def voice_sample(desk: Desk, changes: Mapping[str, object], *, seed: int = 0) -> Sample:
    """Write a topic in the voice of the form.

    Raises :class:`ConfigError` for values that cannot be, :class:`InputError` where there is no group yet,
    :class:`Refused` where no group takes one.
    """
    from assistant.drafting.briefing import Briefing, Request
    from assistant.drafting.constraints import constraints_for
    from assistant.drafting.offline.writer import OfflineWriter

    brand = brand_as(desk, changes)
    briefing = Briefing(desk.workspace)
    if not briefing.groups:
        raise InputError("还没有群：先加一个群，才写得出示例")
    reason: Refused | None = None
    for group in briefing.groups.values():
        for ahead in range(_AHEAD):
            request = Request(DraftKind.TOPIC, group.id, date.today() + timedelta(days=ahead), seed=seed)
            try:
                brief = briefing.brief(request)
                bounds = constraints_for(brand, group, DraftKind.TOPIC, "")
                written = OfflineWriter().write(brief.model_copy(update={"brand": brand, "constraints": bounds}))
            except Refused as refused:
                reason = refused
                continue
            return Sample(group.name, written.title, written.body)
    assert reason is not None
    raise reason
