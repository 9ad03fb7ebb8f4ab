"""The routes of the bots' doors. They take no API key: each platform's own signature is the proof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.server.bots.house import Bots
from assistant.server.bots.onebot.door import check_signature
from assistant.server.bots.proof import object_in, opened, refused, same, secret
from assistant.server.bots.wecom.crypto import Crypto
from assistant.server.problems import described


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    app.state.bots = Bots(app.state.service)
    app.state.bots.start()
    try:
        yield
    finally:
        await app.state.bots.close()


router = APIRouter(tags=["bots"], lifespan=_open)


def _bots(request: Request) -> Bots:
    found: Bots = request.app.state.bots
    return found


Doors = Annotated[Bots, Depends(_bots)]
_OBJECT: dict[str, Any] = {"schema": {"type": "object"}}


def _body(example: dict[str, Any]) -> dict[str, Any]:
    """What the documentation says of a body that is read only once its signature is known to be right."""
    return {"requestBody": {"required": True, "content": {"application/json": _OBJECT | {"example": example}}}}


@router.post(
    "/v1/bots/onebot",
    responses={204: {"description": "Nothing is to be done."}, **described(401, 404, 413, 422, 429)},
    openapi_extra=_body({"post_type": "message", "message_type": "group", "group_id": 7001, "message_id": 1}),
)
async def onebot(
    request: Request, bots: Doors, x_signature: Annotated[str, Header(max_length=200)] = ""
) -> dict[str, Any]:
    """Take an event of a OneBot v11 and answer with a quick operation."""
    settings = bots.settings.onebot
    key = opened(secret(settings.secret_env), "OneBot", settings.secret_env)
    body = await request.body()
    check_signature(x_signature, body, key)
    wanted = await bots.onebot.posted(object_in(body))
    return JSONResponse(wanted) if wanted else Response(status_code=204)  # type: ignore[return-value]


@router.post(
    "/v1/bots/telegram",
    responses=described(401, 404, 413, 422, 429),
    openapi_extra=_body({"update_id": 1, "message": {"message_id": 1, "chat": {"id": -1001, "type": "supergroup"}}}),
)
async def telegram(
    request: Request,
    bots: Doors,
    x_telegram_bot_api_secret_token: Annotated[str, Header(max_length=300)] = "",
) -> dict[str, Any]:
    """Take an update of a Telegram bot; what follows from it is done afterwards, through the Bot API."""
    settings = bots.settings.telegram
    key = opened(secret(settings.secret_env), "Telegram", settings.secret_env)
    if not same(x_telegram_bot_api_secret_token, key):
        raise refused("X-Telegram-Bot-Api-Secret-Token 不对：要和 setWebhook 时给的 secret_token 一样")
    await bots.telegram.updated(object_in(await request.body()))
    return {}


def _crypto(bots: Doors) -> Crypto:
    settings = bots.settings.wecom
    token = opened(secret(settings.token_env), "企业微信", settings.token_env)
    aes_key = opened(secret(settings.aes_key_env), "企业微信", settings.aes_key_env)
    return Crypto(token, aes_key, settings.receive_id)


Opener = Annotated[Crypto, Depends(_crypto)]
Short = Annotated[str, Query(max_length=128)]


@router.get("/v1/bots/wecom", responses=described(401, 404, 422), response_class=Response)
async def wecom_address(
    bots: Doors, crypto: Opener, msg_signature: Short = "", timestamp: Short = "", nonce: Short = "",
    echostr: Annotated[str, Query(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Show WeCom that the address is ours, when it is entered there."""
    return Response(bots.wecom.verified(crypto, msg_signature, timestamp, nonce, echostr), media_type="text/plain")


@router.post(
    "/v1/bots/wecom",
    responses=described(401, 404, 413, 422, 429),
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"text/xml": {"schema": {"type": "string"}}, "application/json": _OBJECT},
        }
    },
)
async def wecom(
    request: Request, bots: Doors, crypto: Opener, msg_signature: Short = "", timestamp: Short = "", nonce: Short = ""
) -> Response:
    """Take an encrypted callback of WeCom; what is to be said to the member goes back in the answer."""
    answer = await bots.wecom.called(crypto, msg_signature, timestamp, nonce, await request.body())
    kind = "application/json" if answer[:1] == b"{" else "text/xml" if answer else "text/plain"
    return Response(answer, media_type=kind)
