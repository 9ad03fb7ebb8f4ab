"""A rule set made ready once, not a message: detectors built, triggers gathered, exemptions compiled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from assistant.moderation.allowlist import Allowlist
from assistant.moderation.detectors import build
from assistant.moderation.detectors.base import Remembers
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import ClauseHit, Context, Detector, Hit, View
from assistant.moderation.own import Own
from assistant.moderation.vocabulary import vocabulary_of
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause, RuleBook, RuleSet

#: Builds a detector from its name, a clause's parameters and what is the operator's own.
Build = Callable[[str, Mapping[str, object], Surroundings], Detector]
_Key = tuple[str, str, Surroundings]


@dataclass(frozen=True)
class _Asked:
    """One detector and the clauses that want it; a detector that two clauses share is asked once."""

    detector: Detector
    clauses: tuple[int, ...]


class Prepared:
    """One rule set, ready for messages. ``digest`` changes with any of its clauses.

    ``shadowed`` are the ids of live clauses that only record here, because they acted wrongly too often.
    """

    def __init__(
        self,
        rules: RuleSet,
        own: Own,
        built: dict[_Key, Detector],
        shadowed: frozenset[str] = frozenset(),
        build: Build = build,
    ) -> None:
        if shadowed:
            clauses = tuple(
                each.model_copy(update={"mode": "shadow"}) if each.mode == "live" and each.id in shadowed else each
                for each in rules.clauses
            )
            rules = rules.model_copy(update={"clauses": clauses})
        self.rules = rules
        self.clauses = tuple(clause for clause in rules.clauses if clause.mode != "off")
        self.live = tuple(clause for clause in self.clauses if clause.mode == "live")
        self.digest = digest_of(rules)
        self.surroundings = _surroundings(rules, own)
        self.allowlist = Allowlist(rules.exempt, own, self.surroundings)
        asked = self._built(built, build)
        self._always = tuple(each for each in asked if each.detector.triggers is None)
        #: What remembers messages.
        self.remembering = tuple(each.detector for each in asked if isinstance(each.detector, Remembers))
        self._gated = tuple(each for each in asked if each.detector.triggers is not None)
        #: Letters and pairs of letters without which no gated detector finds anything.
        self._wanting: dict[str, tuple[int, ...]] = {}
        for place, each in enumerate(self._gated):
            for trigger in each.detector.triggers or ():
                self._wanting[trigger] = (*self._wanting.get(trigger, ()), place)
        self.triggers = frozenset(self._wanting)
        #: Detectors that have failed, with what they said last.
        self.faults: dict[str, str] = {}
        self.vocabulary = vocabulary_of(each.detector for each in asked)
        self.of_category: Mapping[Category, Clause] = {
            category: clause
            for category in Category
            if category is not Category.ALLOW and (clause := rules.of_category(category)) is not None
        }

    def _built(self, built: dict[_Key, Detector], build: Build) -> list[_Asked]:
        asked: dict[int, tuple[Detector, list[int]]] = {}
        for number, clause in enumerate(self.clauses):
            for name, params in clause.detectors.items():
                # Groups with rules of their own share what remembers messages: the same advert in several groups.
                key = (name, json.dumps(params, sort_keys=True, ensure_ascii=False, default=str), self.surroundings)
                if key not in built:
                    built[key] = build(name, params, self.surroundings)
                detector = built[key]
                asked.setdefault(id(detector), (detector, []))[1].append(number)
        return [_Asked(detector, tuple(numbers)) for detector, numbers in asked.values()]

    def find(self, views: Sequence[View], context: Context) -> list[ClauseHit]:
        """Return what the detectors find against each clause, live or in shadow, in the order of the clauses."""
        found: dict[int, list[Hit]] = {}
        for asked in self._always:
            if hits := self._asked(asked.detector, views, context):
                self._note(found, asked, hits)
        for place in self._wanted(views):
            asked = self._gated[place]
            if hits := self._asked(asked.detector, views, context):
                self._note(found, asked, hits)
        if not found:
            return []
        return [
            ClauseHit(self.clauses[number], tuple(hits), confidence=max(hit.confidence for hit in hits))
            for number, hits in sorted(found.items())
        ]

    def _wanted(self, views: Sequence[View]) -> Iterable[int]:
        """The gated detectors one of whose triggers stands in the message; of most messages none."""
        wanted: set[int] = set()
        triggers = self.triggers
        for view in views:
            for reading in view.readings:
                if not triggers.isdisjoint(reading.letters):
                    for trigger in triggers & reading.letters:
                        wanted.update(self._wanting[trigger])
        return sorted(wanted) if wanted else ()

    def _asked(self, detector: Detector, views: Sequence[View], context: Context) -> list[Hit]:
        """What a detector finds; one that fails is left out of this message and named, the others go on."""
        try:
            return detector.find(views, context)
        except Exception as fault:  # noqa: BLE001 - one wrong rule must not refuse every message
            self.faults[detector.name] = f"{type(fault).__name__}: {fault}"
            return []

    def _note(self, found: dict[int, list[Hit]], asked: _Asked, hits: Sequence[Hit]) -> None:
        for number in asked.clauses:
            found.setdefault(number, []).extend(hits)


class Preparations:
    """The prepared rule sets of one rule book and what is the brand's own; each is made when it is first asked for.

    ``shadowed`` tells, for a group and its rules, the ids of live clauses that only record there. ``build`` makes the
    detectors.
    """

    def __init__(
        self,
        book: RuleBook,
        own: Own,
        shadowed: Callable[[str, RuleSet], frozenset[str]] = lambda _group, _rules: frozenset(),
        build: Build = build,
    ) -> None:
        self.book = book
        self.own = own
        self._shadowed = shadowed
        self._build = build
        self._built: dict[_Key, Detector] = {}
        self._made: dict[tuple[int, frozenset[str]], Prepared] = {}
        self._of_group: dict[str, Prepared] = {}

    @property
    def faults(self) -> dict[str, str]:
        """Detectors that have failed, with what they said last."""
        return {name: said for prepared in self._made.values() for name, said in prepared.faults.items()}

    def of(self, group: str) -> Prepared:
        """The rules of a group, ready; a group that is in no file has those of the set ``default``."""
        found = self._of_group.get(group)
        if found is None:
            rules = self.book.of(group)
            shadowed = self._shadowed(group, rules)
            key = (id(rules), shadowed)
            if key not in self._made:
                self._made[key] = Prepared(rules, self.own, self._built, shadowed, self._build)
            found = self._made[key]
            if len(self._of_group) < 10_000:  # whoever makes up group ids fills no memory
                self._of_group[group] = found
        return found


def digest_of(rules: RuleSet | Clause) -> str:
    """Return 16 hexadecimal digits that change with any word of the rules."""
    return blake2b(rules.model_dump_json().encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _surroundings(rules: RuleSet, own: Own) -> Surroundings:
    exempt = rules.exempt
    return Surroundings.of(
        own.brand,
        domains=exempt.domains,
        mini_programs=exempt.mini_programs,
        products=sorted(own.product_names) if exempt.own_products else (),
        phrases=exempt.phrases,
        groups=tuple(own.groups),
        trade=(*sorted(own.product_names), *(" ".join([each.name, *each.theme]) for each in own.groups.values())),
    )
