"""Signatures of webhooks: HMAC-SHA256 over time and body, taken once by all processes and only for a few minutes.

The header is ``X-Assistant-Signature: t=<seconds since 1970>,v1=<hex>``, the digest that of ``<t>.<body>``; RFC 2104.
The seconds may have a fraction: the same body sent twice in one second needs two signatures.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import re
import secrets
import time
from hashlib import sha256
from typing import TYPE_CHECKING

from assistant.server.problems import ServiceError
from assistant.shared.state import Claim

if TYPE_CHECKING:
    from assistant.settings import ServerSettings
    from assistant.shared.state import SharedState

HEADER = "X-Assistant-Signature"
#: Seconds that a signature may be old, or ahead of our clock.
WINDOW = 300
_MOMENT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,9})?")


def secret_of(settings: ServerSettings) -> bytes:
    """The secret of the environment; empty where none is set."""
    return os.environ.get(settings.signing_env, "").encode() if settings.signing_env else b""


def sign(secret: bytes, body: bytes, at: float | None = None) -> str:
    """Return the value of the header for ``body``."""
    moment = f"{time.time() if at is None else at:.6f}"
    return f"t={moment},v1={_digest(secret, moment, body)}"


class Signatures:
    """Checks signatures; one that was taken is not taken again while it is valid, by whichever process."""

    def __init__(self, secret: bytes, shared: SharedState) -> None:
        self._secret = secret
        self._shared = shared

    async def check(self, header: str, body: bytes) -> None:
        """Raises :class:`ServiceError` (401) for a signature that is missing, wrong, too old or used."""
        parts = dict(part.partition("=")[::2] for part in header.split(","))
        moment, given = parts.get("t", ""), parts.get("v1", "")
        if not (_MOMENT.fullmatch(moment) and given):
            raise _refused("没有签名，或者写法不对：要有 t=秒数,v1=十六进制")
        if not hmac.compare_digest(given.encode(), _digest(self._secret, moment, body).encode()):
            raise _refused("签名不对")
        if abs(time.time() - float(moment)) > WINDOW:
            raise _refused("签名的时间和这里的时钟差了五分钟以上")
        claim = Claim(f"signature:{given}", secrets.token_hex(8), 2 * WINDOW)
        if self._shared.alone:
            first = self._is_first(claim)
        else:  # the loop serves others while Redis is asked
            first = await asyncio.to_thread(self._is_first, claim)
        if not first:
            raise _refused("这个签名已经用过一次", "replayed")

    def _is_first(self, claim: Claim) -> bool:
        return self._shared.ask((), (claim,)).holders == [claim.holder]


def _digest(secret: bytes, moment: str, body: bytes) -> str:
    return hmac.new(secret, moment.encode() + b"." + body, sha256).hexdigest()


def _refused(detail: str, code: str = "bad_signature") -> ServiceError:
    return ServiceError(401, code, detail)
