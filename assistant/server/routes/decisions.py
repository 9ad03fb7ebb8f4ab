"""``/v1/decisions``: what was decided, and what people say of it; ``/v1/appeals``: what members say of it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.errors import InputError
from assistant.moderation.feedback import ManyFlips, Told
from assistant.schema.moderation import Category, Decision, Verdict
from assistant.server.fields import Moment
from assistant.server.gate import allowed, within
from assistant.server.openapi import BODY, KEYED, described
from assistant.server.problems import ServiceError
from assistant.server.service import Service
from assistant.server.strict import StrictRoute
from assistant.storage.apikeys import ApiKey
from assistant.storage.audit import note
from assistant.storage.corrections import CorrectionBook
from assistant.storage.decisions import Stored

router = APIRouter(tags=["decisions"], route_class=StrictRoute)


class Kept(BaseModel):
    """A decision as it is kept: what a person said of it, and the text as long as that is kept."""

    decision: Decision
    decided_at: Moment
    text: str | None = None
    should: Category | None = None


class Page(BaseModel):
    """Decisions, the newest first; ``next`` is the ``before`` of the page after this one, empty on the last."""

    decisions: list[Kept]
    next: str = ""


@router.get("/v1/decisions", responses=described(*KEYED, 422))
def list_decisions(
    request: Request,
    caller: Annotated[ApiKey, Depends(allowed("decisions"))],
    group: Annotated[str, Query(max_length=128)] = "",
    verdict: Annotated[list[Verdict], Query()] = [],  # noqa: B006 - FastAPI copies it
    rule: Annotated[str, Query(max_length=128)] = "",
    before: Annotated[str, Query(max_length=32)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page:
    """List decisions, the newest first."""
    service: Service = request.app.state.service
    group = service.group_id(group)
    if group or caller.groups:
        within(caller, group)
    found = service.book.recent(limit + 1, group=group, verdicts=verdict, rule=rule, before=before)
    shown = found[:limit]
    return Page(decisions=[_kept(each) for each in shown], next=shown[-1].decision.id if len(found) > limit else "")


class Right(BaseModel):
    """A decision was right.

    ``effect``: ``both``, or only ``teach`` the classifier, or only ``act`` on this decision. ``consent``: also where
    many recent decisions change with it. ``should`` says nothing new here.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["correct"]
    should: Category | None = None
    effect: Literal["both", "teach", "act"] = "both"
    consent: StrictBool = False


class Wrong(BaseModel):
    """A decision was wrong: ``should`` is what it should have been; the rest as for one that was right."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["wrong"]
    should: Category
    effect: Literal["both", "teach", "act"] = "both"
    consent: StrictBool = False


Word = Annotated[
    Right | Wrong, Body(discriminator="verdict", examples=[{"verdict": "wrong", "should": "allow", "effect": "both"}])
]


class Noted(BaseModel):
    """What became of feedback: ``conflicts`` are labelled texts it contradicts, ``flips`` decisions it turns."""

    decision_id: str
    label: Category
    conflicts: list[str] = Field(default_factory=list)
    flips: int = 0


@router.post("/v1/decisions/{decision_id}/feedback", responses=described(*KEYED, *BODY, 404, 409))
def give_feedback(
    decision_id: str, word: Word, request: Request, caller: Annotated[ApiKey, Depends(allowed("feedback"))]
) -> Noted:
    """Say that a decision was right or wrong; it counts for its rule, and the classifier learns."""
    service: Service = request.app.state.service
    stored = _found(service, decision_id)
    within(caller, stored.group)
    right = word.verdict == "correct"
    try:
        told = service.moderator.feedback(
            decision_id, right=right, should=word.should, effect=word.effect, consent=word.consent
        )
    except ManyFlips as error:
        raise ServiceError(409, "many_flips", str(error)) from error
    except InputError as error:
        raise ServiceError(409, "not_applicable", str(error)) from error
    rule = stored.decision.rule.id if stored.decision.rule else ""
    service.metrics.feedback.labels(rule, str(right).lower()).inc()
    with service.book.database.write() as connection:
        note(connection, who=f"key:{caller.id}", what="feedback", target=decision_id, about=word.verdict)
    return Noted(
        decision_id=decision_id,
        label=told.corrections[0].label,
        conflicts=_contradicted(service, caller, told),
        flips=len(told.flips),
    )


def _contradicted(service: Service, caller: ApiKey, told: Told) -> list[str]:
    """The texts that feedback contradicts; of other groups than the key is for nobody is shown what was said."""
    found = [each.known for each in told.conflicts]
    if found and caller.groups:
        groups = {f"correction {each.id}": each.group for each in CorrectionBook(service.book.database).counted()}
        found = [each for each in found if not (group := groups.get(each.source, "")) or caller.opens(group)]
    return [each.text for each in found]


class Objection(BaseModel):
    """A member objects: ``member`` is the id the platform gives them, ``text`` what they say."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision_id": "3f1c", "member": "wx_7731", "text": "我发的是自己店的菜单"}]},
    )

    decision_id: str = Field(min_length=1, max_length=32)
    member: str = Field(min_length=1, max_length=256)
    text: str = Field(default="", max_length=2000)


class Lodged(BaseModel):
    """An appeal as it is kept; it waits for a person."""

    id: str
    decision_id: str
    at: Moment
    new: bool


@router.post("/v1/appeals", status_code=201, responses=described(*KEYED, *BODY, 404, 409))
def lodge_appeal(
    objection: Objection, request: Request, caller: Annotated[ApiKey, Depends(allowed("appeals"))]
) -> Lodged:
    """Lodge an appeal of the member a decision is about; a person looks at it."""
    service: Service = request.app.state.service
    stored = _found(service, objection.decision_id)
    within(caller, stored.group)
    member = service.book.hashed(objection.member)
    if member != stored.member:
        raise ServiceError(403, "not_theirs", "只有被判的人自己可以申诉")
    if stored.decision.verdict is Verdict.ALLOW:
        raise ServiceError(409, "nothing_to_appeal", "这条消息没有被拦，没有可申诉的")
    kept, new = service.appeals.add(objection.decision_id, member, objection.text)
    return Lodged(id=kept.id, decision_id=kept.decision_id, at=kept.at, new=new)


def _found(service: Service, decision_id: str) -> Stored:
    try:
        return service.book.get(decision_id)
    except InputError as error:
        raise ServiceError(404, "not_found", f"没有编号为 {decision_id[:64]!r} 的判定") from error


def _kept(stored: Stored) -> Kept:
    text = stored.message.text if stored.message is not None else None
    return Kept(decision=stored.decision, decided_at=stored.decided_at, text=text, should=stored.should)
