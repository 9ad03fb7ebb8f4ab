"""What a group is to get on a day, in the database: single plans, plans that repeat, and what became of one occurrence.

An occurrence, of a group's rhythm or of a plan that repeats, has no row of its own until something happens to it: its
id follows from what it comes of (:func:`occurrence_id`), so that a row of that id stands in its place from then on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from assistant.errors import InputError
from assistant.schema.contracts import DraftKind
from assistant.storage.database import Database
from assistant.storage.listed import listed
from assistant.storage.tables import plans

#: What an occurrence of the rhythm in ``groups.yaml`` comes of.
RHYTHM = "rhythm"
# In the column of the day, for plans that have many.
_MANY = "repeats"


class Plan(BaseModel):
    """One plan. ``version`` 0: not stored yet.

    ``every`` is the number of weeks between two days of a plan that repeats from ``date`` until ``until`` (None: for
    ever); 0: it is for ``date`` alone. ``origin`` is what an occurrence comes of: :data:`RHYTHM`, the id of a plan
    that repeats, or empty for a plan of its own. ``draft_id`` is the draft, or the job that writes it, which has the
    same id. ``dropped``: the group gets nothing after all.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    group: str
    kind: DraftKind
    date: dt.date
    time: dt.time | None = None
    about: str = Field(default="", max_length=500)
    campaign: str = ""
    format: str = ""
    every: int = Field(default=0, ge=0, le=8)
    until: dt.date | None = None
    origin: str = ""
    draft_id: str = ""
    dropped: bool = False
    who: str = ""
    version: int = 0

    def days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Return its days from ``first`` to ``last``."""
        if not self.every:
            return [self.date] if first <= self.date <= last else []
        step = dt.timedelta(weeks=self.every)
        day = self.date + step * max(0, -((self.date - first).days // (7 * self.every)))
        found = []
        while day <= min(last, self.until or last):
            found.append(day)
            day += step
        return found


def occurrence_id(origin: str, group: str, kind: DraftKind, day: dt.date) -> str:
    """Return the id of what an origin has for a group on a day."""
    return hashlib.sha256(f"{origin}|{group}|{kind.value}|{day}".encode()).hexdigest()[:20]


class PlanBook:
    """The plans of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(self, first: dt.date, last: dt.date) -> list[Plan]:
        """Return the plans for these days, those that have none any more included."""
        query = select(plans).where(plans.c.date >= first.isoformat(), plans.c.date <= last.isoformat())
        return self._read(query.order_by(plans.c.date, plans.c.id))

    def repeating(self) -> list[Plan]:
        """Return the plans that repeat."""
        return self._read(select(plans).where(plans.c.date == _MANY).order_by(plans.c.group_id, plans.c.id))

    def by_ids(self, ids: Sequence[str]) -> dict[str, Plan]:
        """Return those of the ids that are stored."""
        found = self._read(select(plans).where(plans.c.id.in_(listed("ids"))), {"ids": json.dumps(list(ids))})
        return {plan.id: plan for plan in found}

    def _read(self, query: Select[Any], given: dict[str, str] | None = None) -> list[Plan]:
        with self._database.read() as connection:
            return [_plan(row) for row in connection.execute(query, given or {}).mappings()]


def put(connection: Connection, plan: Plan) -> Plan:
    """Store a plan and return it as stored: a new one where its version is 0, else its next version.

    Raises :class:`InputError` where somebody else has stored or removed it meanwhile.
    """
    stored = select(plans.c.version).where(plans.c.id == plan.id).with_for_update()
    found = connection.execute(stored).scalar()
    if (found or 0) != plan.version:
        raise InputError("同事刚刚动过这一条安排：请看看现在的日历，再改一次")
    saved = plan.model_copy(update={"version": plan.version + 1})
    row = {
        "group_id": saved.group, "date": _MANY if saved.every else saved.date.isoformat(), "kind": saved.kind.value,
        "version": saved.version, "data": saved.model_dump(mode="json", exclude={"version"}),
    }  # fmt: skip
    if found is None:
        connection.execute(insert(plans).values(id=plan.id, **row))
    else:
        connection.execute(update(plans).where(plans.c.id == plan.id).values(**row))
    return saved


def remove(connection: Connection, plan: Plan) -> None:
    """Remove a plan. Raises :class:`InputError` where somebody else has stored or removed it meanwhile."""
    gone = delete(plans).where(plans.c.id == plan.id, plans.c.version == plan.version)
    if connection.execute(gone).rowcount != 1:
        raise InputError("同事刚刚动过这一条安排：请看看现在的日历，再改一次")


def _plan(row: RowMapping) -> Plan:

    return Plan.model_validate(row["data"] | {"version": row["version"]})
