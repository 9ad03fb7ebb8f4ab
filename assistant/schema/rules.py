"""``knowledge/rules.yaml``: the group's rules (群规), clause by clause, and what follows when one is broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from assistant.schema.group import Group
from assistant.schema.moderation import Action, Category, Role, RuleRef, Verdict

Mode = Literal["live", "shadow", "off"]

#: The set a group takes that names none; packaged where the operator wrote none of this name.
DEFAULT_SET = "default"

#: From which chance on a person must look where nothing is sure; the gravest matters from a smaller one on.
UNSURE: Mapping[Category, float] = {
    Category.FRAUD: 0.4,
    Category.GAMBLING: 0.4,
    Category.PORN: 0.4,
    Category.AD: 0.5,
    Category.LINK: 0.5,
    Category.ABUSE: 0.5,
    Category.MEDICAL: 0.5,
    Category.PRIVACY: 0.5,
    Category.FLOOD: 0.5,
    Category.OTHER: 0.5,
}


class Step(BaseModel):
    """What is done from the ``offence``-th time on (counted from 1), until a later step takes over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    offence: int = Field(ge=1)
    actions: tuple[Action, ...]


class Clause(BaseModel):
    """One clause in the operator's words.

    ``detectors`` maps a detector's name to its parameters. ``violates`` and ``allows`` are messages that break it and
    messages that must pass. Offences are counted over ``window_days``. ``groups`` are the ids it holds in, empty for
    every group that takes the set.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    category: Category
    clause: str
    mode: Mode = "live"
    detectors: dict[str, dict[str, Any]] = Field(default_factory=dict)
    violates: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    window_days: int = Field(default=30, ge=1, le=3650)
    ladder: tuple[Step, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def ref(self) -> RuleRef:
        """The clause as a decision names it."""
        return RuleRef(id=self.id, clause=self.clause)

    def step(self, offence: int) -> Step | None:
        """The step of the ``offence``-th time: the last that begins at or before it; None for an empty ladder."""
        return next((step for step in reversed(self.ladder) if step.offence <= offence), None)


class ClauseChange(BaseModel):
    """What one group has otherwise than its set; None leaves a field as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category | None = None
    clause: str | None = None
    mode: Mode | None = None
    detectors: dict[str, dict[str, Any]] | None = None
    violates: tuple[str, ...] | None = None
    allows: tuple[str, ...] | None = None
    window_days: int | None = Field(default=None, ge=1, le=3650)
    ladder: tuple[Step, ...] | None = None


class Exempt(BaseModel):
    """Who and what the rules do not touch.

    ``members`` are ids or names, ``domains`` hold with everything below them, ``own_products`` and ``own_campaigns``
    let pass what speaks of the brand's own goods and of campaigns that run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: tuple[Role, ...] = ("owner", "admin", "staff")
    members: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    mini_programs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    own_products: bool = True
    own_campaigns: bool = True


class RuleSet(BaseModel):
    """The rules of one or more groups.

    ``appeal`` is how a member objects. ``unsure`` maps a category to the chance from which on a person must see what
    nothing is sure about: 0 always, above 1 never; categories left out take :data:`UNSURE`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "群规"
    appeal: str = ""
    exempt: Exempt = Exempt()
    unsure: dict[Category, float] = Field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()

    def fallback(self, category: Category, chance: float) -> Verdict:
        """What becomes of a message that nothing is sure about: review, or allow where the chance is too small."""
        least = self.unsure.get(category, UNSURE.get(category, 0.0))
        return Verdict.REVIEW if chance >= least else Verdict.ALLOW

    def of_category(self, category: Category) -> Clause | None:
        """The clause that a message of this category breaks: the first live one, else the first in shadow."""
        # A clause that looks for nothing but orders to the moderator is not about a subject that a text can have.
        own = [
            clause
            for clause in self.clauses
            if clause.category is category and clause.mode != "off" and clause.detectors.keys() != {"injection"}
        ]
        return next((clause for clause in own if clause.mode == "live"), own[0] if own else None)


class RuleBook(BaseModel):
    """Every set, and what single groups have otherwise.

    ``takes`` maps a group's id to the name of its set, ``overrides`` a group's id to changes by the clause's id.
    ``source`` is the file's name, empty for the packaged rules.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: dict[str, RuleSet]
    overrides: dict[str, dict[str, ClauseChange]] = Field(default_factory=dict)
    takes: dict[str, str] = Field(default_factory=dict)
    source: str = ""

    _made: dict[tuple[str, str], RuleSet] = PrivateAttr(default_factory=dict)

    def of(self, group: Group | str) -> RuleSet:
        """The rules of one group: its set with its overrides, without clauses that are off or meant for others.

        Groups with nothing of their own share one object, so that what is built for it is built once. A group that is
        not in ``groups.yaml`` takes the set ``default``.
        """
        id_ = group if isinstance(group, str) else group.id
        name = self.takes.get(id_, DEFAULT_SET) if isinstance(group, str) else group.rules
        chosen = self.sets.get(name) or self.sets[DEFAULT_SET]
        own = id_ in self.overrides or any(id_ in clause.groups for clause in chosen.clauses)
        key = (name, id_ if own else "")
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._of(chosen, key[1])
        return made

    def _of(self, chosen: RuleSet, group: str) -> RuleSet:
        changes = self.overrides.get(group, {})
        clauses = (
            changed(clause, changes.get(clause.id))
            for clause in chosen.clauses
            if not clause.groups or group in clause.groups
        )
        return chosen.model_copy(update={"clauses": tuple(clause for clause in clauses if clause.mode != "off")})


def changed(clause: Clause, change: ClauseChange | None) -> Clause:
    """The clause with one group's changes."""
    if change is None:
        return clause
    return clause.model_copy(update={name: getattr(change, name) for name in change.model_fields_set})
