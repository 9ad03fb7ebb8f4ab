"""How often a rule was right, by what people said of its decisions; one that is wrong too often only records.

A rule's last 30 decisions that acted count, in each group and over all groups. What nobody called wrong was right. The
state stands in the database: a clause that is written anew begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, text

from assistant.errors import InputError
from assistant.moderation.prepared import digest_of
from assistant.schema.moderation import Verdict
from assistant.schema.rules import Clause, RuleBook, RuleSet
from assistant.storage.corrections import CHANGED, CORRECTING
from assistant.storage.database import Database, set_state
from assistant.storage.decisions import stamp
from assistant.storage.locks import alone
from assistant.storage.tables import decisions, rule_states

#: How many of a rule's last decisions count, and the share of them that must have been right.
LAST = 30
FLOOR = 0.9
# A decision that only asks for a person has done nothing to anybody.
_ACTED = decisions.c.verdict == Verdict.BLOCK.value
_PUT = text(
    "INSERT INTO rule_states (group_id, clause, digest, mode, since, acted, wrong) "
    "VALUES (:group_id, :clause, :digest, :mode, :since, :acted, :wrong) "
    "ON CONFLICT (group_id, clause, digest) DO UPDATE SET mode = excluded.mode, since = excluded.since, "
    "acted = excluded.acted, wrong = excluded.wrong"
)


@dataclass(frozen=True)
class RulePrecision:
    """A rule's last decisions in a group (empty: over all groups), how many were wrong, and whether it only records."""

    group: str
    clause: str
    acted: int
    wrong: int
    shadow: bool = False
    digest: str = ""

    @property
    def precision(self) -> float:
        """The share that was right, 0 to 1."""
        return (self.acted - self.wrong) / self.acted if self.acted else 1.0

    @property
    def fallen(self) -> bool:
        """Whether too many of the last 30 were wrong; the same number of a few is already certain to be too many."""
        return (LAST - self.wrong) / LAST < FLOOR


