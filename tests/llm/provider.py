"""A real HTTP server on this machine that speaks the OpenAI wire and misbehaves on demand.

    with Provider() as provider:
        provider.script("429", answer({...}))       # first call is refused, the second is answered
        ... point a model at provider.url ...
        provider.requests                            # what arrived, parsed

Each call takes the next entry of the script; the last one repeats. An entry is a text to answer with, a callable from
the request to such a text, or a :class:`Trouble`.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Text = str | Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Trouble:
    """One way to misbehave. ``status`` is sent with ``headers``; ``kind`` names what else goes wrong."""

    kind: str
    status: int = 500
    message: str = "boom"
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


def rate_limited(retry_after: str | None = None) -> Trouble:
    return Trouble("status", 429, "rate limited", {"Retry-After": retry_after} if retry_after else {})


SERVER_ERROR = Trouble("status", 500)
UNAUTHORIZED = Trouble("status", 401, "Incorrect API key provided: {key}")
NO_JSON_SCHEMA = Trouble("no_json_schema", 400, "This response_format type is unavailable now")
HANG = Trouble("hang")
HTML = Trouble("html")
BROKEN_WIRE = Trouble("broken_wire")
NO_CHOICES = Trouble("no_choices")


def cut(text: str) -> Trouble:
    """The connection dies half way through ``text``."""
    return Trouble("cut", text=text)


def dripping(text: str) -> Trouble:
    """Bytes keep coming, far too slowly for any deadline, so that no read ever times out."""
    return Trouble("drip", text=text)


class Provider:
    """The server; a context manager. ``tool_calls`` False makes it answer in text where a tool call was asked for."""

    def __init__(self, *, tool_calls: bool = True, usage: tuple[int, int] = (1000, 200)) -> None:
        self.tool_calls = tool_calls
        self.usage = usage
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        self._script: list[Text | Trouble] = ["ok"]
        self._lock = threading.Lock()
        provider = self

        class Handler(_Handler):
            owner = provider

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def script(self, *entries: Text | Trouble) -> None:
        with self._lock:
            self._script = list(entries)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def take(self, request: dict[str, Any], key: str) -> Text | Trouble:
        with self._lock:
            self.requests.append(request)
            self.keys.append(key)
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    def __enter__(self) -> Provider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: Provider
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing: a client that hangs up is part of the tests."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        entry = self.owner.take(request, key)
        try:
            if self.path.endswith("/embeddings") and not isinstance(entry, Trouble):
                self._json(200, self._vectors(entry, request))
            elif isinstance(entry, Trouble):
                self._trouble(entry, request, key)
            else:
                self._answer(entry if isinstance(entry, str) else entry(request), request)
        except OSError:
            self.close_connection = True

    # ------------------------------------------------------------------ good answers

    def _answer(self, text: str, request: dict[str, Any]) -> None:
        if request.get("stream"):
            self._stream(text, request)
        else:
            self._json(200, self._completion(text, request))

    def _completion(self, text: str, request: dict[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if request.get("tools") and self.owner.tool_calls:
            name = request["tools"][0]["function"]["name"]
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        return {
            **_envelope(request, "chat.completion"),
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": self._usage(),
        }

    def _vectors(self, entry: Text, request: dict[str, Any]) -> dict[str, Any]:
        """Vectors that tell their text, in reverse order; "short" leaves one out."""
        data = [
            {"object": "embedding", "index": place, "embedding": [float(len(text)), float(ord(text[0]))]}
            for place, text in enumerate(request["input"])
        ][::-1]
        data = data[1:] if entry == "short" else data
        return {"object": "list", "data": data, "model": request["model"], "usage": self._usage()}

    def _usage(self) -> dict[str, int]:
        prompt, completion = self.owner.usage
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}

    def _stream(self, text: str, request: dict[str, Any], *, until: int | None = None) -> None:
        self._begin_stream()
        for start in range(0, len(text[:until]), 3):
            delta = {"role": "assistant", "content": text[start : start + 3]}
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}, request)
        if until is not None:
            return
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, request)
        if (request.get("stream_options") or {}).get("include_usage"):
            self._event({"choices": [], "usage": self._usage()}, request)
        self._chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    # ------------------------------------------------------------------ bad ones

    def _trouble(self, trouble: Trouble, request: dict[str, Any], key: str) -> None:
        getattr(self, f"_{trouble.kind}")(trouble, request, key)

    def _status(self, trouble: Trouble, _: dict[str, Any], key: str) -> None:
        body = {"error": {"message": trouble.message.replace("{key}", key), "type": "error", "code": trouble.status}}
        self._json(trouble.status, body, trouble.headers)

    def _no_json_schema(self, trouble: Trouble, request: dict[str, Any], key: str) -> None:
        if (request.get("response_format") or {}).get("type") == "json_schema":
            self._status(trouble, request, key)
        else:
            self._answer(trouble.text, request)

    def _hang(self, *_: object) -> None:
        self.owner.released.wait(30)
        self.close_connection = True

    def _html(self, *_: object) -> None:
        self._send(200, b"<html><body>login required</body></html>", "text/html")

    def _broken_wire(self, *_: object) -> None:
        self._send(200, b'{"id": "x", "choices": [{"mess', "application/json")

    def _no_choices(self, _: Trouble, request: dict[str, Any], __: str) -> None:
        self._json(200, {**_envelope(request, "chat.completion"), "choices": [], "usage": self._usage()})

    def _cut(self, trouble: Trouble, request: dict[str, Any], _: str) -> None:
        if request.get("stream"):
            self._stream(trouble.text, request, until=len(trouble.text) // 2)
        else:
            body = json.dumps(self._completion(trouble.text, request)).encode()
            self._head(200, "application/json", len(body))
            self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.close_connection = True

    def _drip(self, trouble: Trouble, request: dict[str, Any], _: str) -> None:
        if request.get("stream"):
            self._begin_stream()
        else:
            self._head(200, "application/json", 10_000)
        while not self.owner.released.is_set():
            if request.get("stream"):
                self._chunk(": keep-alive\n\n")
            else:
                self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    # ------------------------------------------------------------------ wire

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, part: dict[str, Any], request: dict[str, Any]) -> None:
        event = {**_envelope(request, "chat.completion.chunk"), **part}
        self._chunk(f"data: {json.dumps(event, ensure_ascii=False)}\n\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body, ensure_ascii=False).encode(), "application/json", headers)

    def _send(self, status: int, data: bytes, content_type: str, headers: dict[str, str] | None = None) -> None:
        self._head(status, content_type, len(data), headers)
        self.wfile.write(data)

    def _head(self, status: int, content_type: str, length: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()


def _envelope(request: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": int(time.time()), "model": request.get("model", "local")}


def warm_up() -> None:
    """Make calls with time to spare: litellm imports parts of itself on first use; the tests have short timeouts."""
    from langchain_core.messages import HumanMessage

    from assistant.llm.config import ModelAlias, ModelSettings
    from assistant.llm.exchange import Exchange, Question

    with Provider() as provider:
        for policy, stream in (("tools", False), ("json_schema", False), ("text", True)):
            alias = {"model": "openai/local", "api_base": provider.url, "structured": policy}
            exchange = Exchange(ModelSettings(draft=ModelAlias.model_validate(alias)), "draft")
            question = Question([HumanMessage("hi")], ModelSettings, exchange.deadline())
            if stream:
                asyncio.run(_drain(exchange.astream(question)))
            else:
                exchange.ask(question)


async def _drain(items: AsyncIterator[object]) -> None:
    async for _ in items:
        pass
