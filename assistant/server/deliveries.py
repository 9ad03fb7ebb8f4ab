"""What is delivered to others: kept until it has arrived, signed, only to hosts the operator has named.

A delivery is in the database before anything is sent, a changed decision's in the transaction that changes it: a crash
loses none, and one may arrive twice.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Connection, delete, insert, select, update

from assistant.errors import StorageError
from assistant.server.problems import ServiceError
from assistant.server.signing import HEADER, sign
from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.tables import outbox

log = logging.getLogger(__name__)

#: Tries of one delivery, seconds for one of them, and the wait after the first, doubled each time.
TRIES, TIMEOUT, WAIT = 8, 5.0, 1.0
# So many are taken up together; whoever has not told of them by the end of the lease is taken for dead.
_TOGETHER = 5
_LEASE = timedelta(seconds=2 * _TOGETHER * TIMEOUT)
_LONGEST = timedelta(seconds=WAIT * 2 ** (TRIES + 1))
#: Seconds that a host which did not answer is let alone: what is due there meanwhile counts as tried.
REST = 5.0
# Deliveries that wait in memory until the database takes them.
_UNKEPT = 10_000


def keep(connection: Connection, deliveries: Sequence[tuple[str, str]]) -> None:
    """Keep deliveries, each an address and a body, with whatever else a transaction writes."""
    now = stamp(datetime.now())
    rows = [{"url": url, "body": body, "at": now, "tries": 0, "next_at": now} for url, body in deliveries]
    if rows:
        connection.execute(insert(outbox), rows)


class Deliveries:
    """Delivers in a thread of its own; of several processes that share the database one takes up each delivery."""

    def __init__(self, database: Database, hosts: Sequence[str], secret: bytes) -> None:
        self._database = database
        self._hosts = frozenset(host.casefold() for host in hosts)
        self._secret = secret
        self._wake = Event()
        self._ended = False
        self._unkept: deque[tuple[str, str]] = deque()
        self._quiet = False
        self._resting: dict[str, float] = {}
        self._thread = Thread(target=self._work, name="deliveries", daemon=True)
        self._thread.start()

    def permit(self, url: str) -> None:
        """Raises :class:`ServiceError` (403) for an address that is none or whose host the operator has not named."""
        try:
            parts = urlsplit(url)
            host, scheme = (parts.hostname or "").casefold(), parts.scheme
            place = f"{host}:{parts.port}" if parts.port else host
        except ValueError:
            host, scheme, place = "", "", ""
        if scheme not in ("http", "https") or not self._hosts & {host, place}:
            raise ServiceError(
                403, "callback_not_allowed", f"回调地址的主机 {host or url[:80]!r} 不在设置 server.callback_hosts 里"
            )

    def put(self, url: str, body: str) -> None:
        """Keep a delivery as soon as the database takes it, then send it. Waits for nothing."""
        if len(self._unkept) < _UNKEPT:
            self._unkept.append((url, body))
        else:
            log.warning("a delivery is lost: the database has not taken %d before it", _UNKEPT)
        self.look()

    def look(self) -> None:
        """Look at once for what is to be sent."""
        self._wake.set()

    def close(self) -> None:
        """Stop; what has not arrived stays in the database."""
        self._ended = True
        self._wake.set()
        self._thread.join(timeout=2 * TIMEOUT)

    def _work(self) -> None:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            while not self._ended:
                self._wake.clear()
                due: list[dict[str, Any]] = []
                try:
                    self._keep()
                    due = self._due()
                    for row in due:
                        self._send(client, row)
                    self._quiet = False
                except StorageError as error:
                    if not self._quiet:  # once, and not every second until it is back
                        log.warning("deliveries could not be worked off: %s", error)
                    self._quiet = True
                    due = []
                except Exception:
                    log.exception("deliveries could not be worked off")
                    due = []
                if not due:
                    self._wake.wait(WAIT)
            with suppress(StorageError):
                self._keep()

    def _keep(self) -> None:
        found = list(self._unkept)
        if found:
            with self._database.write() as connection:
                keep(connection, found)
            for _ in found:
                self._unkept.popleft()

    def _due(self) -> list[dict[str, Any]]:
        now = datetime.now()
        # Later than any wait of ours: the clock was set back meanwhile.
        due = (outbox.c.next_at <= stamp(now)) | (outbox.c.next_at > stamp(now + _LONGEST))
        query = select(outbox).where(due | (outbox.c.next_at == outbox.c.at)).order_by(outbox.c.pk).limit(_TOGETHER)
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with self._database.write() as connection:
            found = connection.execute(query.with_for_update(skip_locked=True)).mappings().all()
            mine = outbox.c.pk.in_([row["pk"] for row in found])
            connection.execute(update(outbox).where(mine).values(next_at=stamp(now + _LEASE)))
        return [dict(row) for row in found]

    def _send(self, client: httpx.Client, row: dict[str, Any]) -> None:
        body = row["body"].encode()
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[HEADER] = sign(self._secret, body)
        place, arrived = urlsplit(row["url"]).netloc, False
        try:
            self.permit(row["url"])  # the operator may have taken the host off the list meanwhile
            # One that hangs must not hold up what is for others.
            if monotonic() >= self._resting.get(place, 0.0):
                arrived = client.post(row["url"], content=body, headers=headers).status_code < 300
        except httpx.TimeoutException:
            self._resting[place] = monotonic() + REST
        except (httpx.HTTPError, httpx.InvalidURL):
            pass
        except ServiceError:
            row["tries"] = TRIES
        tries = row["tries"] + 1
        mine = outbox.c.pk == row["pk"]
        with self._database.write() as connection:
            if arrived or tries >= TRIES:
                connection.execute(delete(outbox).where(mine))
            else:
                later = datetime.now() + timedelta(seconds=WAIT * 2**tries)
                connection.execute(update(outbox).where(mine).values(tries=tries, next_at=stamp(later)))
        if not arrived and tries >= TRIES:
            log.warning("a delivery to %s was given up after %d tries", urlsplit(row["url"]).hostname, tries)
