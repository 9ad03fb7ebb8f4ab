"""The bound of a request's body, before anything reads it; and its signature, where one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.server.problems import ServiceError, problem_response
from assistant.server.signing import HEADER, Signatures

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.shared.state import SharedState


def _is_signed(path: str) -> bool:
    """Whether our signature is asked for: bots with a protocol of their own bring its proof instead."""
    return path.startswith("/v1/") and not path.startswith("/v1/bots/")


class BodyLimits:
    """Answers 413 for a body of more than ``most`` bytes, whether it says so or not, and 401 for one not signed right.

    ``secret`` empty: signatures are not asked for.
    """

    def __init__(self, app: ASGIApp, *, most: int, shared: SharedState, secret: bytes = b"") -> None:
        self._app = app
        self._most = most
        self._signatures = Signatures(secret, shared) if secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        try:
            body = await self._read(receive, headers.get(b"content-length", b""))
            if self._signatures is not None and _is_signed(scope["path"]):
                await self._signatures.check(headers.get(HEADER.lower().encode(), b"").decode("latin-1"), body)
        except ServiceError as error:
            response = problem_response(error.status, error.code, error.detail, headers=error.headers)
            await response(scope, receive, send)
            return

        whole: Message = {"type": "http.request", "body": body, "more_body": False}
        await self._app(scope, first_then(whole, receive), send)

    async def _read(self, receive: Receive, said: bytes) -> bytes:
        too_large = ServiceError(413, "too_large", f"请求不能超过 {self._most // 1024} KB")
        if said.isdigit() and int(said) > self._most:
            raise too_large
        parts: list[bytes] = []
        size = 0
        while True:
            event = await receive()
            if event["type"] != "http.request":
                break
            parts.append(event.get("body", b""))
            size += len(parts[-1])
            if size > self._most:
                raise too_large
            if not event.get("more_body", False):
                break
        return b"".join(parts)


def first_then(event: Message, receive: Receive) -> Receive:
    """Return a receiver that gives ``event``, and afterwards what ``receive`` gives."""
    given = False

    async def received() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return event

    return received
