"""Deeds as calls of the OneBot v11 API.

https://github.com/botuniverse/onebot-11/blob/master/api/public.md
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from assistant.server.bots.deeds import Deed, addressed
from assistant.server.bots.incoming import said, table
from assistant.server.bots.runner import Impossible, Later

DOOR = "onebot"
#: How a call is made: the name of the action and its parameters in, the answer out.
Call = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
# The bot knows no such call, or will not let us make it.
_REFUSED = frozenset({1400, 1401, 1403, 1404})
_MAX_SECONDS = 30 * 86400


def call_of(deed: Deed) -> tuple[str, dict[str, Any]] | None:
    """Return the call that does a deed; None where there is nothing left to do, as for a mute that is over by now."""
    place = deed.place
    group = {"group_id": place.get("group_id")}
    if deed.doing == "delete":
        return "delete_msg", {"message_id": place.get("message_id")}
    if deed.doing == "mute":
        seconds = min(int(deed.ends - time.time()) + 1, _MAX_SECONDS)
        if seconds < 2:
            return None
        if place.get("flag"):
            return "set_group_anonymous_ban", group | {"flag": place["flag"], "duration": seconds}
        return "set_group_ban", group | {"user_id": place.get("user_id"), "duration": seconds}
    if deed.doing == "remove":
        return "set_group_kick", group | {"user_id": place.get("user_id"), "reject_add_request": False}
    called, text = addressed(deed.text, deed.name)
    words: list[dict[str, Any]] = [{"type": "text", "data": {"text": text}}]
    if called and place.get("user_id"):
        words = [{"type": "at", "data": {"qq": str(place["user_id"])}}, {"type": "text", "data": {"text": f" {text}"}}]
    if deed.quote:
        words.insert(0, {"type": "reply", "data": {"id": str(place.get("message_id", ""))}})
    return "send_group_msg", group | {"message": words}


async def carry(deed: Deed, call: Call) -> None:
    """Do a deed by ``call``. Raises :class:`Later` and :class:`Impossible`."""
    wanted = call_of(deed)
    if wanted is not None:
        check(await call(*wanted))


def check(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of an answer. Raises :class:`Later` and :class:`Impossible` for one that failed."""
    code = answer.get("retcode")
    if answer.get("status") in ("ok", "async") or code == 0:
        return table(answer.get("data"))
    why = said(answer.get("wording") or answer.get("message") or answer.get("msg"), 200) or f"retcode {code}"
    if code in _REFUSED:
        raise Impossible(f"QQ 机器人不让做：{why}")
    raise Later(f"QQ 机器人没做成：{why}", most=3)


class HttpApi:
    """The bot's HTTP API: a :class:`Carrier` for where there is no WebSocket. ``token`` may be empty."""

    together = 0
    ready = True

    def __init__(self, base: str, token: str, client: httpx.AsyncClient) -> None:
        self._base = base.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = client

    async def carry(self, deed: Deed) -> None:
        """Do it. Raises :class:`Later` and :class:`Impossible`."""
        await carry(deed, self.call)

    async def call(self, action: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make one call."""
        try:
            answer = await self._client.post(f"{self._base}/{action}", json=dict(params), headers=self._headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Later(f"连不上 QQ 机器人（{type(error).__name__}）") from error
        if answer.status_code in (401, 403, 404):
            raise Impossible(f"QQ 机器人不让做（HTTP {answer.status_code}）")
        try:
            return table(answer.json())
        except (ValueError, RecursionError) as error:
            raise Later(f"QQ 机器人的回答读不懂（HTTP {answer.status_code}）") from error