class Shadows:
    """Which live clauses only record, as the database has it."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._rows = frozenset(rows)

    def among(self, group: str, rules: RuleSet) -> frozenset[str]:
        """Return the ids of the clauses of a group that only record."""
        if not self._rows:
            return frozenset()
        asked = ((clause.id, digest_of(clause)) for clause in rules.clauses if clause.mode == "live")
        return frozenset(
            id_ for id_, digest in asked if (group, id_, digest) in self._rows or ("", id_, digest) in self._rows
        )


def shadows(database: Database) -> Shadows:
    """Read which rules only record."""
    query = select(rule_states.c.group_id, rule_states.c.clause, rule_states.c.digest).where(
        rule_states.c.mode == "shadow"
    )
    with database.read() as connection:
        return Shadows((row.group_id, row.clause, row.digest) for row in connection.execute(query))


def weigh_rule(connection: Connection, group: str, clause: str, digest: str, *, now: datetime) -> list[RulePrecision]:
    """Look at a rule after one of its decisions was called wrong, or that was taken back.

    Puts it into shadow where it has fallen under the floor, in the group or, over all groups where it is live, in all;
    lets it act again where it no longer has. Return what has changed.
    """
    changed = []
    for where in (group, ""):
        state = _state(connection, where, clause, digest)
        found = _measured(connection, where, clause, digest, _begin(connection, where, clause, digest))
        shadowed = state == "shadow"
        if found.fallen == shadowed:
            continue
        key = {"group_id": where, "clause": clause, "digest": digest}
        if found.fallen:
            figures = {"mode": "shadow", "since": stamp(now), "acted": found.acted, "wrong": found.wrong}
            connection.execute(_PUT, key | figures)
        else:
            connection.execute(
                delete(rule_states).where(*(rule_states.c[name] == value for name, value in key.items()))
            )
        changed.append(RulePrecision(where, clause, found.acted, found.wrong, found.fallen, digest))
    return changed


def restore_rule(connection: Connection, group: str, clause: str, digest: str, *, now: datetime) -> None:
    """Let a rule act again; what it did before counts no more."""
    key = {"group_id": group, "clause": clause, "digest": digest}
    connection.execute(_PUT, key | {"mode": "live", "since": stamp(now), "acted": 0, "wrong": 0})


def restore(
    database: Database, book: RuleBook, clause: str, group: str = "", *, now: datetime | None = None
) -> list[RulePrecision]:
    """Let a clause act again that only records because it was wrong too often, and say where it does now.

    In ``group``, or wherever it only records. Raises :class:`InputError` where no group has the clause, or where there
    is nothing to restore.
    """
    written = [each for rules in book.sets.values() for each in rules.clauses]
    known = [each for each in written if each.id == clause]
    if not known:
        raise InputError(f"没有群规 {clause!r}；有：{'、'.join(dict.fromkeys(each.id for each in written))}")
    known += [each for group_id in book.takes for each in book.of(group_id).clauses if each.id == clause]
    standing = {digest_of(each) for each in known}
    with database.write() as connection:
        alone(connection, CORRECTING)
        query = select(rule_states.c.group_id, rule_states.c.digest).where(
            rule_states.c.clause == clause, rule_states.c.mode == "shadow"
        )
        found = sorted((row.group_id, row.digest) for row in connection.execute(query))
        found = [(where, digest) for where, digest in found if digest in standing]
        everywhere = any(not where for where, _ in found)
        wanted = [each for each in found if not group or (each[0] == group and not everywhere)]
        if not wanted:
            raise InputError(_not_restored(clause, group, known, [where for where, _ in found]))
        moment = now or datetime.now()
        for where, digest in wanted:
            restore_rule(connection, where, clause, digest, now=moment)
        # A moderator that runs elsewhere looks at this with its next messages.
        set_state(connection, CHANGED, stamp(moment))
    return [RulePrecision(where, clause, 0, 0, False, digest) for where, digest in wanted]


def _not_restored(clause: str, group: str, known: Sequence[Clause], where: Sequence[str]) -> str:
    if group and "" in where:
        return f"群规 {clause} 在所有群里都改成了只记录，不止群 {group}：去掉 --group 再恢复"
    if group and where:
        return f"群规 {clause} 在群 {group} 里没有被改成只记录；改了的是群 {'、'.join(where)}"
    modes = {each.mode for each in known}
    if "live" not in modes:
        written = "shadow（只记录）" if "shadow" in modes else "off（关掉）"
        return f"群规 {clause} 在 rules.yaml 里写的就是 {written}：要它生效，把 mode 改成 live"
    return f"群规 {clause} 没有因为判错被改成只记录，不用恢复"


def precisions(database: Database, book: RuleBook | None = None) -> list[RulePrecision]:
    """Return how often each rule was right lately: by rule and group, then by rule over all groups.

    With ``book`` only for clauses as they stand in it; what was decided by an earlier wording is left out.
    """
    stands = _standing(book) if book is not None else None
    with database.read() as connection:
        query = select(decisions.c.rule, decisions.c.rule_digest, decisions.c.group_id).where(_ACTED).distinct()
        rows = sorted(
            {
                (row.rule, row.group_id, row.rule_digest)
                for row in connection.execute(query)
                if stands is None or row.rule_digest in stands
            }
        )
        found = [_told(connection, group, rule, digest) for rule, group, digest in rows]
        several = {(rule, digest) for rule, _, digest in rows}
        found += [_told(connection, "", rule, digest) for rule, digest in sorted(several)]
    return found


def _standing(book: RuleBook) -> set[str]:
    """The digests of all clauses in force."""
    groups = ("", *book.takes)
    return {digest_of(clause) for group in groups for clause in book.of(group).clauses}


def _told(connection: Connection, group: str, clause: str, digest: str) -> RulePrecision:
    found = _measured(connection, group, clause, digest, _begin(connection, group, clause, digest))
    mode = _state(connection, group, clause, digest)
    return RulePrecision(group, clause, found.acted, found.wrong, mode == "shadow", digest)


def _state(connection: Connection, group: str, clause: str, digest: str) -> str:
    query = select(rule_states.c.mode).where(
        rule_states.c.group_id == group, rule_states.c.clause == clause, rule_states.c.digest == digest
    )
    return str(connection.execute(query).scalar() or "")


def _begin(connection: Connection, group: str, clause: str, digest: str) -> str:
    """From when on decisions count: since the rule was last let act again."""
    query = select(rule_states.c.since).where(
        rule_states.c.group_id.in_((group, "")), rule_states.c.clause == clause, rule_states.c.digest == digest,
        rule_states.c.mode == "live",
    )  # fmt: skip
    return max((str(since) for since in connection.execute(query).scalars()), default="")


def _measured(connection: Connection, group: str, clause: str, digest: str, begin: str) -> RulePrecision:
    query = (
        select(decisions.c.category, decisions.c.should)
        .where(_ACTED, decisions.c.rule == clause, decisions.c.rule_digest == digest)
        .order_by(decisions.c.pk.desc())
        .limit(LAST)
    )
    if begin:
        query = query.where(decisions.c.decided_at > begin)
    if group:
        query = query.where(decisions.c.group_id == group)
    else:
        # A group in which the rule only records already says nothing about the others.
        apart = select(rule_states.c.group_id).where(
            rule_states.c.clause == clause, rule_states.c.digest == digest, rule_states.c.mode == "shadow",
            rule_states.c.group_id != "",
        )  # fmt: skip
        query = query.where(decisions.c.group_id.not_in(apart))
    rows = connection.execute(query).all()
    wrong = sum(1 for row in rows if row.should is not None and row.should != row.category)
    return RulePrecision(group, clause, len(rows), wrong)
