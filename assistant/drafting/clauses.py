"""What a group's terms mean: the shapes, and which clause says which.

An operator writes terms in her own words; :mod:`assistant.drafting.clausereader` reads them. A clause keeps its text,
so that a refusal can cite it word for word. The structured fields of ``groups.yaml`` become clauses too, so that
there is one list to enforce, and where two clauses speak of the same thing the narrower one decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.knowledge.hours import WEEKDAY_NAMES
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic
from assistant.schema.group import Group

ALL_KINDS = frozenset(DraftKind)
PROMO = frozenset({DraftKind.PROMO})
Per = Literal["day", "week", "month"]
PER_NAMES: dict[Per, str] = {"day": "一天", "week": "一周", "month": "一个月"}
KIND_NAMES = {DraftKind.TOPIC: "话题", DraftKind.SHARE: "干货", DraftKind.PROMO: "促销"}


@dataclass(frozen=True)
class Allowed:
    """``kinds`` are sent on ``days`` (1 to 7) within ``hours`` only; empty means any."""

    kinds: frozenset[DraftKind]
    days: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closed:
    """``kinds`` are not sent on these days; with ``hours`` not within them. No days at all means every day."""

    kinds: frozenset[DraftKind]
    days: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()
    holidays: bool = False
    festivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """At most ``most`` of ``kinds`` together in a calendar day, week (Monday to Sunday) or month."""

    kinds: frozenset[DraftKind]
    per: Per
    most: int


@dataclass(frozen=True)
class Gap:
    """At least ``days`` days from one of ``kinds`` to the next: 3 allows Monday and Thursday."""

    kinds: frozenset[DraftKind]
    days: int


@dataclass(frozen=True)
class Length:
    """The body has at most ``most`` and at least ``least`` characters."""

    kinds: frozenset[DraftKind]
    most: int
    least: int = 0


@dataclass(frozen=True)
class Emoji:
    """At most ``most`` emoji."""

    most: int


@dataclass(frozen=True)
class InScript:
    """Written in Traditional characters, or in Simplified ones."""

    traditional: bool


@dataclass(frozen=True)
class NotTaken:
    """The group does not take these kinds."""

    kinds: frozenset[DraftKind]


@dataclass(frozen=True)
class Unwanted:
    """Subjects the group does not want; ``literal`` when the words themselves may not stand in a draft."""

    subjects: tuple[str, ...]
    literal: bool = False


@dataclass(frozen=True)
class NoShip:
    """Goods are not sent to these regions."""

    regions: tuple[str, ...]


Term = Allowed | Closed | Count | Gap | Length | Emoji | InScript | NotTaken | Unwanted | NoShip


@dataclass(frozen=True)
class Clause:
    """One clause: its words, where they stand, what they mean and what they do not hold for.

    A clause without ``terms`` was not understood and is only a reminder. ``remind`` is set where the operator should
    read it all the same.
    """

    text: str
    place: str
    terms: tuple[Term, ...] = ()
    exempt_mechanics: frozenset[Mechanic] = field(default_factory=frozenset)
    exempt_festivals: tuple[str, ...] = ()
    remind: bool = False

    @property
    def said(self) -> str:
        """The clause without the full stop, to stand inside a sentence."""
        return self.text.rstrip("。！!；;. ")

    @property
    def basis(self) -> str:
        """What a refusal cites: the clause and its place."""
        return f"{self.place}：{self.text}"


def clauses_of(group: Group) -> tuple[Clause, ...]:
    """Return every clause of a group, its own words first and then the structured fields."""
    from assistant.drafting.clausereader import read_clause

    place = f"groups.yaml，{group.id}"
    own = [read_clause(text, place=f"{place} 的 terms") for text in group.terms]
    return (*own, *_fields(group, place))


def _fields(group: Group, place: str) -> Iterator[Clause]:
    """The structured fields as clauses, written out for a colleague to read."""
    missing = ALL_KINDS - set(group.kinds)
    if missing:
        taken = "、".join(KIND_NAMES[kind] for kind in group.kinds) or "什么也不收"
        yield Clause(f"只收{taken}" if group.kinds else taken, f"{place} 的 kinds", (NotTaken(missing),))
    if group.quiet_hours:
        terms = (Closed(ALL_KINDS, hours=group.quiet_hours),)
        yield Clause(f"{'、'.join(group.quiet_hours)} 免打扰", f"{place} 的 quiet_hours", terms)
    promo = group.promo
    if promo.days:
        names = "、".join(WEEKDAY_NAMES[day - 1] for day in promo.days)
        yield Clause(f"促销只在{names}发", f"{place} 的 promo.days", (Allowed(PROMO, days=promo.days),))
    if promo.hours:
        hours = "、".join(promo.hours)
        yield Clause(f"促销只在 {hours} 发", f"{place} 的 promo.hours", (Allowed(PROMO, hours=promo.hours),))
    counts: tuple[tuple[Per, int | None], ...] = (
        ("day", promo.per_day),
        ("week", promo.per_week),
        ("month", promo.per_month),
    )
    for per, most in counts:
        if most is not None:
            text = f"促销{PER_NAMES[per]}最多 {most} 次"
            yield Clause(text, f"{place} 的 promo.per_{per}", (Count(PROMO, per, most),))
    if promo.min_gap_days:
        text = f"两次促销至少隔 {promo.min_gap_days} 天"
        yield Clause(text, f"{place} 的 promo.min_gap_days", (Gap(PROMO, promo.min_gap_days),))
