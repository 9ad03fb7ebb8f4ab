"""``/v1/drafts`` and ``/v1/knowledge/search``: what is written, and what it is written from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InputError
from assistant.jobs.kinds import DraftArgs
from assistant.knowledge.unanswered import note_unanswered
from assistant.schema.contracts import Draft, DraftKind, DraftPart, Passage
from assistant.server.fields import CLOCK, Day, Moment
from assistant.server.gate import allowed, within
from assistant.server.openapi import BODY, KEYED, described
from assistant.server.orders import Pending, asked_for, ordered
from assistant.server.problems import ServiceError
from assistant.server.service import Service
from assistant.server.strict import StrictRoute
from assistant.storage.apikeys import ApiKey
from assistant.storage.database import open_database

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


_PENDING = {"id": "5f0c2a9be1d4", "status": "running", "progress": {"stage": "write", "done": 0, "total": 1}}
_NOT_YET: dict[int | str, dict[str, Any]] = {
    202: {
        "model": Pending,
        "description": "Not written yet.",
        "content": {"application/json": {"example": _PENDING}},
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds after which to ask again."}},
    }
}


@router.post(
    "/v1/drafts", status_code=201, response_model=Written,
    responses=described(*KEYED, *BODY, 404, 409, 502) | _NOT_YET,
)  # fmt: skip
async def write_draft(
    wanted: Annotated[Wanted, Body(discriminator="kind", examples=[_EXAMPLE])], request: Request, caller: Writer
) -> Written | Response:
    """Write, check and keep a draft. Refused (409) with the clause, fact or law that forbids it.

    What takes longer than 20 seconds, as a model may, is answered 202 with the id to ask for it by.
    """
    service: Service = request.app.state.service
    within(caller, service.group_id(wanted.group))
    found = await ordered(service, _args(service, wanted), who=f"key {caller.id}")
    return _pending(found) if isinstance(found, Pending) else _shown(found)


def _args(service: Service, wanted: Wanted) -> DraftArgs:
    settings = service.workspace.settings
    # Models cost money: a caller chooses among those the operator has set up.
    writers = {"", "offline", settings.writer, *settings.models.aliases()}
    if wanted.writer not in writers:
        known = "、".join(sorted(writers - {""}))
        raise ServiceError(404, "unknown", f"没有写手 {wanted.writer!r}；可以写：{known}")
    return DraftArgs(
        kind=DraftKind(wanted.kind),
        group=service.group_id(wanted.group),
        date=wanted.date or dt.date.today(),
        time=dt.time.fromisoformat(wanted.time) if wanted.time else None,
        about=wanted.about,
        campaign=wanted.campaign,
        format=wanted.format,
        writer=wanted.writer,
    )


def _pending(found: Pending) -> Response:
    return JSONResponse(found.model_dump(mode="json"), 202, {"Retry-After": "1"})


def _shown(draft: Draft) -> Written:
    return Written.model_validate(draft.model_dump())


@router.get("/v1/drafts/{draft_id}", response_model=Written, responses=described(*KEYED, 404, 409, 422, 502) | _NOT_YET)
def read_draft(draft_id: str, request: Request, caller: Writer) -> Written | Response:
    """Return a draft in its newest version; 202 while it is written, and why where it could not be."""
    service: Service = request.app.state.service
    try:
        group, told = asked_for(service, draft_id)
    except InputError as error:
        raise ServiceError(404, "not_found", f"没有编号为 {draft_id[:64]!r} 的草稿") from error
    within(caller, group)
    found = told()
    return _pending(found) if isinstance(found, Pending) else _shown(found)


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
    hits = service.search.hits(q, scope=scope, limit=limit)
    if not hits:
        note_unanswered(open_database(service.workspace), q)
    return Found(query=q, passages=[hit.passage for hit in hits])
