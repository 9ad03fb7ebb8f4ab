"""The studio: what may be chosen, what a draft would be written from, having it written, and its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.schema.contracts import Citation, Draft, DraftKind, Passage
from assistant.storage import audit
from assistant.storage.drafts import DraftStore

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.jobs import Job
    from assistant.schema.brief import Brief
    from assistant.schema.facts import Campaign, Mechanic

#: The offline writer's manners, as operators call them; any other words are told to a model.
TONES = ("亲切", "活泼", "专业", "直接")
#: How many variants are written side by side.
VARIANTS = 3


@dataclass(frozen=True)
class Wish:
    """What is to be written; empty fields leave the choice to the assistant."""

    kind: DraftKind
    group: str
    day: dt.date
    time: dt.time | None = None
    about: str = ""
    campaign: str = ""
    format: str = ""
    tone: str = ""
    writer: str = ""
    count: int = 1


@dataclass(frozen=True)
class Look:
    """How far a wish is: the job, and the drafts that are there already."""

    job: Job
    drafts: list[Draft]


@dataclass(frozen=True)
class Source:
    """What a draft cites, and the passages of that place as they stand now (none where it is gone)."""

    citation: Citation
    passages: tuple[Passage, ...]


def formats(kind: DraftKind) -> tuple[str, ...]:
    """Return the formats of a kind; a topic has one without a name."""
    from assistant.drafting.briefing import FORMATS

    return FORMATS[kind]


def writers(desk: Desk) -> list[str]:
    """Return who can write: ``offline`` and the model aliases that are set up, the usual one first."""
    from assistant.drafting.service import OFFLINE

    settings = desk.workspace.settings
    named = ["draft"] * (settings.models.draft is not None) + list(settings.models.others)
    usual = settings.writer
    return list(dict.fromkeys([usual, OFFLINE, *named]))


def campaigns_for(desk: Desk, group: str, day: dt.date, mechanic: Mechanic | None = None) -> list[Campaign]:
    """Return the campaigns that a group may be told of on a day, those that run first."""
    found = [
        campaign
        for campaign in desk.campaigns.values()
        if (not campaign.groups or group in campaign.groups)
        and (mechanic is None or campaign.mechanic is mechanic)
        and not campaign.is_over(dt.datetime.combine(day, dt.time()))
    ]
    return sorted(
        found, key=lambda each: (each.start is not None and each.start.date() > day, each.end or dt.datetime.max)
    )


def brief(desk: Desk, wish: Wish) -> Brief:
    """Return what the draft would be written from.

    Raises :class:`~assistant.errors.Refused` for what the group, the facts or the law forbid.
    """
    from assistant.drafting.briefing import Briefing, Request

    request = Request(
        wish.kind,
        wish.group,
        wish.day,
        wish.time,
        wish.about.strip(),
        wish.campaign,
        wish.format,
        tone=wish.tone.strip(),
    )
    return Briefing(desk.workspace).brief(request)


def begin(desk: Desk, wish: Wish) -> Job:
    """Have it written and return the job at once. Raises :class:`Refused` by role, :class:`InputError` for a value."""
    desk.require("draft.write")
    args: dict[str, Any] = {
        "kind": wish.kind.value, "group": wish.group, "date": wish.day.isoformat(),
        "time": wish.time.isoformat() if wish.time else None, "about": wish.about.strip(), "campaign": wish.campaign,
        "format": wish.format, "tone": wish.tone.strip(), "writer": wish.writer, "count": wish.count,
        "live": True, "variants": True,
    }  # fmt: skip
    job = desk.jobs.enqueue("draft", args, who=desk.person.name)
    with desk.database.write() as connection:
        about = f"{wish.kind.value} {wish.group} {wish.day.isoformat()}"
        audit.note(connection, who=desk.person.name, what="draft.ask", target=job.id, about=about)
    return job


def look(desk: Desk, job_id: str) -> Look:
    """Return how far a wish is. Raises :class:`InputError` where there is no such job."""
    from assistant.jobs.kinds import draft_ids

    job = desk.jobs.get(job_id)
    store = DraftStore(desk.database)
    ids = draft_ids(job.id, int(job.args.get("count", 1)))
    return Look(job, [store.get(each) for each in ids if store.has(each)])


def call_off(desk: Desk, job_id: str) -> None:
    """End a wish at its next step; what is written by then stays."""
    desk.require("draft.write")
    desk.jobs.cancel(job_id)


def sources(desk: Desk, draft: Draft) -> list[Source]:
    """Return what a draft cites with the passages of that heading, so that one can read on around the quote."""
    from assistant.knowledge.store import by_source

    names = sorted({citation.source for citation in draft.citations})
    if not names:
        return []
    with desk.database.read() as connection:
        found = by_source(connection, names)
    return [Source(citation, _around(citation, found)) for citation in draft.citations]


def _around(citation: Citation, found: list[Passage]) -> tuple[Passage, ...]:
    here = [passage for passage in found if passage.source == citation.source]
    quoted = [passage for passage in here if citation.quote and citation.quote in passage.text]
    return tuple(quoted or [passage for passage in here if passage.heading == citation.heading])[:3]
