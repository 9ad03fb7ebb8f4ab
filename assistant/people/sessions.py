"""Browsers that stay signed in: what a browser holds is random, the database holds its hash, an end and who it is.

The page signs in over its own connection, where no cookie can be set. So signing in gives a ``ticket``, which the page
trades over HTTP for the ``token`` of a cookie: once, and within a minute.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from assistant.people.accounts import SignedIn
from assistant.people.roles import Person, Role
from assistant.storage import audit
from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.tables import desk_sessions, people

#: How long a ticket is good.
TICKET = timedelta(minutes=1)
#: Without a sign of life for so long, and who signed in does so again: where she asked to stay, and where not.
IDLE = {True: timedelta(days=14), False: timedelta(hours=12)}
#: However busy she was.
LONGEST = timedelta(days=30)
# A sign of life is noted no more often.
_NOTED = timedelta(minutes=10)


@dataclass(frozen=True)
class Begun:
    """A session that has begun: ``id`` for the page, ``ticket`` for the browser, good for a minute."""

    id: str
    ticket: str


@dataclass(frozen=True)
class Kept:
    """What a cookie gets: the token, and for how many seconds the browser keeps it; None as long as it is open."""

    token: str
    seconds: int | None


class Sessions:
    """The browsers of one workspace. ``now`` is the clock."""

    def __init__(self, database: Database, now: Callable[[], datetime] = datetime.now) -> None:
        self._database = database
        self._now = now

    def begin(self, signed: SignedIn, *, stays: bool) -> Begun:
        """Begin a session for who has just signed in; ``stays``: the browser is her own and keeps it when closed."""
        now = self._now()
        begun = Begun(secrets.token_hex(16), secrets.token_urlsafe(32))
        row = {
            "id": begun.id,
            "name": signed.person.name,
            "session": signed.session,
            "stays": int(stays),
            "ticket": _hash(begun.ticket),
            "begun_at": stamp(now),
            "until": stamp(now + IDLE[stays]),
        }
        with self._database.write() as connection:
            connection.execute(delete(desk_sessions).where(desk_sessions.c.until < stamp(now)))
            connection.execute(insert(desk_sessions).values(row))
            audit.note(connection, who=signed.person.name, what="people.sign_in", target=signed.person.name)
        return begun

    def keep(self, ticket: str) -> Kept | None:
        """Trade a ticket for a token; None where it is unknown, was traded before or came too late."""
        now, token = self._now(), secrets.token_urlsafe(32)
        fresh = (desk_sessions.c.ticket == _hash(ticket)) & (desk_sessions.c.begun_at > stamp(now - TICKET))
        with self._database.write() as connection:
            row = connection.execute(select(desk_sessions).where(fresh)).first()
            # Of two who come with one ticket the first has it.
            traded = update(desk_sessions).where(fresh).values(ticket=None, token=_hash(token))
            if row is None or connection.execute(traded).rowcount != 1:
                return None
        return Kept(token, int(LONGEST.total_seconds()) if row.stays else None)

    def of_token(self, token: str) -> str:
        """Return the id of the session that a browser's cookie stands for; empty where there is none."""
        with self._database.read() as connection:
            found = connection.execute(select(desk_sessions.c.id).where(desk_sessions.c.token == _hash(token))).scalar()
        return str(found or "")

    def who(self, session_id: str) -> Person | None:
        """Return whose session it is, with the role of this moment; None once it is over.

        It is over when she signs out, after :data:`IDLE` without a sign of life or :data:`LONGEST`, when her password
        or her role changes, and when her account is taken away.
        """
        now = self._now()
        with self._database.read() as connection:
            row = _living(connection, session_id, now)
        if row is None:
            return None
        until = min(now + IDLE[bool(row.stays)], datetime.fromisoformat(row.begun_at) + LONGEST)
        if until - datetime.fromisoformat(row.until) > _NOTED:
            with self._database.write() as connection:
                mine = desk_sessions.c.id == session_id
                connection.execute(update(desk_sessions).where(mine).values(until=stamp(until)))
        return Person(row.name, Role(row.role))

    def end(self, session_id: str) -> None:
        """Sign a browser out, in all its tabs."""
        with self._database.write() as connection:
            connection.execute(delete(desk_sessions).where(desk_sessions.c.id == session_id))

    def others(self, name: str, session_id: str) -> int:
        """Return in how many other browsers somebody is signed in."""
        now = stamp(self._now())
        query = select(desk_sessions.c.id).join(people, _same_person()).where(desk_sessions.c.until >= now)
        with self._database.read() as connection:
            found = connection.execute(query.where(desk_sessions.c.name == name, desk_sessions.c.id != session_id))
            return len(found.all())

    def end_others(self, person: Person, session_id: str) -> None:
        """Sign somebody out in every browser but this one."""
        with self._database.write() as connection:
            mine = (desk_sessions.c.name == person.name) & (desk_sessions.c.id != session_id)
            connection.execute(delete(desk_sessions).where(mine))
            audit.note(connection, who=person.name, what="people.sign_out", target=person.name, about="others")


def _living(connection: Connection, session_id: str, now: datetime) -> Row[Any] | None:
    query = select(desk_sessions, people.c.role).join(people, _same_person())
    alive = (desk_sessions.c.until >= stamp(now)) & (desk_sessions.c.begun_at > stamp(now - LONGEST))
    return connection.execute(query.where(desk_sessions.c.id == session_id, alive)).first()


def _same_person() -> Any:
    # A password or role that changes makes the account's own number grow.
    return (people.c.name == desk_sessions.c.name) & (people.c.session == desk_sessions.c.session)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
