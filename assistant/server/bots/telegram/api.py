"""The Bot API: deeds as calls, and who the administrators of a chat are.

https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import httpx

from assistant.schema.moderation import Role
from assistant.server.bots.deeds import Deed, addressed
from assistant.server.bots.incoming import called, rows, said, table
from assistant.server.bots.runner import Impossible, Later

DOOR = "telegram"
#: Seconds that the administrators of a chat are taken to be the same, and to wait for them.
FRESH, ASK_TIMEOUT = 300.0, 2.0
#: Chats whose administrators are known at a time.
MOST = 5000
# Restrictions shorter than 30 seconds are for ever; so are those of more than 366 days.
_SHORTEST = 40
_SILENT = dict.fromkeys(
    (
        "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
        "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
        "can_add_web_page_previews",
    ),
    False,
)  # fmt: skip
_GONE = ("message to delete not found", "participant_id_invalid", "user not found", "user_not_participant")

log = logging.getLogger(__name__)


def call_of(deed: Deed) -> tuple[str, dict[str, Any]] | None:
    """Return the call that does a deed; None where nothing is left to do, as for a mute that is over by now.

    Raises :class:`Impossible` for what Telegram has no call for.
    """
    place = deed.place
    chat: dict[str, Any] = {"chat_id": place.get("chat_id")}
    if deed.doing == "delete":
        return "deleteMessage", chat | {"message_id": place.get("message_id")}
    if deed.doing == "say":
        return "sendMessage", chat | _words(deed)
    if place.get("sender_chat_id"):
        if deed.doing == "mute":
            raise Impossible("这条是以频道的名义发的，Telegram 不能禁言频道，只能移出")
        return "banChatSenderChat", chat | {"sender_chat_id": int(place["sender_chat_id"])}
    if not place.get("user_id"):
        raise Impossible("不知道发消息的是谁")
    user = chat | {"user_id": int(place["user_id"])}
    if deed.doing == "remove":
        return "banChatMember", user
    if deed.ends <= time.time():
        return None
    until = max(int(deed.ends), int(time.time()) + _SHORTEST)
    return "restrictChatMember", user | {
        "permissions": _SILENT, "use_independent_chat_permissions": True, "until_date": until,
    }  # fmt: skip


def _words(deed: Deed) -> dict[str, Any]:
    """What is said; the member is told of it where the reply calls them by name, or the message is still there."""
    place = deed.place
    wanted: dict[str, Any] = {"text": deed.text[:4096], "link_preview_options": {"is_disabled": True}}
    if addressed(deed.text, deed.name)[0] and place.get("user_id"):
        # Lengths are counted in UTF-16.
        length = len(f"@{deed.name}".encode("utf-16-le")) // 2
        user = {"id": int(place["user_id"]), "is_bot": False, "first_name": deed.name}
        wanted["entities"] = [{"type": "text_mention", "offset": 0, "length": length, "user": user}]
    if deed.quote:
        wanted["reply_parameters"] = {"message_id": place.get("message_id"), "allow_sending_without_reply": True}
    if place.get("thread"):
        wanted["message_thread_id"] = int(place["thread"])
    return wanted


class BotApi:
    """The Bot API at ``base`` for the bot of ``token``: a :class:`Carrier`."""

    together = 0

    def __init__(self, base: str, token: str, client: httpx.AsyncClient) -> None:
        self.ready = bool(token)
        self._address = f"{base.rstrip('/')}/bot{token}"
        self._client = client

    async def carry(self, deed: Deed) -> None:
        """Do it. Raises :class:`Later` and :class:`Impossible`."""
        wanted = call_of(deed)
        if wanted is not None:
            await self.call(*wanted)

    async def call(self, method: str, params: Mapping[str, Any], timeout: float = 10.0) -> object:
        """Make one call and return its result. Raises :class:`Later` and :class:`Impossible`."""
        try:
            answer = await self._client.post(f"{self._address}/{method}", json=dict(params), timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # Not the error itself: its request has the token in it.
            raise Later(f"连不上 Telegram（{type(error).__name__}）") from None
        try:
            found = table(answer.json())
        except (ValueError, RecursionError):
            found = {}
        if found.get("ok") is not True:
            self._failed(answer.status_code, found)
        return found.get("result")

    def _failed(self, status: int, answer: Mapping[str, Any]) -> None:
        why = said(answer.get("description"), 200) or f"HTTP {status}"
        if status == 400 and any(gone in why.lower() for gone in _GONE):
            return  # what was to be done is so already
        if status == 429:
            after = table(answer.get("parameters")).get("retry_after")
            raise Later(f"Telegram 嫌太快：{why}", float(after) if isinstance(after, int) and after < 3600 else None)
        if 400 <= status < 500:
            raise Impossible(f"Telegram 不让做：{why}")
        raise Later(f"Telegram 出错：{why}")


class Administrators:
    """Who runs each chat, asked for now and then; while Telegram does not answer, as it was known last."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._known: dict[str, tuple[float, dict[str, Role]]] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def of(self, chat: str) -> dict[str, Role]:
        """The roles of those who have one, by their id; members are not in it."""
        at, known = self._known.get(chat, (float("-inf"), {}))
        if not self._api.ready or time.monotonic() - at < FRESH:
            return known
        asking = self._asking.get(chat)
        if asking is None:
            asking = self._asking[chat] = asyncio.create_task(self._ask(chat))
            asking.add_done_callback(lambda _: self._asking.pop(chat, None))
        if chat not in self._known:
            await asyncio.wait({asking}, timeout=ASK_TIMEOUT)
        return self._known.get(chat, (0.0, known))[1]

    async def _ask(self, chat: str) -> None:
        try:
            found = await self._api.call("getChatAdministrators", {"chat_id": int(chat)}, ASK_TIMEOUT)
        except (Later, Impossible) as error:
            log.warning("the administrators of a Telegram chat could not be asked for: %s", error)
            # Not again for every message; soon enough for the one who was made administrator meanwhile.
            known = self._known.get(chat, (0.0, {}))[1]
            self._remember(chat, time.monotonic() - FRESH + 20, known)
            return
        roles: dict[str, Role] = {}
        for one in rows(found):
            number = called(table(one.get("user")).get("id"))
            roles[number] = "owner" if one.get("status") == "creator" else "admin"
        self._remember(chat, time.monotonic(), roles)

    def _remember(self, chat: str, at: float, roles: dict[str, Role]) -> None:
        self._known.pop(chat, None)
        self._known[chat] = (at, roles)
        while len(self._known) > MOST:  # whoever takes the bot into group after group fills no memory
            self._known.pop(next(iter(self._known)))
