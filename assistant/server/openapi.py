"""What the OpenAPI document says beyond the routes' own types: errors, examples, bounds that are settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from assistant.server.examples import ANSWERS, PROBLEMS
from assistant.server.problems import MEDIA_TYPE, TITLES, Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.settings import ServerSettings

_PROBLEM = "#/components/schemas/Problem"
_SECONDS = {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds after which to come again."}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Bearer, where a key is asked for."}},
    429: {"Retry-After": _SECONDS},
    503: {"Retry-After": _SECONDS},
}
#: Where an answer leads: by operation the name of the link, the operation, and the parameter that is the answer's id.
_LINKS = {
    "write_draft": ("draft", "read_draft", "draft_id"),
    "moderate": ("feedback", "give_feedback", "decision_id"),
}
_TAGS = [
    {"name": "moderation", "description": "A message in, a decision out."},
    {"name": "decisions", "description": "What was decided, what people say of it, and members against it."},
    {"name": "content", "description": "Drafts, and the knowledge they are written from."},
    {"name": "bots", "description": "Doors of platforms with a protocol of their own, proved in the platform's way."},
    {"name": "health", "description": "Whether it runs, and its figures."},
]
_ABOUT = """Decisions about messages of chat groups, by each group's own rules; drafts and knowledge beside them.

Every error is a problem detail (RFC 9457) with a stable `code`. Where the service has a signing secret, every `POST`
under `/v1/` but the bots' doors carries `X-Assistant-Signature: t=SECONDS,v1=HEX` as well."""


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that may answer with these problems."""
    return {status: _described(status) for status in statuses}


def _described(status: int) -> dict[str, Any]:
    examples = {
        code: {
            "value": {"type": "about:blank", "title": TITLES[status], "status": status, "detail": said, "code": code}
        }
        for code, said in PROBLEMS[status].items()
    }
    found: dict[str, Any] = {
        "description": TITLES[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": _PROBLEM}, "examples": examples}},
    }
    return found | ({"headers": _HEADERS[status]} if status in _HEADERS else {})


#: What every route with a key may answer, and what one that reads a body may answer besides.
KEYED, BODY = (401, 403, 503), (400, 408, 413, 415, 422)


def document(app: FastAPI, settings: ServerSettings) -> dict[str, Any]:
    """Return the document that describes ``app``."""
    found = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes, tags=_TAGS)
    schemas: dict[str, Any] = found["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    for operation in (each for item in found["paths"].values() for each in item.values()):
        name, responses = operation["operationId"], operation["responses"]
        good = responses.get("200") or responses["201"]
        content = good.get("content", {}).get("application/json")
        if name in ANSWERS and content is not None:
            content["example"] = ANSWERS[name]
        if name in _LINKS:
            link, leads_to, parameter = _LINKS[name]
            good["links"] = {link: {"operationId": leads_to, "parameters": {parameter: "$response.body#/id"}}}
    batch = found["paths"]["/v1/moderate/batch"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    batch["maxItems"] = settings.max_batch
    return found
