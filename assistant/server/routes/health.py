"""``/healthz``, ``/readyz``, ``/metrics``, and what the routes are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel
from sqlalchemy import text

from assistant.server.gate import Credentials, allowed
from assistant.server.openapi import KEYED, described
from assistant.server.service import Service
from assistant.storage.apikeys import ApiKey

_ANYTHING = text("SELECT 1")
router = APIRouter(tags=["health"])


class Health(BaseModel):
    """``status`` is ok; ``problem`` says what is wrong with rules, files or index while the rest works."""

    status: str = "ok"
    problem: str = ""


@router.get("/healthz")
async def health() -> Health:
    """Say that the process answers."""
    return Health()


@router.get("/readyz", responses=described(503))
def readiness(request: Request) -> Health:
    """Say whether messages can be decided about and written down."""
    service: Service = request.app.state.service
    with service.book.database.read() as connection:
        connection.execute(_ANYTHING)  # a connection alone tells nothing of a server that hangs
    return Health(problem=service.moderator.problem or service.agreement.problem or service.limited)


@router.get("/metrics", response_class=PlainTextResponse, response_model=str, responses=described(*KEYED))
def metrics(request: Request, caller: Annotated[ApiKey, Depends(allowed("metrics"))]) -> Response:  # noqa: ARG001
    """The figures, for Prometheus."""
    service: Service = request.app.state.service
    return Response(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, given: Credentials) -> JSONResponse:
    """The document that describes every route; any key opens it."""
    request.app.state.service.gate.admit(given.credentials if given else "")
    return JSONResponse(request.app.openapi())
