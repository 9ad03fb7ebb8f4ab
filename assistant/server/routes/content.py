"""``/v1/drafts`` and ``/v1/knowledge/search``: what is written, and what it is written from."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InputError
from assistant.schema.contracts import Draft, DraftKind, Passage
from assistant.server.gate import allowed, within
from assistant.server.problems import ServiceError, described
from assistant.server.service import Service
from assistant.storage.apikeys import ApiKey
from assistant.storage.drafts import DraftStore

router = APIRouter(tags=["content"])
Writer = Annotated[ApiKey, Depends(allowed("drafts"))]


class Wanted(BaseModel):
    """A draft to write; as ``assistant draft`` takes it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "topic", "group": "newborn", "date": "2026-11-27", "about": "夜醒"}]},
    )

    kind: DraftKind
    group: str = Field(min_length=1, max_length=128)
    date: dt.date | None = None
    time: dt.time | None = None
    about: str = Field(default="", max_length=500)
    campaign: str = Field(default="", max_length=128)
    format: str = Field(default="", max_length=16)
    writer: str = Field(default="", max_length=128)


@router.post("/v1/drafts", status_code=201, responses=described(401, 403, 409, 422, 502, 503))
async def write(wanted: Wanted, request: Request, caller: Writer) -> Draft:
    """Write, check and keep a draft. Refused (409) with the clause, fact or law that forbids it."""
    service: Service = request.app.state.service
    within(caller, service.group_id(wanted.group))
    return await asyncio.to_thread(_written, service, wanted)


def _written(service: Service, wanted: Wanted) -> Draft:
    from assistant.drafting.briefing import Request as Order
    from assistant.drafting.service import Drafter

    day = wanted.date or dt.date.today()
    order = Order(
        wanted.kind,
        service.group_id(wanted.group),
        day,
        wanted.time,
        wanted.about.strip(),
        wanted.campaign,
        wanted.format,
    )
    with service.drafting:
        return Drafter(service.workspace, writer=wanted.writer).draft(order)


@router.get("/v1/drafts/{draft_id}", responses=described(401, 403, 404))
def read(draft_id: str, request: Request, caller: Writer) -> Draft:
    """Return a draft in its newest version."""
    service: Service = request.app.state.service
    try:
        draft = DraftStore(service.book.database).get(draft_id)
    except InputError as error:
        raise ServiceError(404, "not_found", f"没有编号为 {draft_id[:64]!r} 的草稿") from error
    within(caller, draft.group)
    return draft


class Found(BaseModel):
    """The passages that answer, the best first; empty where nothing does."""

    query: str
    passages: list[Passage]


@router.get("/v1/knowledge/search", responses=described(401, 403, 422))
def search(
    request: Request,
    caller: Annotated[ApiKey, Depends(allowed("knowledge"))],
    q: Annotated[str, Query(min_length=1, max_length=500)],
    group: Annotated[str, Query(max_length=128)] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    date: Annotated[dt.date | None, Query()] = None,
) -> Found:
    """Search the brand's knowledge as the writers do, as things stand on a day."""
    from assistant.knowledge.search import Scope

    service: Service = request.app.state.service
    group = service.group_id(group)
    if group or caller.groups:
        within(caller, group)
    scope = Scope(date or dt.date.today(), group=group)
    return Found(query=q, passages=[hit.passage for hit in service.search.hits(q, scope=scope, limit=limit)])
