"""Review: the drafts that wait, found by filter and page by page; many released at once; who did what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select

from assistant.desk.drafts import WAITING, approve
from assistant.errors import AssistantError
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.storage import audit
from assistant.storage.tables import drafts

if TYPE_CHECKING:
    from assistant.desk import Desk

#: Drafts on one page.
PAGE = 8


@dataclass(frozen=True)
class Filter:
    """Which drafts are wanted; an empty field takes all. Without ``status`` those that wait."""

    groups: tuple[str, ...] = ()
    kinds: tuple[DraftKind, ...] = ()
    status: tuple[DraftStatus, ...] = WAITING
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """One page of the drafts found, and how many there are on all pages."""

    drafts: list[Draft]
    total: int


@dataclass(frozen=True)
class Outcome:
    """What became of one draft of many; ``fault`` says why it was not released."""

    draft_id: str
    title: str
    fault: str = ""


def found(desk: Desk, wanted: Filter, page: int = 0) -> Page:
    """Return a page of drafts, those that are sent first first."""
    conditions = _conditions(wanted)
    rows: Select[Any] = (
        select(drafts.c.data).where(*conditions).order_by(drafts.c.date, drafts.c.created_at, drafts.c.id)
    )
    with desk.database.read() as connection:
        total = connection.execute(select(func.count()).select_from(drafts).where(*conditions)).scalar_one()
        data = connection.execute(rows.limit(PAGE).offset(page * PAGE)).scalars().all()
    return Page([Draft.model_validate(each) for each in data], int(total))


def counts(desk: Desk, since: date | None = None) -> dict[DraftStatus, int]:
    """Return how many drafts there are of each status, from a day on."""
    query = select(drafts.c.status, func.count()).group_by(drafts.c.status)
    if since is not None:
        query = query.where(drafts.c.date >= since.isoformat())
    with desk.database.read() as connection:
        told = {str(status): int(number) for status, number in connection.execute(query)}
    return {status: told.get(status.value, 0) for status in DraftStatus}


def approve_many(desk: Desk, chosen: Sequence[tuple[str, int]]) -> list[Outcome]:
    """Release drafts, each (id, version) for itself: what has errors or was changed meanwhile stays and is told of."""
    from assistant.drafting.recheck import Recheck
    from assistant.storage.drafts import DraftStore

    desk.require("draft.release")
    store, by = DraftStore(desk.database), Recheck(desk.workspace)
    outcomes = []
    for draft_id, version in chosen:
        title = store.get(draft_id).title
        try:
            approve(desk, draft_id, version, by=by)
        except AssistantError as error:
            outcomes.append(Outcome(draft_id, title, str(error)))
        else:
            outcomes.append(Outcome(draft_id, title))
    return outcomes


def deeds(desk: Desk, limit: int = 50) -> list[audit.Entry]:
    """Return what was done to drafts lately, the newest first."""
    return audit.entries(desk.database, limit, kind="draft")


def titles(desk: Desk, draft_ids: Collection[str]) -> dict[str, str]:
    """Return what drafts are called, with their group; those that are no more are left out."""
    query = select(drafts.c.id, drafts.c.group_id, drafts.c.data).where(drafts.c.id.in_(set(draft_ids)))
    names = desk.groups
    with desk.database.read() as connection:
        found = connection.execute(query).all()
    return {id_: f"{data['title']}（{names[group].name if group in names else group}）" for id_, group, data in found}


def deeds_on(desk: Desk, draft_id: str) -> list[audit.Entry]:
    """Return what was done to one draft, the newest first."""
    return audit.entries(desk.database, 100, target=draft_id)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.groups:
        conditions.append(drafts.c.group_id.in_(wanted.groups))
    if wanted.kinds:
        conditions.append(drafts.c.kind.in_([kind.value for kind in wanted.kinds]))
    if wanted.status:
        conditions.append(drafts.c.status.in_([status.value for status in wanted.status]))
    if wanted.since:
        conditions.append(drafts.c.date >= wanted.since.isoformat())
    if wanted.until:
        conditions.append(drafts.c.date <= wanted.until.isoformat())
    return conditions
