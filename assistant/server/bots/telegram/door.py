"""Telegram's door: an update in, decided about and kept before it is answered; what follows is done afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.server.bots.chats import Finder
from assistant.server.bots.deeds import Doing
from assistant.server.bots.incoming import called, table
from assistant.server.bots.telegram import updates
from assistant.server.bots.telegram.api import DOOR, Administrators

if TYPE_CHECKING:
    from assistant.server.bots.desk import Desk
    from assistant.server.bots.recent import Recent

ABLE: tuple[Doing, ...] = ("delete", "mute", "remove", "say")


class TelegramDoor:
    """Hears the updates of one bot."""

    def __init__(self, desk: Desk, find: Finder, administrators: Administrators, recent: Recent) -> None:
        self._desk = desk
        self._find = find
        self._administrators = administrators
        self._recent = recent

    async def updated(self, update: Mapping[str, Any]) -> None:
        """Take in an update. Raises :class:`ServiceError` (429) where Telegram is to come again."""
        found = updates.message_in(update)
        if found is None:
            return
        message, edited = found
        # Messages of channels and of the group itself say what their sender is.
        chat = called(table(message.get("chat")).get("id"))
        roles = {} if message.get("sender_chat") else await self._administrators.of(chat)
        if edited:
            await self._recent.ask(chat, *updates.states_of(message))
        incoming = updates.incoming_of(message, edited, self._find, self._recent, lambda who: roles.get(who, "member"))
        await self._recent.tell()
        await self._desk.handle(incoming, DOOR, ABLE)
