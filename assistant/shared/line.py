"""The connection to Redis: bounded in time, and left alone from its first failure until it answers again."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeVar
from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from assistant.errors import SettingsError

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Seconds between two looks whether it answers again, and within which a second failure is not told of again.
PROBED, TOLD = 0.5, 60.0


class Away(Exception):
    """Redis did not answer, or is being left alone."""


class Line:
    """Runs what is to be asked of Redis; each thing may take ``milliseconds``, and nothing is tried twice.

    After a failure nobody waits for it: :class:`Away` is raised at once, and a thread looks twice a second whether it
    takes writes again.
    """

    def __init__(self, url: str, *, milliseconds: int) -> None:
        seconds = milliseconds / 1000
        try:
            self._client = Redis.from_url(
                url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0),
                decode_responses=True, protocol=2, client_name="assistant",
            )  # fmt: skip
            self._where = urlsplit(url).hostname or "unix"
        except ValueError as error:
            raise SettingsError(f"设置项 redis_url 有误：{error}") from error
        self._lock = Lock()
        self._ended = Event()
        self._away = False
        self._told = float("-inf")

    @property
    def away(self) -> bool:
        """Whether it is being left alone."""
        return self._away

    def run(self, action: Callable[[Redis], T]) -> T:
        """Return what ``action`` makes of the connection. Raises :class:`Away`."""
        if self._away:
            raise Away
        try:
            return action(self._client)
        except (RedisError, OSError, ValueError) as error:  # the last: what answers there is no Redis
            self._leave(error)
            raise Away from error

    def script(self, text: str) -> Script:
        """Return a script in Lua as something to call; a server that does not know it yet is told."""
        return self._client.register_script(text)

    def close(self) -> None:
        """Give the connections back."""
        self._ended.set()
        self._client.close()

    def _leave(self, error: Exception) -> None:
        with self._lock:
            if self._away or self._ended.is_set():
                return
            self._away = True
            quiet = time.monotonic() - self._told < TOLD
            self._told = time.monotonic()
        log.log(
            logging.DEBUG if quiet else logging.WARNING,
            "Redis at %s does not answer (%s): this process goes by its own memory until it does",
            self._where,
            type(error).__name__,
        )
        Thread(target=self._probe, name="redis-probe", daemon=True).start()

    def _probe(self) -> None:
        name = f"assistant:probe:{secrets.token_hex(4)}"
        while not self._ended.wait(PROBED):
            try:
                # One that only reads (a replica, a full memory) is of no use.
                self._client.set(name, "1", px=1000)
            except Exception:  # noqa: BLE001, S112 - whatever answers there is no Redis: it is looked for again
                continue
            self._away = False
            log.info("Redis at %s answers again", self._where)
            return
