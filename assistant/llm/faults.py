"""What went wrong at a provider, read from the exception's attributes so that litellm need not be imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_FORMAT_WORDS = re.compile(r"response_format|json_schema|json_object|json mode|tool_choice|\btools?\b|function", re.I)


@dataclass(frozen=True)
class Fault:
    """One failed call. ``retry_after`` in seconds where the provider named a wait."""

    message: str
    status: int | None
    passing: bool
    retry_after: float | None = None
    refuses_format: bool = False


def fault_of(error: BaseException, *, secrets: Iterable[str] = ()) -> Fault:
    """Describe ``error``; ``secrets`` are cut out of its message, since providers quote the key they refuse."""
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    text = _tidy(str(error) or type(error).__name__, secrets)
    if isinstance(error, TimeoutError) or status == 408:
        return Fault("超时没有回答", status, passing=True)
    return Fault(
        message=f"HTTP {status}：{text}" if status else text,
        status=status,
        # A broken answer (no choices, half a JSON document) comes without a status and may be whole next time.
        passing=status is None or status in _PASSING,
        retry_after=_retry_after(error),
        refuses_format=status in (400, 422) and bool(_FORMAT_WORDS.search(text)),
    )


def _tidy(text: str, secrets: Iterable[str]) -> str:
    first = text.split("\n\nLiteLLM:", 1)[0].split("\n\nDeployment Info", 1)[0]
    first = re.sub(r"^(?:litellm\.)?\w+(?:Error|Timeout)?: ", "", first)
    for secret in secrets:
        if len(secret) > 4:
            first = first.replace(secret, "***")
    # Providers also quote keys in part: sk-abc...xyz.
    first = re.sub(r"\b(sk|key)-[\w*.\-]{4,}", r"\1-***", first)
    return " ".join(first.split())[:300]


def _retry_after(error: BaseException) -> float | None:
    for holder in (error, getattr(error, "response", None)):
        headers = getattr(holder, "litellm_response_headers", None) or getattr(holder, "headers", None)
        value = headers.get("retry-after") if headers is not None and hasattr(headers, "get") else None
        if value:
            return _seconds(str(value))
    return None


def _seconds(value: str) -> float | None:
    """Read Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3)."""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
