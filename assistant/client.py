"""A client of the service for bots: typed, with retries that are safe, for ordinary and for asynchronous programs.

    from assistant.client import Client

    with Client("http://127.0.0.1:8420", key) as assistant:
        decision = assistant.moderate(Message(id="8831", group="newborn", text="加V领福利"))

The same message sent again gets the same decision, so that every request may be repeated: one that found the service
busy, restarting or out of reach is, until ``patience`` runs out.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypedDict

import httpx
from pydantic import TypeAdapter

from assistant.errors import AssistantError
from assistant.schema.moderation import Category, Decision, Message

#: Tries of one request, seconds before the second, doubled each time up to the longest; a Retry-After of the service
#: counts instead, and all waits of one request together are no longer than ``PATIENCE`` where the caller says no other.
TRIES, WAIT, LONGEST, PATIENCE = 5, 0.2, 10.0, 60.0
_DECISIONS = TypeAdapter(list[Decision])
# Answers after which asking again may help.
_PASSING = frozenset({429, 502, 503, 504})


class ServiceFailed(AssistantError):
    """The service did not answer, or said no.

    ``status`` is 0 where no answer came, ``code`` its stable word; ``retry_after`` are the seconds after which it asks
    to be asked again, None where it names none.
    """

    def __init__(self, status: int, code: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(f"服务没有办成（{status or '没有回音'} {code}）：{detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class Noted(TypedDict):
    """What became of feedback: ``conflicts`` are labelled texts it contradicts, ``flips`` decisions it turns."""

    decision_id: str
    label: str
    conflicts: list[str]
    flips: int


class Lodged(TypedDict):
    """An appeal as it is kept; ``new`` is false where there was one already."""

    id: str
    decision_id: str
    at: str
    new: bool


@dataclass(frozen=True)
class _Call:
    """One request: ``body`` is sent byte for byte the same each time."""

    method: str
    path: str
    body: bytes = b""
    secret: bytes = b""

    def headers(self) -> dict[str, str]:
        found = {"Content-Type": "application/json"} if self.body else {}
        if self.secret:
            from assistant.server.signing import HEADER, sign

            found[HEADER] = sign(self.secret, self.body)
        return found


def _moderation(message: Message, deadline_ms: int | None, callback: str) -> dict[str, Any]:
    body: dict[str, Any] = message.model_dump(mode="json", exclude_defaults=True)
    body |= {"id": message.id, "text": message.text}
    if deadline_ms is not None:
        body["deadline_ms"] = deadline_ms
    if callback:
        body["callback"] = callback
    return body


def _asked_for(answer: httpx.Response | None) -> float | None:
    """The seconds that the service asks to be left alone: a number or a date (RFC 9110, 10.2.3)."""
    said = answer.headers.get("Retry-After", "").strip() if answer is not None else ""
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _wait(number: int, answer: httpx.Response | None) -> float:
    """Seconds before the next try; scattered, so that many who were turned away do not come back at once."""
    asked = _asked_for(answer)
    if asked is not None:
        return asked * random.uniform(1.0, 1.2)
    return min(LONGEST, WAIT * 2.0**number) * random.uniform(0.8, 1.2)


class _Trying:
    """One request as it is tried: what is done with an answer, and for how long to go on."""

    def __init__(self, patience: float) -> None:
        self._left = patience
        self._number = 0

    def next(self, answer: httpx.Response | None, error: httpx.TransportError | None) -> float | None:
        """Return the seconds to wait before the next try; None where ``answer`` is the last word.

        Raises :class:`ServiceFailed` where there is no answer and no next try.
        """
        if answer is not None and answer.status_code not in _PASSING:
            return None
        seconds = _wait(self._number, answer)
        self._number += 1
        self._left -= seconds
        if self._number < TRIES and self._left >= 0:
            return seconds
        if answer is None:
            raise ServiceFailed(0, "unreachable", str(error)) from error
        return None


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        problem = answer.json()
        code, detail = str(problem.get("code", "")), str(problem.get("detail", ""))
    except (ValueError, AttributeError):
        code, detail = "", answer.text[:200]
    raise ServiceFailed(answer.status_code, code, detail, _asked_for(answer))


def _encoded(body: Any) -> bytes:
    import json

    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


class _Calls:
    """What the two clients ask, put together the same way."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def moderate(self, message: Message, deadline_ms: int | None, callback: str) -> _Call:
        return self._post("/v1/moderate", _moderation(message, deadline_ms, callback))

    def batch(self, messages: Sequence[Message], deadline_ms: int | None) -> _Call:
        return self._post("/v1/moderate/batch", [_moderation(message, deadline_ms, "") for message in messages])

    def feedback(self, decision_id: str, right: bool, should: Category | None, effect: str) -> _Call:
        body = {"verdict": "correct" if right else "wrong", "should": should, "effect": effect}
        return self._post(f"/v1/decisions/{decision_id}/feedback", body)

    def appeal(self, decision_id: str, member: str, text: str) -> _Call:
        return self._post("/v1/appeals", {"decision_id": decision_id, "member": member, "text": text})

    def _post(self, path: str, body: Any) -> _Call:
        return _Call("POST", path, _encoded(body), self._secret)


