"""The routes of the bots' doors. They take no API key: each platform's own signature is the proof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import APIKeyHeader, APIKeyQuery

from assistant.server.bots.house import Bots
from assistant.server.bots.onebot.door import check_signature
from assistant.server.bots.onebot.quick import QuickOperation
from assistant.server.bots.proof import object_in, opened, refused, same, secret
from assistant.server.bots.wecom.crypto import Crypto
from assistant.server.openapi import described


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
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
#: What every door may answer; the proof is asked for before the body is read.
_ERRORS = (401, 404, 408, 413, 422, 429, 503)
_ONEBOT = APIKeyHeader(
    name="X-Signature", scheme_name="onebot", auto_error=False,
    description="`sha1=` and the HMAC-SHA1 of the body in hexadecimal, with the secret the OneBot has too.",
)  # fmt: skip
_TELEGRAM = APIKeyHeader(
    name="X-Telegram-Bot-Api-Secret-Token", scheme_name="telegram", auto_error=False,
    description="The `secret_token` of setWebhook.",
)  # fmt: skip
_WECOM = APIKeyQuery(
    name="msg_signature", scheme_name="wecom", auto_error=False,
    description="The SHA-1 of token, timestamp, nonce and ciphertext, sorted.",
)  # fmt: skip


def _body(example: dict[str, Any]) -> dict[str, Any]:
    """What the documentation says of a body that is read only once its signature is known to be right."""
    return {"requestBody": {"required": True, "content": {"application/json": _OBJECT | {"example": example}}}}


@router.post(
    "/v1/bots/onebot",
    response_model=QuickOperation,
    responses={204: {"description": "Nothing is to be done."}, **described(*_ERRORS)},
    openapi_extra=_body({"post_type": "message", "message_type": "group", "group_id": 7001, "message_id": 1}),
)
async def onebot_event(
    request: Request, bots: Doors, x_signature: Annotated[str | None, Security(_ONEBOT)]
) -> Response:
    """Take an event of a OneBot v11 and answer with a quick operation."""
    settings = bots.settings.onebot
    key = opened(secret(settings.secret_env), "OneBot", settings.secret_env)
    body = await request.body()
    check_signature(x_signature or "", body, key)
    wanted = await bots.onebot.posted(object_in(body))
    return JSONResponse(wanted) if wanted else Response(status_code=204)


@router.post(
    "/v1/bots/telegram",
    responses=described(*_ERRORS),
    openapi_extra=_body({"update_id": 1, "message": {"message_id": 1, "chat": {"id": -1001, "type": "supergroup"}}}),
)
async def telegram_update(
    request: Request, bots: Doors, token: Annotated[str | None, Security(_TELEGRAM)]
) -> dict[str, Any]:
    """Take an update of a Telegram bot; what follows from it is done afterwards, through the Bot API."""
    settings = bots.settings.telegram
    key = opened(secret(settings.secret_env), "Telegram", settings.secret_env)
    if not same(token or "", key):
        raise refused("X-Telegram-Bot-Api-Secret-Token 不对：要和 setWebhook 时给的 secret_token 一样")
    await bots.telegram.updated(object_in(await request.body()))
    return {}


def _crypto(bots: Doors) -> Crypto:
    settings = bots.settings.wecom
    token = opened(secret(settings.token_env), "企业微信", settings.token_env)
    aes_key = opened(secret(settings.aes_key_env), "企业微信", settings.aes_key_env)
    return Crypto(token, aes_key, settings.receive_id)


Opener = Annotated[Crypto, Depends(_crypto)]
Proof = Annotated[str | None, Security(_WECOM)]
Short = Annotated[str, Query(max_length=128)]


@router.get(
    "/v1/bots/wecom",
    response_class=Response,
    responses={200: {"content": {"text/plain": _TEXT}}, **described(401, 404, 422, 503)},
)
async def wecom_address(
    bots: Doors, crypto: Opener, msg_signature: Proof, timestamp: Short = "", nonce: Short = "",
    echostr: Annotated[str, Query(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Show WeCom that the address is ours, when it is entered there."""
    echo = bots.wecom.verified(crypto, msg_signature or "", timestamp, nonce, echostr)
    return Response(echo, media_type="text/plain")


@router.post(
    "/v1/bots/wecom",
    response_class=Response,
    responses={
        200: {
            "description": "What is to be said to the member, sealed; empty where that is nothing.",
            "content": {"text/xml": _TEXT, "application/json": _OBJECT, "text/plain": _TEXT},
        },
        **described(*_ERRORS),
    },
    openapi_extra={"requestBody": {"required": True, "content": {"text/xml": _TEXT, "application/json": _OBJECT}}},
)
async def wecom_callback(
    request: Request, bots: Doors, crypto: Opener, msg_signature: Proof, timestamp: Short = "", nonce: Short = ""
) -> Response:
    """Take an encrypted callback of WeCom; what is to be said to the member goes back in the answer."""
    answer = await bots.wecom.called(crypto, msg_signature or "", timestamp, nonce, await request.body())
    kind = "application/json" if answer[:1] == b"{" else "text/xml" if answer else "text/plain"
    return Response(answer, media_type=kind)
