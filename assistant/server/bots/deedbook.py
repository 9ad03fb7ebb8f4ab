"""Deeds that wait to be done, in the database: a crash loses none, and each is taken up only once.

A deed is kept by its key for two days after it was done, so that a message delivered again is not acted on again; its
content goes at once. Who takes a deed up leases it: another process takes it when the lease has run out.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import Connection, delete, func, select, update

from assistant.server.bots.deeds import Deed
from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.tables import bot_deeds as deeds
from assistant.storage.upsert import insert_new

log = logging.getLogger(__name__)

#: How long a deed that was taken up is left to who took it, and how long the key of one that is done is kept.
LEASE, KEPT = timedelta(seconds=60), timedelta(days=2)
#: The longest that a deed is put off.
LONGEST = timedelta(hours=1, minutes=5)
#: How a deed stands that needs nothing more.
DONE, GIVEN_UP = 1, 2
_TOGETHER = 50


def put(connection: Connection, wanted: Sequence[Deed]) -> None:
    """Keep deeds to be done with whatever else a transaction writes; those that are known by their keys stay as are."""
    now = stamp(datetime.now())
    made = [
        {
            "key": deed.key, "door": deed.door, "chat": deed.chat, "body": deed.model_dump_json(), "at": now,
            "tries": 0, "done": 0, "next_at": now,
        }
        for deed in wanted
    ]  # fmt: skip
    insert_new(connection, deeds, made)


@dataclass(frozen=True)
class Waiting:
    """A deed that was taken up; ``tries`` is how often it was tried before."""

    pk: int
    deed: Deed
    tries: int


class DeedBook:
    """The deeds of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.tidy()

    def put(self, wanted: Sequence[Deed]) -> None:
        """Keep deeds to be done; those that are known by their keys stay as they are."""
        if not wanted:
            return
        keys = [deed.key for deed in wanted]
        with self._database.read() as connection:
            known = set(connection.execute(select(deeds.c.key).where(deeds.c.key.in_(keys))).scalars())
        new = [deed for deed in wanted if deed.key not in known]
        if new:
            with self._database.write() as connection:
                put(connection, new)

    def take(self, doors: Collection[str]) -> list[Waiting]:
        """Take up what is due at these doors, the oldest first."""
        if not doors:
            return []
        now = datetime.now()
        # Put off beyond what anybody asks for: the clock was set back meanwhile.
        timely = (deeds.c.next_at <= stamp(now)) | (deeds.c.next_at > stamp(now + LONGEST))
        due = (
            select(deeds)
            .where(deeds.c.door.in_(list(doors)), deeds.c.done == 0, timely | (deeds.c.next_at == deeds.c.at))
            .order_by(deeds.c.pk)
            .limit(_TOGETHER)
        )
        with self._database.read() as connection:
            if connection.execute(due.limit(1)).first() is None:
                return []
        with self._database.write() as connection:
            # Where the database has no one lock of writing, two processes must not take up the same.
            found = connection.execute(due.with_for_update(skip_locked=True)).mappings().all()
            leased = update(deeds).where(deeds.c.pk.in_([row["pk"] for row in found]))
            connection.execute(leased.values(next_at=stamp(now + LEASE)))
        taken = []
        for row in found:
            try:
                taken.append(Waiting(row["pk"], Deed.model_validate_json(row["body"]), row["tries"]))
            except ValidationError:  # of a later version of this program, which will do it
                log.warning("a deed at the door %s cannot be read and is left to others", row["door"])
        return taken

    def finish(self, done: Sequence[Waiting], *, given_up: bool = False) -> None:
        """Note that these need nothing more: they are done, or ``given_up``."""
        if done:
            with self._database.write() as connection:
                mine = deeds.c.pk.in_([each.pk for each in done])
                connection.execute(update(deeds).where(mine).values(done=GIVEN_UP if given_up else DONE, body=""))

    def standing(self, keys: Collection[str]) -> set[int]:
        """How the deeds of these keys stand: 0 for one that waits, :data:`DONE`, :data:`GIVEN_UP`."""
        if not keys:
            return set()
        with self._database.read() as connection:
            found = connection.execute(select(deeds.c.done).where(deeds.c.key.in_(list(keys)))).scalars()
            return {int(each) for each in found}

    def later(self, waiting: Sequence[Waiting], seconds: float, *, counted: bool = True) -> None:
        """Put these off; ``counted``: that was a try."""
        with self._database.write() as connection:
            at = stamp(datetime.now() + timedelta(seconds=seconds))
            for each in waiting:
                values = {"next_at": at, "tries": each.tries + counted}
                connection.execute(update(deeds).where(deeds.c.pk == each.pk).values(values))

    def waiting(self) -> int:
        """How many are not done."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).where(deeds.c.done == 0)).scalar_one())

    def tidy(self) -> None:
        """Forget the keys of what was done long ago."""
        past = (deeds.c.done != 0) & (deeds.c.at < stamp(datetime.now() - KEPT))
        with self._database.read() as connection:
            if connection.execute(select(deeds.c.pk).where(past).limit(1)).first() is None:
                return
        with self._database.write() as connection:
            connection.execute(delete(deeds).where(past))