class Client:
    """Asks the service at ``base``; ``key`` is an API key, ``secret`` the signing secret where the service has one.

    ``timeout`` is in seconds, of one try; ``patience`` bounds the waits between them. Every method raises
    :class:`ServiceFailed`. Threads may share one.
    """

    def __init__(
        self, base: str, key: str, *, secret: str = "", timeout: float = 10.0, patience: float = PATIENCE
    ) -> None:
        self._calls = _Calls(secret)
        self._patience = patience
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout, trust_env=False)

    def moderate(self, message: Message, *, deadline_ms: int | None = None, callback: str = "") -> Decision:
        """Return the decision about a message."""
        return Decision.model_validate_json(self._send(self._calls.moderate(message, deadline_ms, callback)).content)

    def moderate_batch(self, messages: Sequence[Message], *, deadline_ms: int | None = None) -> list[Decision]:
        """Return the decisions about several messages, in order."""
        return _DECISIONS.validate_json(self._send(self._calls.batch(messages, deadline_ms)).content)

    def feedback(self, decision_id: str, *, right: bool, should: Category | None = None, effect: str = "both") -> Noted:
        """Say that a decision was right, or wrong and what it should have been."""
        found: Noted = self._send(self._calls.feedback(decision_id, right, should, effect)).json()
        return found

    def appeal(self, decision_id: str, member: str, text: str = "") -> Lodged:
        """Lodge a member's appeal."""
        found: Lodged = self._send(self._calls.appeal(decision_id, member, text)).json()
        return found

    def _send(self, call: _Call) -> httpx.Response:
        trying = _Trying(self._patience)
        while True:
            answer, failed = None, None
            try:
                answer = self._http.request(call.method, call.path, content=call.body, headers=call.headers())
            except httpx.TransportError as error:
                failed = error
            seconds = trying.next(answer, failed)
            if seconds is None and answer is not None:
                return _checked(answer)
            time.sleep(seconds or 0.0)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class AsyncClient:
    """As :class:`Client`, for asynchronous programs."""

    def __init__(
        self, base: str, key: str, *, secret: str = "", timeout: float = 10.0, patience: float = PATIENCE
    ) -> None:
        self._calls = _Calls(secret)
        self._patience = patience
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.AsyncClient(base_url=base, headers=headers, timeout=timeout, trust_env=False)

    async def moderate(self, message: Message, *, deadline_ms: int | None = None, callback: str = "") -> Decision:
        """Return the decision about a message."""
        answer = await self._send(self._calls.moderate(message, deadline_ms, callback))
        return Decision.model_validate_json(answer.content)

    async def moderate_batch(self, messages: Sequence[Message], *, deadline_ms: int | None = None) -> list[Decision]:
        """Return the decisions about several messages, in order."""
        return _DECISIONS.validate_json((await self._send(self._calls.batch(messages, deadline_ms))).content)

    async def feedback(
        self, decision_id: str, *, right: bool, should: Category | None = None, effect: str = "both"
    ) -> Noted:
        """Say that a decision was right, or wrong and what it should have been."""
        found: Noted = (await self._send(self._calls.feedback(decision_id, right, should, effect))).json()
        return found

    async def appeal(self, decision_id: str, member: str, text: str = "") -> Lodged:
        """Lodge a member's appeal."""
        found: Lodged = (await self._send(self._calls.appeal(decision_id, member, text))).json()
        return found

    async def _send(self, call: _Call) -> httpx.Response:
        trying = _Trying(self._patience)
        while True:
            answer, failed = None, None
            try:
                answer = await self._http.request(call.method, call.path, content=call.body, headers=call.headers())
            except httpx.TransportError as error:
                failed = error
            seconds = trying.next(answer, failed)
            if seconds is None and answer is not None:
                return _checked(answer)
            await asyncio.sleep(seconds or 0.0)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()
