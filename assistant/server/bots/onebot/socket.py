"""The forward WebSocket of OneBot v11: we connect to the bot, hear its events and call its API on one line.

https://github.com/botuniverse/onebot-11/blob/master/communication/ws.md
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from assistant.server.bots.deeds import Deed
from assistant.server.bots.faults import place_of
from assistant.server.bots.incoming import table
from assistant.server.bots.onebot import actions
from assistant.server.bots.runner import Later

log = logging.getLogger(__name__)
# What the library would write down of a line are the messages on it.
_FRAMES = logging.getLogger(f"{__name__}.frames")
_FRAMES.setLevel(logging.WARNING)

#: Seconds between two attempts to connect: the first, doubled each time up to the longest.
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
#: Seconds a call may take, events that are looked at beside one another, and bytes of one of them.
CALL_TIMEOUT, BESIDE, LARGEST = 10.0, 1000, 4 * 2**20
#: Seconds that what was heard may take when the service is stopped.
PATIENCE = 5.0

Hear = Callable[[Mapping[str, Any]], Awaitable[None]]


class Socket:
    """A connection to the bot that is made anew whenever it breaks; a :class:`Carrier` while it holds.

    ``hear`` is given every event. ``first_wait`` and ``longest_wait`` are seconds between attempts to connect.
    """

    together = 0

    def __init__(
        self, url: str, token: str, hear: Hear, *, first_wait: float = FIRST_WAIT, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._hear = hear
        self._waits = (first_wait, longest_wait)
        self._line: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._numbers = count(1)
        self._beside = asyncio.Semaphore(BESIDE)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> bool:
        """Whether the bot is connected."""
        return self._line is not None

    async def run(self) -> None:
        """Stay connected until cancelled."""
        wait, longest = self._waits
        host = urlsplit(self._url).hostname
        try:
            while True:
                try:
                    async with connect(
                        self._url, additional_headers=self._headers, open_timeout=10, max_size=LARGEST, proxy=None,
                        user_agent_header=None, logger=_FRAMES,
                    ) as line:  # fmt: skip
                        log.info("connected to the OneBot at %s", host)
                        wait = self._waits[0]
                        await self._serve(line)
                except (OSError, WebSocketException, TimeoutError, ValueError) as error:
                    # Not the error's words: they may have the address with the token in it.
                    log.warning("no connection to the OneBot at %s (%s)", host, type(error).__name__)
                await asyncio.sleep(wait * random.uniform(0.5, 1.0))
                wait = min(wait * 2, longest)
        finally:
            # What was heard is decided about: nobody tells it again.
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in self._tasks:
                task.cancel()

    async def carry(self, deed: Deed) -> None:
        """Do it. Raises :class:`Later` and :class:`Impossible`."""
        await actions.carry(deed, self.call)

    async def call(self, action: str, params: Mapping[str, Any], timeout: float = CALL_TIMEOUT) -> Mapping[str, Any]:
        """Make one call and wait for its answer, known by its ``echo``. Raises :class:`Later`."""
        line = self._line
        if line is None:
            raise Later("QQ 机器人没连上")
        echo = f"assistant-{next(self._numbers)}"
        answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[echo] = answer
        try:
            async with asyncio.timeout(timeout):  # a bot that hangs does not even take it
                await line.send(json.dumps({"action": action, "params": dict(params), "echo": echo}))
                return await answer
        except TimeoutError as error:
            raise Later("QQ 机器人没有回应", most=3) from error
        except WebSocketException as error:
            raise Later("和 QQ 机器人的连接断了") from error
        finally:
            self._answers.pop(echo, None)

    async def _serve(self, line: ClientConnection) -> None:
        self._line = line
        try:
            async for raw in line:
                await self._take(raw)
        finally:
            self._line = None
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(Later("和 QQ 机器人的连接断了"))

    async def _take(self, raw: str | bytes) -> None:
        try:
            data = table(json.loads(raw))
        except (ValueError, RecursionError):
            return
        answer = self._answers.get(data["echo"]) if isinstance(data.get("echo"), str) else None
        if answer is not None:
            if not answer.done():
                answer.set_result(data)
        elif "post_type" in data:
            # Where too many are under way the bot has to wait: its line is the queue.
            await self._beside.acquire()
            task = asyncio.create_task(self._heard(data))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _heard(self, event: Mapping[str, Any]) -> None:
        try:
            await self._hear(event)
        except Exception as error:  # noqa: BLE001 - the next event has nothing to do with it
            log.error("an event of the OneBot could not be looked at: %s", place_of(error))
        finally:
            self._beside.release()
