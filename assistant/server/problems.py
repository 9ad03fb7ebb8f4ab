"""Errors as callers of the service see them: one JSON shape, RFC 9457 (problem details)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    ConfigError,
    InputError,
    ModelError,
    PromptError,
    Refused,
    SettingsError,
    StorageError,
    WorkspaceError,
)  # fmt: skip

if TYPE_CHECKING:
    from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
#: The HTTP status of our errors, the first that fits.
_STATUS: tuple[tuple[type[AssistantError], int, str], ...] = (
    (Refused, 409, "refused"),
    # What is wrong in the workspace's own files is not the caller's fault.
    (ConfigError, 500, "misconfigured"),
    (SettingsError, 500, "misconfigured"),
    (PromptError, 500, "misconfigured"),
    (WorkspaceError, 500, "misconfigured"),
    (InputError, 422, "invalid"),
    (StorageError, 503, "storage"),
    (ModelError, 502, "model"),
    (AssistantError, 500, "error"),
)
_CODES = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 415: "not_json"}
#: What the statuses are called.
TITLES = {
    400: "Bad request", 401: "Not authenticated", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    408: "Too slow", 409: "Refused", 413: "Too large", 415: "Unsupported media type", 422: "Invalid",
    429: "Too many requests", 500: "Internal error", 502: "Model failed", 503: "Not available",
}  # fmt: skip


class Problem(BaseModel):
    """What went wrong. ``code`` is a stable word for programs, ``detail`` one sentence for people.

    ``basis`` names the clause, fact or law that a refusal rests on.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    basis: str = ""
    errors: list[dict[str, Any]] = Field(default_factory=list)


class ServiceError(Exception):
    """The service's own answer of an error: ``status``, a stable ``code`` and a sentence."""

    def __init__(self, status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})


def too_many(detail: str, seconds: float, code: str = "overloaded") -> ServiceError:
    """A 429 that says after how many seconds to come again."""
    return ServiceError(429, code, detail, headers={"Retry-After": str(max(1, round(seconds + 0.5)))})


def problem_response(
    status: int, code: str, detail: str, *, basis: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """The response that tells of a problem."""
    problem = Problem(title=TITLES.get(status, "Error"), status=status, detail=detail, code=code, basis=basis, **more)
    body = problem.model_dump(mode="json", exclude_defaults=True) | {"type": problem.type}
    return JSONResponse(body, status, dict(headers or {}), media_type=MEDIA_TYPE)


def known(error: ServiceError | AssistantError) -> Response:
    """The response that tells of an error of ours."""
    if isinstance(error, ServiceError):
        return problem_response(error.status, error.code, error.detail, headers=error.headers)
    status, code = next((status, code) for kind, status, code in _STATUS if isinstance(error, kind))
    if isinstance(error, Refused):
        return problem_response(status, error.code, str(error), basis=error.basis)
    return problem_response(status, code, str(error), headers={"Retry-After": "1"} if status == 503 else None)


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""

    @app.exception_handler(ServiceError)
    @app.exception_handler(AssistantError)
    async def _ours(_request: Request, error: ServiceError | AssistantError) -> Response:
        return known(error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> Response:
        # What was sent is not sent back: it may be a member's words.
        found = [{"loc": [str(part) for part in each["loc"]], "msg": each["msg"]} for each in error.errors()]
        where = ".".join(found[0]["loc"]) if found else ""
        detail = f"{where}：{found[0]['msg']}" if found else "请求读不懂"
        return problem_response(422, "invalid", detail, errors=found)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == 405:
            # Where a path has several methods, the framework names those of one route only.
            headers["Allow"] = ", ".join(_methods_of(app, request.url.path)) or headers.get("Allow", "")
        code = _CODES.get(error.status_code, "http")
        return problem_response(error.status_code, code, str(error.detail), headers=headers)


def _methods_of(app: FastAPI, path: str) -> list[str]:
    """The methods that a path takes, by the document."""
    here = path.split("/")
    found: set[str] = set()
    for template, item in app.openapi()["paths"].items():
        parts = template.split("/")
        if len(parts) == len(here) and all(a == b or (a[:1] == "{" and b) for a, b in zip(parts, here, strict=True)):
            found |= {method.upper() for method in item}
    return sorted(found)
