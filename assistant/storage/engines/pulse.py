"""A PostgreSQL that takes connections and answers nothing: found out in bounded time, then left alone until it answers.

A server whose processes hang keeps its sockets open: no timeout of the network ever fires, for its kernel goes on
acknowledging, and its own timeouts hang with it. So whoever waits for long asks, over a connection of its own, whether
the server answers at all. A slow statement goes on as long as it may; that of a server which hangs ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Seconds between two looks whether it answers again.
PROBED = 1.0
_HANGS = "the server does not answer"
_NOTHING_YET = 0


class Unanswered(psycopg.OperationalError):
    """A statement was waited for as long as any may take."""


class Pulse:
    """Whether a server answers. ``probe`` asks it something, in bounded time, and raises psycopg's errors.

    After a failure nobody waits for it: a thread looks whether it answers again.
    """

    def __init__(self, probe: Callable[[], None], seconds: float) -> None:
        self.seconds = seconds
        self._probe = probe
        self._lock, self._telling = Lock(), Lock()
        self._answered = float("-inf")
        self._away = False

    def expect(self) -> None:
        """Raises :class:`psycopg.OperationalError` while the server is known to hang."""
        if self._away:
            raise psycopg.OperationalError(_HANGS)

    def feel(self) -> None:
        """Ask whether the server answers; those who want to know at the same time share the question.

        Raises :class:`psycopg.OperationalError` where it does not.
        """
        wanted = monotonic()
        with self._lock:
            self.expect()
            if self._answered < wanted:
                if self._hangs():
                    self.lost()
                else:
                    self._answered = monotonic()
        self.expect()

    def lost(self) -> None:
        """Leave it alone until it answers."""
        with self._telling:
            away, self._away = self._away, True
        if not away:
            log.warning("PostgreSQL does not answer: nobody waits for it until it does")
            Thread(target=self._wait, name="postgres-pulse", daemon=True).start()

    def _hangs(self) -> bool:
        try:
            self._probe()
        except (Unanswered, ConnectionTimeout):
            return True
        except psycopg.Error:  # what refuses answers, and whoever asks it something is told why
            return False
        return False

    def _wait(self) -> None:
        while self._hangs():
            sleep(PROBED)
        self._away = False
        log.info("PostgreSQL answers again")


class Watched(psycopg.Connection[Any]):
    """A connection that waits for a server only while it answers.

    ``limit``: seconds that one statement may take at the most; None: as long as the server answers.
    """

    pulse: Pulse | None = None
    limit: float | None = None

    def wait(self, gen: Generator[Any, Any, T], *bounds: Any, **more: Any) -> T:
        """Wait for what was asked, as psycopg does. Raises :class:`psycopg.OperationalError`; it is closed then."""
        return super().wait(self._watched(gen), *bounds, **more)

    def _watched(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """Pass on what ``gen`` waits for; psycopg tells it ten times a second that there is nothing yet."""
        began = felt = monotonic()
        ready: Any = None
        while True:
            try:
                awaited = next(gen) if ready is None else gen.send(ready)
            except StopIteration as done:
                found: T = done.value
                return found
            ready = yield awaited
            if ready == _NOTHING_YET and ready is not None:
                felt = self._looked_after(began, felt)

    def _looked_after(self, began: float, felt: float) -> float:
        now = monotonic()
        try:
            if self.limit is not None and now - began > self.limit:
                raise Unanswered(_HANGS)
            if self.pulse is None or now - felt < self.pulse.seconds:
                return felt
            self.pulse.feel()
        except psycopg.Error:
            # What it says later belongs to nothing any more.
            self.pgconn.finish()
            raise
        return monotonic()
