"""One message through the stages that need nobody else: exemptions, detectors, classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any, Protocol

from assistant.moderation.fairness import held
from assistant.moderation.hits import ClauseHit, Context, Hit, View
from assistant.moderation.hosts import find_hosts
from assistant.moderation.ownorders import is_own_order
from assistant.moderation.parts import heard_parts
from assistant.moderation.pitch import PITCH, PRICED
from assistant.moderation.prepared import Prepared
from assistant.moderation.views import views_of
from assistant.schema.moderation import Category, EvidenceSpan, Message, Sender, Stage
from assistant.schema.rules import Clause

#: What is read as well, but alone blocks nothing: the name of a file, and the end of a long text.
_ASKING = frozenset({"file_name", "end"})
# What a member gives for an order sounds like somebody's secrets, an invoice like an advert.
_OF_ORDERS = frozenset({Category.PRIVACY, Category.AD})
# In whose name nothing is counted.
_NOBODY = Sender()
_WHOLE = "整段话像是这一类"
# An account or a link is how something is offered; what is offered may break a graver clause.
_WAYS = frozenset({Category.AD, Category.LINK})
_OFFERED = frozenset({Category.FRAUD, Category.GAMBLING, Category.PORN, Category.MEDICAL})
_SURE_OF_LINKS = 0.9
# The classifier alone blocks only by a clause that it is so sure of; else a person sees which rule is broken.
_SURE_OF_KIND = 0.75
# From here on it is asked which, however many it may be.
_ENOUGH_TO_ASK = 0.85


class Scores(Protocol):
    """What the classifier makes of a text: the likeliest category, its chance, that of ``allow``, and whether sure."""

    @property
    def best(self) -> Category: ...  # noqa: D102
    @property
    def chance(self) -> float: ...  # noqa: D102
    @property
    def allow(self) -> float: ...  # noqa: D102
    @property
    def sure(self) -> bool: ...  # noqa: D102


class Labelled(Protocol):
    """An example the classifier learned from."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> Category: ...  # noqa: D102


class Scorer(Protocol):
    """A classifier, as the cascade asks it. ``version`` changes with whatever it has learned."""

    version: str

    def scores(self, text: str, group: str = "", readings: Sequence[str] = ()) -> Scores:
        """Say what a text is, in a group; ``readings`` are what else it may say."""
        ...

    def nearest(self, text: str, k: int = 3) -> Sequence[Labelled]:
        """Return the ``k`` labelled texts most like a text, the most alike first."""
        ...


@dataclass(slots=True)
class Look:
    """What the stages found in one message. ``passed`` says why it is exempt, empty where it was looked at.

    ``started`` is a reading of the clock, ``elapsed`` milliseconds. ``neighbours`` are labelled texts like it.
    ``told`` is what the sender only tells of others.
    ``judged``: a judge has answered, with ``remark``; ``degraded``: it was asked and did not.
    """

    message: Message
    at: datetime
    prepared: Prepared
    started: float
    elapsed: float = 0.0
    passed: str = ""
    views: Sequence[View] = ()
    found: list[ClauseHit] = field(default_factory=list)
    told: Sequence[EvidenceSpan] = ()
    scores: Scores | None = None
    judged: bool = False
    degraded: bool = False
    remark: str = ""
    neighbours: Sequence[str] = ()


def look(
    message: Message,
    prepared: Prepared,
    classifier: Scorer,
    earlier: Sequence[Message],
    at: datetime,
    *,
    timed: bool = True,
    recalled: Mapping[Any, list[Any]] | None = None,
) -> Look:
    """Run a message through the stages. A clear one leaves after one reading, one look for triggers, one score.

    ``timed`` is false where nobody knows when the message was sent: then nothing is said of how often or how fast.
    ``recalled`` is what all processes remember of it, by memory, where there are several.
    """
    seen = Look(message, at, prepared, perf_counter())
    seen.passed = prepared.allowlist.lets_pass(message)
    if seen.passed:
        return seen
    seen.views = views_of(message, prepared.vocabulary, earlier)
    context = Context(message.group, message.sender if timed else _NOBODY, at, message.kind, message.id, recalled)
    found = prepared.find(seen.views, context)
    seen.found = _left(found, seen) if found else found
    certain = [one for one in seen.found if one.hard and one.clause.mode == "live"]
    if all(one.clause.category in _WAYS for one in certain):
        _classify(seen, classifier, certain)
    if seen.found:
        judged = held(seen.found, message, seen.views)
        seen.found, seen.told = judged.found, judged.told
    return seen


def stop_clock(seen: Look) -> None:
    """Note how long a message has taken until now."""
    seen.elapsed = round((perf_counter() - seen.started) * 1000, 4)


