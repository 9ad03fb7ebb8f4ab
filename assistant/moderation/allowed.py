"""Where a group's rules let pass what is stopped elsewhere, their own examples teach the classifier in that group.

A corner for second-hand things allows what everybody else calls an advert. The operator has said so in the clause's
``allows``. Where the classifier would stop half of these, it is wrong about the clause rather than about a line, and
learns the clause's examples of both kinds. So it does where one against adverts looks for no offers and allows one.
Elsewhere it is left alone: a few lines move it in ways nobody foresees.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant.moderation.classifier import Classifier, Example
from assistant.moderation.classifier.examples import LEARNABLE
from assistant.moderation.detectors import build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context
from assistant.moderation.views import views_of
from assistant.schema.moderation import Category, Message, Sender
from assistant.schema.rules import Clause, RuleBook

#: The share of a clause's examples of what is fine that are stopped elsewhere.
WRONG = 0.5
# One line alone says nothing of a clause.
_LEAST = 2
_OFFERS = ("price_invitation", "contact_bait")


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
    # Who writes a clause against adverts that looks for no offers means them to be made.
    sells = clause.category is Category.AD and clause.detectors.keys().isdisjoint(_OFFERS)
    stopped = sum(_is_stopped(text, offers=sells) for text in clause.allows)
    if stopped < (1 if sells else max(_LEAST, WRONG * len(clause.allows))):
        return []
    origin = f"rules {clause.id}"
    return [
        *(Example(text, clause.category, origin) for text in clause.violates),
        *(Example(text, Category.ALLOW, origin) for text in clause.allows),
    ]


def _is_stopped(text: str, *, offers: bool) -> bool:
    if Classifier.packaged().scores(text).best is not Category.ALLOW:
        return True
    views, nobody = views_of(Message(id="", text=text)), Context("", Sender(), datetime.min)
    return offers and any(build(name, {}, Surroundings()).find(views, nobody) for name in _OFFERS)
