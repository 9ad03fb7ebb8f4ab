"""``/v1/drafts`` and ``/v1/knowledge/search``: what is written, and what it is written from."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InputError
from assistant.schema.contracts import Draft, DraftKind, DraftPart, Passage
from assistant.server.fields import CLOCK, Day, Moment
from assistant.server.gate import allowed, within
from assistant.server.openapi import BODY, KEYED, described
from assistant.server.problems import ServiceError
from assistant.server.service import Service
from assistant.server.strict import StrictRoute
from assistant.storage.apikeys import ApiKey
from assistant.storage.drafts import DraftStore

router = APIRouter(tags=["content"], route_class=StrictRoute)
Writer = Annotated[ApiKey, Depends(allowed("drafts"))]


class _Wanted(BaseModel):
    """A draft to write; as ``assistant draft`` takes it. ``time`` is HH:MM, the group's own."""

    model_config = ConfigDict(extra="forbid")

    group: str = Field(min_length=1, max_length=128)
    date: Day | None = None
    time: str | None = Field(default=None, pattern=CLOCK)
    about: str = Field(default="", max_length=500)
    campaign: str = Field(default="", max_length=128)
    writer: str = Field(default="", max_length=128)


class WantedTopic(_Wanted):
    """A topic to talk about."""

    kind: Literal["topic"]
    format: Literal[""] = ""


class WantedShare(_Wanted):
    """Something worth knowing; ``format`` empty is a post."""

    kind: Literal["share"]
    format: Literal["", "post", "voice"] = ""


class WantedPromo(_Wanted):
    """Words for a campaign; ``campaign`` empty is the one that suits group and day best."""

    kind: Literal["promo"]
    format: Literal["", "post", "series", "landing", "poster"] = ""


Wanted = WantedTopic | WantedShare | WantedPromo
_EXAMPLE = {"kind": "topic", "group": "newborn", "date": "2026-11-27", "about": "夜醒"}


class WrittenPart(DraftPart):
    """One message of a draft that is sent in several."""

    send_at: Moment | None = None


class Written(Draft):
    """A draft; moments carry their offset from UTC."""

    created_at: Moment
    send_at: Moment | None = None
    parts: list[WrittenPart] = Field(default_factory=list)  # type: ignore[assignment]


@router.post("/v1/drafts", status_code=201, responses=described(*KEYED, *BODY, 404, 409, 502))
async def write_draft(
    wanted: Annotated[Wanted, Body(discriminator="kind", examples=[_EXAMPLE])], request: Request, caller: Writer
) -> Written:
    """Write, check and keep a draft. Refused (409) with the clause, fact or law that forbids it."""
    service: Service = request.app.state.service
    within(caller, service.group_id(wanted.group))
    return await asyncio.to_thread(_written, service, wanted)


def _written(service: Service, wanted: Wanted) -> Written:
    from assistant.drafting.briefing import Request as Order
    from assistant.drafting.service import Drafter

    order = Order(
        DraftKind(wanted.kind),
        service.group_id(wanted.group),
        wanted.date or dt.date.today(),
        dt.time.fromisoformat(wanted.time) if wanted.time else None,
        wanted.about.strip(),
        wanted.campaign,
        wanted.format,
    )
    settings = service.workspace.settings
    # Models cost money: a caller chooses among those the operator has set up.
    writers = {"", "offline", settings.writer, *settings.models.aliases()}
    if wanted.writer not in writers:
        known = "、".join(sorted(writers - {""}))
        raise ServiceError(404, "unknown", f"没有写手 {wanted.writer!r}；可以写：{known}")
    with service.drafting:
        try:
            draft = Drafter(service.workspace, writer=wanted.writer).draft(order)
        except InputError as error:
            if type(error) is not InputError:  # a file or setting of the workspace is wrong
                raise
            raise ServiceError(404, "unknown", str(error)) from error
    return _shown(draft)


def _shown(draft: Draft) -> Written:
    return Written.model_validate(draft.model_dump())


@router.get("/v1/drafts/{draft_id}", responses=described(*KEYED, 404, 422))
def read_draft(draft_id: str, request: Request, caller: Writer) -> Written:
    """Return a draft in its newest version."""
    service: Service = request.app.state.service
    try:
        draft = DraftStore(service.book.database).get(draft_id)
    except InputError as error:
        raise ServiceError(404, "not_found", f"没有编号为 {draft_id[:64]!r} 的草稿") from error
    within(caller, draft.group)
    return _shown(draft)


class Found(BaseModel):
    """The passages that answer, the best first; empty where nothing does."""

    query: str
    passages: list[Passage]


@router.get("/v1/knowledge/search", responses=described(*KEYED, 422))
def search_knowledge(
    request: Request,
    caller: Annotated[ApiKey, Depends(allowed("knowledge"))],
    q: Annotated[str, Query(min_length=1, max_length=500)],
    group: Annotated[str, Query(max_length=128)] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
    date: Annotated[Day | None, Query()] = None,
) -> Found:
    """Search the brand's knowledge as the writers do, as things stand on a day."""
    from assistant.knowledge.search import Scope

    service: Service = request.app.state.service
    group = service.group_id(group)
    if group or caller.groups:
        within(caller, group)
    scope = Scope(date or dt.date.today(), group=group)
    return Found(query=q, passages=[hit.passage for hit in service.search.hits(q, scope=scope, limit=limit)])
