"""What every door asks for first: its secret, from the environment alone, and the caller's proof of knowing it."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from assistant.server.problems import ServiceError


def secret(variable: str) -> str:
    """The secret a variable of the environment holds; empty where it is not set."""
    return os.environ.get(variable, "").strip() if variable else ""


def opened(value: str, door: str, variable: str) -> str:
    """Return a door's secret. Raises :class:`ServiceError` (404) where the operator has set none: it is shut."""
    if not value:
        raise ServiceError(
            404, "door_closed", f"{door} 的入口没有开：先在环境变量 {variable or '（没有写名字）'} 里设好密钥"
        )
    return value


def same(given: str, right: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode("utf-8", "replace"))


def refused(detail: str) -> ServiceError:
    """The error of a caller who does not know the secret."""
    return ServiceError(401, "bad_signature", detail)


def object_in(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object a body is. Raises :class:`ServiceError` (422)."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ServiceError(422, "invalid", "请求的正文不是 JSON") from error
    if not isinstance(found, Mapping):
        raise ServiceError(422, "invalid", "请求的正文要是一个 JSON 对象")
    return found
