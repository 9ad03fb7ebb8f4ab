"""Requests read strictly: a body is JSON and says so, and what no database takes is out of it before anybody looks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.responses import Response

# PostgreSQL takes no NUL in a text; a mark of the same length stands for it.
_NUL, _MARK = "\x00", "\ufffd"


class StrictRequest(Request):
    """A request whose ``json`` is that of RFC 8259: no NaN, no halves of characters, no nesting without end."""

    async def json(self) -> Any:
        """Return the body. Raises :class:`HTTPException` (400) for what is no JSON."""
        body = await self.body()
        try:
            found = from_json(body, allow_inf_nan=False)
        except ValueError as error:
            # Not the error's words: they may hold some of the body's.
            raise HTTPException(400, "请求的正文不是 JSON（要用 UTF-8 编码）") from error
        return without_nul(found) if b"\\u0000" in body else found


class StrictRoute(APIRoute):
    """A route that takes only JSON which says that it is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler that FastAPI asks for."""
        handler = super().get_route_handler()
        reads_json = self.body_field is not None

        async def strict(request: Request) -> Response:
            if reads_json and not says_json(request.headers.get("content-type", "")):
                raise HTTPException(415, "请求的正文要是 JSON，请加上请求头 Content-Type: application/json")
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


def without_nul(value: Any) -> Any:
    """Return a JSON value with every NUL in its texts, keys included, marked as unreadable."""
    if isinstance(value, str):
        return value.replace(_NUL, _MARK)
    if isinstance(value, list):
        return [without_nul(each) for each in value]
    if isinstance(value, dict):
        return {without_nul(key): without_nul(each) for key, each in value.items()}
    return value


def says_json(content_type: str) -> bool:
    """Whether a content type is that of JSON."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
