"""QQ's door: events by HTTP POST, answered with quick operations, or over the WebSocket, acted on by calls."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import StorageError
from assistant.server.bots.chats import Finder
from assistant.server.bots.deeds import Doing
from assistant.server.bots.onebot import events
from assistant.server.bots.onebot.actions import DOOR, check
from assistant.server.bots.onebot.quick import operation
from assistant.server.bots.proof import refused
from assistant.server.bots.runner import Impossible, Later
from assistant.server.problems import ServiceError

if TYPE_CHECKING:
    from assistant.server.bots.desk import Desk
    from assistant.server.bots.incoming import Incoming
    from assistant.server.bots.onebot.socket import Socket
    from assistant.server.bots.recent import Recent

log = logging.getLogger(__name__)

ABLE: tuple[Doing, ...] = ("delete", "mute", "remove", "say")
#: Seconds to wait for what a message quotes or forwards, and before a message is offered once more to a full queue, or
#: to a database that was away; after two minutes QQ lets nobody recall it.
ASK_TIMEOUT, AGAIN = 1.5, (0.5, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)


def check_signature(header: str, body: bytes, secret: str) -> None:
    """Raises :class:`ServiceError` (401) unless ``header`` is ``sha1=`` and the HMAC-SHA1 of the body in hexadecimal.

    https://github.com/botuniverse/onebot-11/blob/master/communication/http-post.md
    """
    right = "sha1=" + hmac.new(secret.encode(), body, "sha1").hexdigest()
    if not hmac.compare_digest(header.strip().lower().encode("utf-8", "replace"), right.encode()):
        raise refused("X-Signature 不对：要用 OneBot 里设的 secret 对正文做 HMAC-SHA1，写成 sha1=十六进制")


class OneBotDoor:
    """Hears the events of QQ bots."""

    def __init__(self, desk: Desk, find: Finder, recent: Recent) -> None:
        self._desk = desk
        self._find = find
        self._recent = recent

    async def posted(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an event that came by HTTP POST; empty where there is nothing to do."""
        found = events.heard(event)
        if found is None:
            return {}
        return operation(await self._desk.answer(await self._incoming(found), DOOR, ABLE))

    async def overheard(self, event: Mapping[str, Any], socket: Socket) -> None:
        """Act on an event that came over the WebSocket."""
        found = events.heard(event)
        if found is None:
            return
        incoming = await self._incoming(found, socket)
        for seconds in (*AGAIN, None):
            try:
                await self._desk.handle(incoming, DOOR, ABLE)
            except (ServiceError, StorageError) as error:
                if seconds is None:
                    log.warning("a message of QQ was not looked at: %s", error)
                    return
                await asyncio.sleep(seconds)
            else:
                return

    async def _incoming(self, found: events.Heard, socket: Socket | None = None) -> Incoming:
        """The message, held against what it refers to; others may refer to it from now on."""
        if found.parts.quote and self._recent.get(found.chat, found.parts.quote) is None:
            await self._recent.ask(found.chat, found.parts.quote)
        if socket is not None:
            await self._complete(found, socket)
        incoming = events.incoming_of(found, self._find, self._recent)
        await self._recent.tell()
        return incoming

    async def _complete(self, found: events.Heard, socket: Socket) -> None:
        """Ask for what the message quotes or forwards, where it is not known; without it goes on as it is."""
        parts = found.parts
        try:
            if parts.quote and self._recent.get(found.chat, parts.quote) is None:
                asked = await socket.call("get_msg", {"message_id": _whole(parts.quote)}, ASK_TIMEOUT)
                events.answer_quote(found, self._recent, check(asked))
            for number in parts.forwards[:1]:
                asked = await socket.call("get_forward_msg", {"id": number, "message_id": number}, ASK_TIMEOUT)
                events.answer_forward(found, check(asked))
        except (Later, Impossible) as error:
            log.info("what a message of QQ refers to could not be had: %s", error)


def _whole(text: str) -> int | str:
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text
