"""Where a group's rules let pass what is stopped elsewhere, their own examples teach the classifier in that group.

A corner for second-hand things allows what everybody else calls an advert. The operator has said so in the clause's
``allows``; where the classifier would stop half of these, it is wrong about the clause rather than about a line, and
learns the clause's examples of both kinds. Elsewhere it is left alone: a few lines move it in ways nobody foresees.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.moderation.classifier import Classifier, Example
from assistant.moderation.classifier.examples import LEARNABLE
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause, RuleBook

#: The share of a clause's examples of what is fine that the classifier would stop.
WRONG = 0.5
# One line alone says nothing of a clause.
_LEAST = 2


def examples_of(book: RuleBook, groups: Iterable[str]) -> dict[str, list[Example]]:
    """Return what the rules teach in each of these groups; of most groups nothing, and they are left out."""
    by_set: dict[int, list[Example]] = {}
    found: dict[str, list[Example]] = {}
    for group in groups:
        rules = book.of(group)
        if id(rules) not in by_set:
            by_set[id(rules)] = [line for clause in rules.clauses for line in _taught(clause)]
        if by_set[id(rules)]:
            found[group] = by_set[id(rules)]
    return found


def _taught(clause: Clause) -> list[Example]:
    if clause.mode == "off" or clause.category not in LEARNABLE or len(clause.allows) < _LEAST:
        return []
    classifier = Classifier.packaged()
    stopped = sum(classifier.scores(text).best is not Category.ALLOW for text in clause.allows)
    if stopped < max(_LEAST, WRONG * len(clause.allows)):
        return []
    origin = f"rules {clause.id}"
    return [
        *(Example(text, clause.category, origin) for text in clause.violates),
        *(Example(text, Category.ALLOW, origin) for text in clause.allows),
    ]