def _left(found: Sequence[ClauseHit], seen: Look) -> list[ClauseHit]:
    """What is left of the finds without those inside exempt words."""
    kept = []
    allowlist, group = seen.prepared.allowlist, seen.message.group
    for one in found:
        hits = allowlist.left(one.hits, seen.views, seen.at, group)
        if hits:
            kept.append(ClauseHit(one.clause, tuple(hits), one.stage, max(hit.confidence for hit in hits)))
    return kept


def _classify(seen: Look, classifier: Scorer, certain: Sequence[ClauseHit]) -> None:
    """Add what the classifier finds; the gravest part counts, and of several readings of a part the gravest.

    Where detectors are ``certain`` already, it only names the matter.
    """
    worst: tuple[float, View, Scores] | None = None
    for view in heard_parts(seen.views):
        scores = _scores(view, classifier, seen.message.group)
        if scores.best is Category.ALLOW:
            seen.scores = _less_harmless(seen.scores, scores)
            continue
        if view.part in ("joined", "end") and not scores.sure:
            continue
        freed = _freed(view, seen, classifier) if view.part != "end" else None
        if freed is not None:
            scores = freed
            if scores.best is Category.ALLOW:
                seen.scores = _less_harmless(seen.scores, scores)
                continue
        rank = scores.chance + scores.sure
        if worst is None or rank > worst[0]:
            worst = (rank, view, scores)
    if worst is None:
        return
    _, view, seen.scores = worst
    clause = seen.prepared.of_category.get(seen.scores.best)
    if clause is None:  # the group has no rule against it
        return
    if seen.scores.best is Category.AD and seen.prepared.allowlist.is_own_offer(
        seen.views, seen.at, seen.message.group
    ):
        return
    if seen.scores.best is Category.LINK and _links_known(clause, view, seen.found):
        return
    if seen.scores.best in _OF_ORDERS and not seen.found and _is_order(seen.views, seen.scores.best):
        return
    start = view.since
    part = "text" if view.part == "end" else view.part
    span = EvidenceSpan(start=start, end=len(view.original), text=view.original[start:], why=_WHOLE, part=part)
    hard = seen.scores.sure and seen.scores.chance >= _SURE_OF_KIND and view.part not in _ASKING
    # Nearly sure that a rule is broken, not which: that is enough to ask.
    harmful = 1 - seen.scores.allow
    confidence = harmful if harmful >= _ENOUGH_TO_ASK and not hard else seen.scores.chance
    hit = Hit("classifier", (span,), hard=hard, confidence=confidence, category=seen.scores.best)
    if certain:
        if not _names(hit, seen.found):
            return
        seen.found += [ClauseHit(clause, one.hits, one.stage, one.confidence) for one in certain]
    seen.found.append(ClauseHit(clause, (hit,), Stage.CLASSIFIER, confidence))


def _is_order(views: Sequence[View], kind: Category) -> bool:
    """Whether the sender gives what is her own for an order, and offers nothing where that is the question."""
    said = [view.readings[0].text for view in views if view.part == "text"]
    if kind is Category.AD and any(PITCH.search(text) or PRICED.search(text) for text in said):
        return False
    return any(map(is_own_order, said))


def _links_known(clause: Clause, view: View, found: Sequence[ClauseHit]) -> bool:
    """Whether all that a part links to was looked at and none of it is foreign."""
    if "links" not in clause.detectors or any(hit.detector == "links" for one in found for hit in one.hits):
        return False
    return next(find_hosts(view.readings[0].text), None) is not None


def _names(hit: Hit, found: Sequence[ClauseHit]) -> bool:
    """Whether the classifier names the matter of what is certainly an offence: it is sure, or a detector agrees."""
    if hit.category not in _OFFERED:
        return False
    if any(each.category is hit.category for one in found for each in one.hits):
        return True
    # A link alone leads anywhere.
    least = _SURE_OF_LINKS if all(one.clause.category is Category.LINK for one in found if one.hard) else 0.0
    return hit.hard and hit.confidence >= least


def _less_harmless(one: Scores | None, other: Scores) -> Scores:
    return one if one is not None and one.allow <= other.allow else other


def _scores(view: View, classifier: Scorer, group: str) -> Scores:
    said = view.original[view.since :] if view.part == "end" else view.original
    return classifier.scores(said, group, [reading.text for reading in view.readings[1:]])


def _freed(view: View, seen: Look, classifier: Scorer) -> Scores | None:
    """The scores of a part without its exempt words, where it has any; nothing left is clear."""
    group = seen.message.group
    rest = seen.prepared.allowlist.rest(view, seen.at, group)
    return classifier.scores(rest, group) if rest != view.original else None
