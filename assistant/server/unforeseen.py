"""The last resort around every request: an error nobody foresaw is a 500 of our own shape, and no member's words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.server.bots.faults import place_of
from assistant.server.problems import problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)


class Unforeseen:
    """Answers 500 for what nothing else has answered; the log says where it came from, not what was sent.

    In an address a NUL, which no database takes, becomes a mark of the same length.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if b"%00" in scope["query_string"] or "\x00" in scope["path"]:
            query = scope["query_string"].replace(b"%00", b"%EF%BF%BD")
            scope = {**scope, "query_string": query, "path": scope["path"].replace("\x00", "\ufffd")}
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001 - the last resort
            log.error("a request of %s failed: %s", scope["method"], place_of(error))
            if begun:  # half an answer is cut off, so that nobody takes it for a whole one
                raise RuntimeError("the answer was cut off") from None
            response = problem_response(500, "error", "服务出了没料到的错，请把时间和做的事告诉维护的人")
            await response(scope, receive, send)
