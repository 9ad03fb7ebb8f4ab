"""The short way of ``POST /v1/moderate``: what is in order is decided without the framework's own work around a route.

A message a member sends is asked about on every one of them, and the framework takes four times as long as the rest of
the answer. Nothing is decided here otherwise: who may ask, what a request may hold and what it is answered are the
route's own functions, and a request with anything out of order goes on to the route, which says what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from assistant.errors import AssistantError
from assistant.schema.moderation import Decision
from assistant.server.limits import first_then
from assistant.server.problems import ServiceError, known
from assistant.server.routes.moderation import Asked, decided
from assistant.server.strict import says_json

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.server.service import Service
    from assistant.storage.apikeys import ApiKey

PATH = "/v1/moderate"
_BEARER = b"bearer "
_ASKED: TypeAdapter[Asked] = TypeAdapter(Asked)
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


class ShortWay:
    """Answers what is in order; ``service`` is what the routes serve. The whole body is there by now."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        caller = self._caller(headers)
        if caller is None:
            await self._app(scope, receive, send)
            return
        event = await receive()
        asked = _read(headers, event.get("body", b""))
        if asked is None or event.get("more_body", False):
            await self._app(scope, first_then(event, receive), send)
            return
        try:
            decision = await decided(self._service, caller, asked)
        except (ServiceError, AssistantError) as error:
            await known(error)(scope, receive, send)
            return
        body = _DECISION.dump_json(decision, by_alias=True)
        length = str(len(body)).encode()
        head = [(b"content-length", length), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    def _caller(self, headers: dict[bytes, bytes]) -> ApiKey | None:
        """The key of who asks, where it is known without a look at the database and may moderate."""
        given = headers.get(b"authorization", b"")
        if given[: len(_BEARER)].lower() != _BEARER:
            return None
        try:
            caller = self._service.gate.admit_known(given[len(_BEARER) :].strip().decode("latin-1"))
        except ServiceError:
            return None
        return caller if caller is not None and "moderate" in caller.verbs else None


def _read(headers: dict[bytes, bytes], body: bytes) -> Asked | None:
    """The message asked about; None where the route has to say what is wrong with it."""
    if not says_json(headers.get(b"content-type", b"").decode("latin-1")) or b"\\u0000" in body:
        return None
    try:
        return _ASKED.validate_python(from_json(body, allow_inf_nan=False))
    except (ValueError, ValidationError):
        return None
