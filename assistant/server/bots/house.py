"""All doors of one service: what they share, what runs behind them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import httpx
from prometheus_client import Counter, Gauge

from assistant.server.bots.chats import Finder
from assistant.server.bots.deedbook import DeedBook
from assistant.server.bots.deeds import Deed
from assistant.server.bots.desk import Desk
from assistant.server.bots.notices import DOOR as NOTICES
from assistant.server.bots.notices import Robot
from assistant.server.bots.onebot import events
from assistant.server.bots.onebot.actions import DOOR as ONEBOT
from assistant.server.bots.onebot.actions import HttpApi
from assistant.server.bots.onebot.door import OneBotDoor
from assistant.server.bots.onebot.socket import Socket
from assistant.server.bots.proof import secret
from assistant.server.bots.recent import recent_of
from assistant.server.bots.runner import Carrier, Runner
from assistant.server.bots.telegram import updates
from assistant.server.bots.telegram.api import DOOR as TELEGRAM
from assistant.server.bots.telegram.api import Administrators, BotApi
from assistant.server.bots.telegram.door import TelegramDoor
from assistant.server.bots.wecom import messages
from assistant.server.bots.wecom.door import WeComDoor

if TYPE_CHECKING:
    from assistant.server.service import Service

log = logging.getLogger(__name__)

TIMEOUT = 10.0


class Bots:
    """The doors of ``service``. Made in the event loop that serves them; :meth:`close` ends what runs behind them."""

    def __init__(self, service: Service) -> None:
        self.settings = service.workspace.settings.bots
        # httpx writes down every address it calls, and these have tokens in them.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._client = httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
        carriers: dict[str, Carrier] = {}
        token = secret(self.settings.onebot.token_env)
        self._socket = None
        if self.settings.onebot.ws_url:
            self._socket = Socket(self.settings.onebot.ws_url, token, self._overheard)
            carriers[ONEBOT] = self._socket
        elif self.settings.onebot.api_base:
            carriers[ONEBOT] = HttpApi(self.settings.onebot.api_base, token, self._client)
        telegram = BotApi(self.settings.telegram.api_base, secret(self.settings.telegram.token_env), self._client)
        carriers[TELEGRAM] = telegram
        robot = Robot(secret(self.settings.wecom.notice_env), self._client)
        if robot.ready:
            carriers[NOTICES] = robot
        book = DeedBook(service.book.database)
        service.moderator.accompany(lambda *told: self.desk.landed(*told))
        self.runner = Runner(book, carriers, self._failed)
        self.desk = Desk(service, self.runner, carriers)
        figures = service.metrics.registry
        Gauge("assistant_bot_deeds", "What bots have still to do.", registry=figures).set_function(book.waiting)
        self._given_up = Counter("assistant_bot_given_up", "What bots could not do.", ("door",), registry=figures)
        said = {
            name: recent_of(service.shared, service.book.hashed, name) for name in (events.PLATFORM, updates.PLATFORM)
        }
        self.onebot = OneBotDoor(self.desk, Finder(service, events.PLATFORM), said[events.PLATFORM])
        self.telegram = TelegramDoor(
            self.desk, Finder(service, updates.PLATFORM), Administrators(telegram), said[updates.PLATFORM]
        )
        self.wecom = WeComDoor(self.desk, Finder(service, messages.PLATFORM))
        self._running: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin with what was left to do, and connect where we are to."""
        if secret(self.settings.telegram.secret_env) and not secret(self.settings.telegram.token_env):
            variable = self.settings.telegram.token_env
            log.warning("Telegram's door is open and %s is not set: what is to be done there waits", variable)
        self._running.append(asyncio.create_task(self.runner.run(), name="deeds"))
        if self._socket is not None:
            self._running.append(asyncio.create_task(self._socket.run(), name="onebot"))

    async def close(self) -> None:
        """End; what is not done stays in the database."""
        for task in self._running:
            task.cancel()
        for task in self._running:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.desk.close()
        await self._client.aclose()

    def _failed(self, deed: Deed, why: str) -> Sequence[Deed]:
        self._given_up.labels(deed.door).inc()
        return self.desk.failed(deed, why)

    async def _overheard(self, event: Mapping[str, Any]) -> None:
        assert self._socket is not None
        await self.onebot.overheard(event, self._socket)
