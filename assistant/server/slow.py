"""Clients that take their time: a request has to arrive, and an answer to be taken, within seconds that are a setting.

What a head may take is the protocol's matter, for no application hears of a request before it is there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from assistant.server.problems import problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _TooSlow(Exception):
    """The rest of the request did not come."""


class InTime:
    """Answers 408 where a body takes longer than ``seconds``; hangs up on who does not take the answer."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ends = asyncio.get_running_loop().time() + self._seconds
        arrived = begun = False

        async def arriving() -> Message:
            nonlocal arrived
            if arrived:  # only that the caller has gone is still to be heard
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                raise _TooSlow from None
            arrived = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def taken(message: Message) -> None:
            nonlocal begun
            begun = True
            async with asyncio.timeout(self._seconds):
                await send(message)

        try:
            await self._app(scope, arriving, taken)
        except _TooSlow:
            if not begun:
                detail = f"请求在 {self._seconds:g} 秒里没有发完，请重发"
                response = problem_response(408, "too_slow", detail, headers={"Connection": "close"})
                await response(scope, receive, taken)


def protocol(seconds: float) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol, which hangs up where a head takes longer than ``seconds``."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    base: Any = AutoHTTPProtocol

    class Patient(base):  # type: ignore[misc]
        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._head = self.loop.call_later(seconds, transport.close)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._unset_head()
            elif self._head is None:  # the head of the next request has begun
                self._head = self.loop.call_later(seconds, self.transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            self._unset_head()
            super().connection_lost(exc)

        def _unset_head(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

    return Patient
