"""What another day means to a draft: whether the group's terms and the campaign allow it, and what changes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from assistant.desk.drafts import checked
from assistant.errors import Refused
from assistant.schema.contracts import Draft, DraftKind
from assistant.storage.drafts import DraftStore
from assistant.text.format import date_text

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.schema.brief import PastDraft
    from assistant.schema.facts import Campaign


def refuse_day(
    desk: Desk, group: str, kind: DraftKind, day: date, at: time | None, campaign: str, but: str | None = ""
) -> datetime:
    """Return the moment of ``day`` at which the group may get this; ``at`` where the terms allow that.

    Raises :class:`Refused` with the clause where they allow none. Drafts count but the one called ``but``; None: none
    of them does, as for a plan whose days are still far away.
    """
    from assistant.drafting.terms import refuse_by_terms, suggest_time

    its = desk.groups[group]
    known = desk.campaigns.get(campaign)
    history = [] if but is None else _history(desk, group, day, but)
    moment = datetime.combine(day, at) if at else suggest_time(group=its, kind=kind, day=day, campaign=known)
    refuse_by_terms(
        brand=desk.brand, group=its, kind=kind, at=moment, time_given=at is not None, history=history, campaign=known
    )
    return moment


def moved(desk: Desk, draft: Draft, to: date) -> Draft:
    """Return a draft as it is on another day; raises :class:`Refused` where the group or the campaign has none then.

    It keeps its hour where the terms allow that, and is checked as of that day. One that was approved waits again.
    """
    hour = draft.send_at.time() if draft.send_at else None
    campaign = draft.campaign or ""
    try:
        moment = refuse_day(desk, draft.group, draft.kind, to, hour, campaign, draft.id)
    except Refused as refused:
        if refused.code not in ("hour_not_allowed", "quiet_hours"):
            raise
        moment = refuse_day(desk, draft.group, draft.kind, to, None, campaign, draft.id)
    if campaign in desk.campaigns:
        refuse_campaign(desk, desk.campaigns[campaign], moment, draft.format)
    parts = [
        part.model_copy(update={"send_at": part.send_at + (moment.date() - draft.date)}) if part.send_at else part
        for part in draft.parts
    ]
    note = f"从{date_text(draft.date)}挪到{date_text(to)}：文里说到的日子和时间请再看一遍"
    change = {"date": to, "send_at": moment, "parts": parts, "notes": [*draft.notes, note]}
    return checked(desk, draft.model_copy(update=change))


def _history(desk: Desk, group: str, day: date, but: str) -> list[PastDraft]:
    span = timedelta(days=desk.workspace.settings.history.days)
    found = DraftStore(desk.database).history(group, since=day - span, until=day + span)
    return [past for past in found if past.id != but]


def refuse_campaign(desk: Desk, campaign: Campaign, at: datetime, format_: str) -> None:
    """Raise :class:`Refused` where a campaign may not be announced at a moment."""
    from assistant.drafting.campaigns import refuse_by_facts
    from assistant.knowledge import store
    from assistant.knowledge.shelf import shelf_of

    with desk.database.read() as connection:
        goods = shelf_of(store.products_by_source(connection, on=at.date())).products
    refuse_by_facts(campaign, goods, at=at, format=format_ or "post")
