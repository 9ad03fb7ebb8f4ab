"""Hooks for schemathesis: every case brings the proof its route asks for, signed over the bytes that are really sent.

The environment says what the proofs are made with: CONTRACT_KEY, and the secrets of the doors.
"""

from __future__ import annotations

import hmac
import os
from typing import Any
from urllib.parse import urlencode

import requests
import schemathesis

from assistant.server.bots.wecom.crypto import Crypto

#: Stands where a signature is to go: what a check leaves out or puts in itself is sent as it is.
ASKED = "to-be-signed"


class _Headed:
    name, value = "", ASKED

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return self.value

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers = {**(case.headers or {}), self.name: data}


@schemathesis.auth(refresh_interval=None).apply_to(tag=["moderation", "decisions", "content"]).apply_to(path="/metrics")
class _Key(_Headed):
    name, value = "Authorization", f"Bearer {os.environ['CONTRACT_KEY']}"


@schemathesis.auth(refresh_interval=None).apply_to(path="/v1/bots/onebot")
class _OneBot(_Headed):
    name = "X-Signature"


@schemathesis.auth(refresh_interval=None).apply_to(path="/v1/bots/telegram")
class _Telegram(_Headed):
    name, value = "X-Telegram-Bot-Api-Secret-Token", os.environ["ASSISTANT_TELEGRAM_SECRET"]


@schemathesis.auth(refresh_interval=None).apply_to(path="/v1/bots/wecom")
class _WeCom(_Headed):
    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.query = {**(case.query or {}), "msg_signature": data}


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Sign what is about to be sent."""
    if case.operation.path == "/v1/bots/onebot":
        kwargs["auth"] = _signed
    elif case.operation.path == "/v1/bots/wecom":
        kwargs["auth"] = _sealed


def _signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    if request.headers.get("X-Signature") == ASKED:
        digest = hmac.new(os.environ["ASSISTANT_ONEBOT_SECRET"].encode(), _body(request), "sha1").hexdigest()
        request.headers["X-Signature"] = f"sha1={digest}"
    return request


def _sealed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """What the case has for a body, or for the echo, goes into an envelope as WeCom makes it."""
    if f"msg_signature={ASKED}" not in (request.url or ""):
        return request
    crypto = Crypto(os.environ["ASSISTANT_WECOM_TOKEN"], os.environ["ASSISTANT_WECOM_AES_KEY"], "")
    encrypted = crypto.seal(_body(request) or b"echo")
    query = {"timestamp": "1", "nonce": "n", "msg_signature": crypto.sign("1", "n", encrypted)}
    if request.method == "GET":
        query["echostr"] = encrypted
    else:
        request.prepare_body(f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode(), None)
    request.url = f"{(request.url or '').partition('?')[0]}?{urlencode(query)}"
    return request


def _body(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    return body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
