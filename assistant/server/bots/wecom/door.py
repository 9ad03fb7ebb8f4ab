"""WeCom's door: a callback opened, decided about and answered, all of it encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.server.bots.chats import Finder
from assistant.server.bots.deeds import Doing, addressed
from assistant.server.bots.incoming import said
from assistant.server.bots.wecom.crypto import Crypto
from assistant.server.bots.wecom.envelope import fields_of, is_json, sealed, text_answer
from assistant.server.bots.wecom.messages import incoming_of

if TYPE_CHECKING:
    from assistant.server.bots.desk import Desk

DOOR = "wecom"
#: WeCom lets a program answer; what else is to be done is the operator's.
ABLE: tuple[Doing, ...] = ("say",)
#: WeCom hangs up after five seconds.
PATIENCE_MS = 4000


class WeComDoor:
    """Hears one callback."""

    def __init__(self, desk: Desk, find: Finder) -> None:
        self._desk = desk
        self._find = find

    def verified(self, crypto: Crypto, signature: str, timestamp: str, nonce: str, echo: str) -> bytes:
        """Return what WeCom wants to see when the address is entered. Raises :class:`ServiceError` (401)."""
        return crypto.open(echo, signature, timestamp, nonce)

    async def called(self, crypto: Crypto, signature: str, timestamp: str, nonce: str, body: bytes) -> bytes:
        """Return the answer to a callback; empty where there is nothing to say."""
        as_json = is_json(body)
        outer = fields_of(body)
        encrypted = said(outer.get("encrypt" if as_json else "Encrypt"), 10**7)
        inner = crypto.open(encrypted, signature, timestamp, nonce)
        fields = fields_of(inner)
        as_json = is_json(inner)
        incoming = incoming_of(fields, self._find, as_json=as_json)
        if incoming is None:
            return b""
        deeds = await self._desk.answer(incoming, DOOR, ABLE, most_ms=PATIENCE_MS)
        words = [addressed(deed.text, deed.name)[1] for deed in deeds if deed.doing == "say"]
        return sealed(crypto, text_answer(fields, words[0], as_json=as_json), as_json=as_json) if words else b""
