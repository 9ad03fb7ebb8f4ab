"""``POST /v1/moderate``: a message in, a decision out."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from assistant.schema.moderation import Decision, Message
from assistant.server.bounds import LONGEST, bounded
from assistant.server.fields import Instant, Millis
from assistant.server.gate import allowed, within
from assistant.server.intake import Overloaded
from assistant.server.openapi import BODY, KEYED, described
from assistant.server.problems import ServiceError, too_many
from assistant.server.service import Service
from assistant.server.strict import StrictRoute
from assistant.storage.apikeys import ApiKey

router = APIRouter(tags=["moderation"], route_class=StrictRoute)
Caller = Annotated[ApiKey, Depends(allowed("moderate"))]
_MESSAGE: JsonDict = {
    "id": "8831", "group": "newborn", "sender": {"id": "wx_7731", "name": "小满妈", "role": "member"},
    "text": "加V领取新人福利 abc123", "meta": {"platform": "wechat"}, "deadline_ms": 500,
}  # fmt: skip


class Asked(Message):
    """A message to decide about. ``deadline_ms``: past it the best decision so far comes, ``degraded``.

    ``callback``: where a decision goes that turns out otherwise after it was answered.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_extra={"examples": [_MESSAGE]})

    id: str = Field(min_length=1, max_length=256)
    group: str = Field(default="", max_length=128)
    text: str = Field(max_length=LONGEST)
    sent_at: Instant | None = None
    deadline_ms: Millis | None = None
    callback: str = Field(default="", max_length=2048, pattern=r"^(https?://[^\s/]+.*)?$")

    def message(self, group: str) -> Message:
        """The message itself, of the group by its id."""
        return Message.model_construct(
            id=self.id, group=group, sender=self.sender, text=self.text, kind=self.kind, sent_at=self.sent_at,
            meta=bounded(self.meta),
        )  # fmt: skip


@router.post("/v1/moderate", responses=described(*KEYED, *BODY, 429))
async def moderate(asked: Asked, request: Request, caller: Caller) -> Decision:
    """Decide about a message. Sent again, it gets the decision it had and counts once."""
    service: Service = request.app.state.service
    return await decided(service, caller, asked)


@router.post("/v1/moderate/batch", responses=described(*KEYED, *BODY, 429))
async def moderate_batch(batch: list[Asked], request: Request, caller: Caller) -> list[Decision]:
    """Decide about several messages, in order; the bound of one batch is a setting."""
    service: Service = request.app.state.service
    if len(batch) > service.settings.max_batch:
        raise ServiceError(413, "too_large", f"一次最多 {service.settings.max_batch} 条，这里有 {len(batch)} 条")
    return list(await asyncio.gather(*(decided(service, caller, asked) for asked in batch)))


async def decided(service: Service, caller: ApiKey, asked: Asked) -> Decision:
    """The decision about one message, counted. Raises :class:`ServiceError`."""
    started = perf_counter()
    group = service.group_id(asked.group)
    within(caller, group)
    await service.gate.spend(caller)
    message = asked.message(group)
    if asked.callback:
        service.deliveries.permit(asked.callback)
        service.expects(message, asked.callback)
    try:
        decision = await service.intake.decide(message, asked.deadline_ms or service.settings.deadline_ms)
    except Overloaded as error:
        service.metrics.refused.inc()
        raise too_many(str(error), 1) from error
    service.metrics.answered(decision, perf_counter() - started)
    return decision
