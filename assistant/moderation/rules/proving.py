"""Proves each clause on its own examples: what breaks it must be found, what must pass must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.schema.moderation import Decision, Message, Sender, Verdict
from assistant.schema.rules import DEFAULT_SET, Clause, RuleBook, changed

#: Decides one message by the rules of its group, as it would in earnest.
Decide = Callable[[Message], Decision]

# Far enough apart that no example is taken for the continuation or repetition of another.
_APART = timedelta(minutes=10)
#: From this many examples on, either way, a clause is proved rather than tried.
ENOUGH = 4


@dataclass(frozen=True)
class Place:
    """A clause as it holds somewhere: in a set (``group`` is then only where it is tried) or changed for one group."""

    rules: str
    group: str
    clause: Clause
    changed: bool = False


@dataclass(frozen=True)
class Trial:
    """One example, what it should come to and what it came to; ``by`` is the clause that decided, ``why`` its words."""

    text: str
    expected: Literal["violates", "allows"]
    verdict: Verdict
    by: str
    passed: bool
    why: str = ""


@dataclass(frozen=True)
class Proof:
    """A clause with all its trials."""

    place: Place
    trials: tuple[Trial, ...]

    @property
    def failed(self) -> list[Trial]:
        """The examples that came out wrong."""
        return [trial for trial in self.trials if not trial.passed]

    @property
    def thin(self) -> bool:
        """Whether there are too few examples to say much."""
        clause = self.place.clause
        return clause.mode != "off" and min(len(clause.violates), len(clause.allows)) < ENOUGH

    def count(self, expected: str) -> tuple[int, int]:
        """How many examples of a kind came out right, of how many."""
        own = [trial for trial in self.trials if trial.expected == expected]
        return sum(trial.passed for trial in own), len(own)


def prove(book: RuleBook, decide: Decide, *, begin: datetime | None = None) -> Iterator[Proof]:
    """Try every clause of every set, and every clause a group has otherwise, each where it holds, from ``begin`` on.

    An example that breaks a clause must not be allowed, whichever clause stops it; in shadow it must be recorded. An
    example that must pass must be allowed, and the clause must not even record it. Clauses that are off, and sets that
    no group takes, are listed without trials.
    """
    at = begin or datetime.now()
    number = 0
    for place in places(book):
        trials = []
        if place.clause.mode != "off" and _reached(place):
            for text, expected in _examples(place.clause):
                number += 1
                trials.append(_tried(text, expected, place, decide, number, at + number * _APART))
        yield Proof(place, tuple(trials))


def places(book: RuleBook) -> Iterator[Place]:
    """Every clause to be proved, with a group to try it in: one where the set's own wording holds, where there is."""
    for name, rules in book.sets.items():
        taking = [group for group, taken in book.takes.items() if taken == name]
        for clause in rules.clauses:
            within = [group for group in taking if not clause.groups or group in clause.groups]
            plain = [group for group in within if clause.id not in book.overrides.get(group, {})]
            yield Place(name, next(iter(plain), ""), clause)
    for group, changes in book.overrides.items():
        name = book.takes[group]
        for clause in book.sets[name].clauses:
            if clause.id in changes:
                yield Place(name, group, changed(clause, changes[clause.id]), changed=True)


def _reached(place: Place) -> bool:
    """Whether a message to the group is held against this very clause."""
    return bool(place.group) or (place.rules == DEFAULT_SET and not place.clause.groups)


def _examples(clause: Clause) -> Iterable[tuple[str, Literal["violates", "allows"]]]:
    yield from ((text, "violates") for text in clause.violates)
    yield from ((text, "allows") for text in clause.allows)


def _tried(
    text: str, expected: Literal["violates", "allows"], place: Place, decide: Decide, number: int, at: datetime
) -> Trial:
    message = Message(
        id=f"example-{number}",
        group=place.group,
        sender=Sender(id=f"example-{number}"),
        text=text,
        sent_at=at,
    )
    decision = decide(message)
    recorded = place.clause.id in {hit.rule.id for hit in decision.shadow}
    stopped = decision.verdict is not Verdict.ALLOW
    passed = (stopped or recorded) if expected == "violates" else not (stopped or recorded)
    by = decision.rule.id if decision.rule else place.clause.id if recorded else ""
    evidence = decision.evidence or [span for hit in decision.shadow for span in hit.evidence]
    # Where the whole message is the evidence it need not be quoted again.
    named = (span.why if span.text == text else f"“{span.text[:20]}”{span.why}" for span in evidence[:3])
    why = "；".join(dict.fromkeys(named))
    return Trial(text, expected, decision.verdict, by, passed, why)
