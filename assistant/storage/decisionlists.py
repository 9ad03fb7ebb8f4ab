"""Decisions as a person looks through them: by what is still to be said of them, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from assistant.schema.moderation import Verdict
from assistant.storage.database import Database
from assistant.storage.decisions import Stored, stored_of
from assistant.storage.tables import decisions

#: ``todo``: a person was asked for and has not spoken; ``said``: somebody has; ``all`` begins with what is to do.
View = Literal["todo", "block", "allow", "said", "all"]
VIEWS: tuple[View, ...] = ("todo", "block", "allow", "said", "all")
_TODO = and_(decisions.c.verdict == Verdict.REVIEW.value, decisions.c.should.is_(None))
_rank = case((_TODO, 0), else_=1)
_OF: Mapping[View, ColumnElement[bool] | None] = {
    "todo": _TODO,
    "block": decisions.c.verdict == Verdict.BLOCK.value,
    "allow": decisions.c.verdict == Verdict.ALLOW.value,
    "said": decisions.c.should.is_not(None),
    "all": None,
}


@dataclass(frozen=True)
class Wanted:
    """Which decisions: of a view, in a group, by a clause; empty: any."""

    view: View = "todo"
    group: str = ""
    rule: str = ""


def listed(database: Database, wanted: Wanted, *, limit: int = 20, after: str = "") -> tuple[list[Stored], str]:
    """Return a page of decisions, the newest first, and where the next one begins; empty on the last.

    ``after`` is what the page before gave. Of ``all`` those that wait for a person come first.
    """
    ranked = wanted.view == "all"
    order = [_rank, decisions.c.pk.desc()] if ranked else [decisions.c.pk.desc()]
    # The rows themselves are long: places first, then only what is shown.
    places = _narrowed(select(decisions.c.pk, _rank.label("rank")), wanted).order_by(*order).limit(limit + 1)
    if after:
        rank, pk = (int(each) for each in after.split("."))
        older = decisions.c.pk < pk
        places = places.where(or_(_rank > rank, and_(_rank == rank, older)) if ranked else older)
    with database.read() as connection:
        found = connection.execute(places).all()
        shown = found[:limit]
        query = select(decisions).where(decisions.c.pk.in_([row.pk for row in shown]))
        rows = {row["pk"]: row for row in connection.execute(query).mappings()}
    following = f"{shown[-1].rank}.{shown[-1].pk}" if len(found) > limit else ""
    return [stored_of(rows[row.pk]) for row in shown if row.pk in rows], following


def counted(database: Database, wanted: Wanted) -> dict[View, int]:
    """Return how many decisions there are in each view, of the group and clause wanted."""
    columns = [func.count() if (of := _OF[view]) is None else func.sum(case((of, 1), else_=0)) for view in VIEWS]
    query = _narrowed(select(*columns), Wanted("all", wanted.group, wanted.rule))
    with database.read() as connection:
        row = connection.execute(query).one()
    return {view: int(count or 0) for view, count in zip(VIEWS, row, strict=True)}


def newest(database: Database) -> int:
    """Return what grows with every decision, 0 where there is none."""
    with database.read() as connection:
        return int(connection.execute(select(func.max(decisions.c.pk))).scalar() or 0)


def rules_named(database: Database) -> list[str]:
    """Return the ids of all clauses that decided something."""
    query = select(decisions.c.rule).where(decisions.c.rule != "").distinct().order_by(decisions.c.rule)
    with database.read() as connection:
        return list(connection.execute(query).scalars())


def of_member(database: Database, group: str, member: str, *, limit: int = 5, but: str = "") -> list[Stored]:
    """Return the last decisions about a member in a group that did not let pass, the newest first."""
    if not member:
        return []
    query = (
        select(decisions)
        .where(
            decisions.c.member == member,
            decisions.c.group_id == group,
            decisions.c.verdict != Verdict.ALLOW.value,
            decisions.c.id != but,
        )
        .order_by(decisions.c.pk.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [stored_of(row) for row in connection.execute(query).mappings()]


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    condition = _OF[wanted.view]
    if condition is not None:
        query = query.where(condition)
    if wanted.group:
        query = query.where(decisions.c.group_id == wanted.group)
    return query.where(decisions.c.rule == wanted.rule) if wanted.rule else query
