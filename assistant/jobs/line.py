"""The queue between who asks for a job and who does it: huey, on SQLite or on Redis.

Only ids stand in it: huey's own messages are pickles, and whoever could write to the queue could then run what he
likes. What is lost with the queue, or never got into it, the workers find in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from huey import Huey
from huey.consumer import Consumer, Scheduler, Worker
from huey.storage import RedisStorage, SqliteStorage

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.workspace import Workspace

log = logging.getLogger(__name__)

# Seconds: an idle worker looks at a file this often at least; Redis has this long to answer, and is left alone for so
# long where it did not.
_LOOK, _ANSWER, _REST = 0.5, 2.0, 5.0


class _Resting(Exception):
    """The queue did not answer a moment ago."""


class _Hand(Worker):  # type: ignore[misc]
    """Takes ids from the queue; while that cannot be read, from the database (``instead``)."""

    def loop(self, now: Any = None) -> None:  # noqa: ARG002 - huey's signature
        line: Line = self.huey.line
        try:
            found = line.pop()
        except Exception as fault:  # noqa: BLE001 - whatever Redis or the disk has come up with
            line.troubled(fault)
            for job_id in line.instead():
                line.work(job_id)
            self.stop_flag.wait(_LOOK)
            return
        line.well()
        if found is not None:
            self.delay = self.default_delay
            line.work(found)
        elif not self.huey.storage.blocking:
            self.sleep()


class _Keeper(Scheduler):  # type: ignore[misc]
    """In the place of huey's scheduler: looks after the jobs once a second. Their times are in the database."""

    def loop(self, now: Any = None) -> None:  # noqa: ARG002 - huey's signature
        self.huey.line.keep()
        self.stop_flag.wait(self.interval)


class _Crew(Consumer):  # type: ignore[misc]
    """huey's threads, without its signal handlers: who starts them handles signals."""

    worker_class = _Hand
    scheduler_class = _Keeper

    def _set_signal_handlers(self) -> None:
        pass


class Line:
    """The queue of one workspace. ``work``, ``keep`` and ``instead`` are its reading worker's; none of them raises."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        redis_url = workspace.settings.redis_url
        self._huey = Huey(name, results=False, **_storage(workspace, redis_url))
        self._huey.line = self
        self.work: Callable[[str], None] = _undone
        self.keep: Callable[[], None] = lambda: None
        self.instead: Callable[[], list[str]] = list
        self._fault = ""
        self._rests = float("-inf")

    def push(self, job_id: str) -> bool:
        """Put a job at the end; False where the queue cannot be written to: a worker will find the job by itself."""
        try:
            self._ask()
            self._huey.storage.enqueue(job_id.encode())
        except Exception as fault:  # noqa: BLE001 - as above
            self.troubled(fault)
            return False
        self.well()
        return True

    def pop(self) -> str | None:
        """Take the first id; None where there is none. Raises whatever the engine does."""
        self._ask()
        found = self._huey.storage.dequeue()
        return None if found is None else bytes(found).decode("ascii", errors="replace")[:64]

    def empty(self) -> bool:
        """Whether nothing waits in the queue, as far as it can be read."""
        try:
            self._ask()
            return int(self._huey.storage.queue_size()) == 0
        except Exception as fault:  # noqa: BLE001 - as above
            self.troubled(fault)
            return False

    def crew(self, threads: int) -> _Crew:
        """The threads that read from the queue, not started yet."""
        return _Crew(
            self._huey, workers=threads, periodic=False, initial_delay=0.05, max_delay=_LOOK, scheduler_interval=1
        )

    def _ask(self) -> None:
        if monotonic() < self._rests:
            raise _Resting

    def troubled(self, fault: Exception) -> None:
        """Say once that the queue cannot be used, and leave it alone for a while."""
        if isinstance(fault, _Resting):
            return
        self._rests = monotonic() + _REST
        if not self._fault:
            log.warning("the queue of jobs cannot be used, the database stands in for it: %s", fault)
        self._fault = str(fault) or type(fault).__name__

    def well(self) -> None:
        """Say once that the queue can be used again."""
        if self._fault:
            log.warning("the queue of jobs can be used again")
        self._fault = ""

    def close(self) -> None:
        """Let go of the connections of this thread."""
        self._huey.storage.close()


def _undone(job_id: str) -> None:
    raise RuntimeError(f"nobody here does job {job_id}")


def _storage(workspace: Workspace, redis_url: str) -> dict[str, Any]:
    if not redis_url:
        return {"storage_class": SqliteStorage, "filename": str(workspace.make_state() / "queue.db"), "timeout": 30}
    from redis import ConnectionPool
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        pool = ConnectionPool.from_url(
            redis_url, socket_timeout=_ANSWER, socket_connect_timeout=_ANSWER, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        raise SettingsError(f"设置项 redis_url 有误：{error}，现在的值是 {redis_url!r}") from error
    return {"storage_class": RedisStorage, "connection_pool": pool}


@lru_cache(maxsize=32)
def line_of(workspace: Workspace, name: str) -> Line:
    """The queue of a workspace, for who only puts jobs into it."""
    return Line(workspace, name)
