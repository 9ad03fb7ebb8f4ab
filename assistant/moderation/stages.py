"""One message through the stages that need nobody else: exemptions, detectors, classifier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import Any, Protocol

from assistant.moderation.fairness import held
from assistant.moderation.hits import SOME, WHOLE, ClauseHit, Context, Hit, View
from assistant.moderation.hosts import find_hosts
from assistant.moderation.notices import is_mailing, is_service
from assistant.moderation.ownorders import is_own_order
from assistant.moderation.parts import heard_parts
from assistant.moderation.pitch import PITCH, PRICED
from assistant.moderation.prepared import Prepared
from assistant.moderation.views import views_of
from assistant.schema.moderation import Category, EvidenceSpan, Message, Sender, Stage
from assistant.schema.rules import Clause

#: What is read as well, but alone blocks nothing: the name of a file, and the end of a long text.
_ASKING = frozenset({"file_name", "end"})
# Of what was cut somewhere a guess says nothing.
_HALVES = frozenset({"joined", "end"})
# What a member gives for an order sounds like somebody's secrets, an invoice like an advert.
_OF_ORDERS = frozenset({Category.PRIVACY, Category.AD})
# In whose name nothing is counted.
_NOBODY = Sender()
# An account or a link is how something is offered; what is offered may break a graver clause.
_WAYS = frozenset({Category.AD, Category.LINK})
_OFFERED = frozenset({Category.FRAUD, Category.GAMBLING, Category.PORN, Category.MEDICAL})
_SURE_OF_LINKS = 0.9
# What these find is how often a member speaks.
_MANNER = frozenset({"flood", "repetition"})
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

    def scores(self, text: str, group: str = "", readings: Sequence[str] = (), *, only_sure: bool = False) -> Scores:
        """Say what a text is, in a group; ``readings`` are what else it may say.

        ``only_sure``: what is not sure counts for nothing.
        """
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
    # How often something is said tells nothing of what is said: there the classifier is asked as ever.
    certain = [one for one in seen.found if one.clause.mode == "live" and any(map(_is_of_matter, one.hits))]
    if all(one.clause.category in _WAYS for one in certain):
        _classify(seen, classifier, certain)
    if seen.found:
        judged = held(seen.found, message, seen.views)
        seen.found, seen.told = judged.found, judged.told
    return seen


def _is_of_matter(hit: Hit) -> bool:
    return hit.hard and hit.detector not in _MANNER


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

    A part whose clause only records hides none whose clause acts. Where detectors are ``certain`` already, it only
    names the matter.
    """
    parts = [*heard_parts(seen.views)]
    heard = [*_harmful(seen, classifier, (view for view in parts if view.part not in _HALVES))]
    halves = [view for view in parts if view.part in _HALVES]
    if halves and any(said.sure for _, said in heard):
        before = len(seen.found)
        _accuse_gravest(seen, heard, certain)
        if len(seen.found) > before:
            return  # what it is was said by a whole part
    _accuse_gravest(seen, [*heard, *_harmful(seen, classifier, halves)], certain)


def _harmful(seen: Look, classifier: Scorer, views: Iterable[View]) -> Iterator[tuple[View, Scores]]:
    """Yield the parts that the classifier takes for harmful; of the others the least harmless is noted."""
    for view in views:
        scores = _heard(view, seen, classifier)
        if scores is None:
            continue
        if scores.best is Category.ALLOW:
            seen.scores = _less_harmless(seen.scores, scores)
        else:
            yield view, scores


def _accuse_gravest(seen: Look, heard: Sequence[tuple[View, Scores]], certain: Sequence[ClauseHit]) -> None:
    """Accuse the gravest part whose clause only records, then the gravest whose clause acts: that one is told of."""
    for acts in (False, True):
        found = [each for each in heard if _is_live(each[1].best, seen) is acts]
        if found:
            view, seen.scores = max(found, key=lambda each: each[1].chance + each[1].sure)
            _accuse(seen, view, seen.scores, certain)


def _heard(view: View, seen: Look, classifier: Scorer) -> Scores | None:
    """What the classifier makes of a part without its exempt words; None where it is a guess about half a text."""
    scores = _scores(view, classifier, seen.message.group)
    if view.part in _HALVES and not scores.sure:
        return None
    if scores.best is Category.ALLOW:
        return scores
    freed = _freed(view, seen, classifier) if view.part != "end" else None
    return scores if freed is None else freed


def _is_live(category: Category, seen: Look) -> bool:
    clause = seen.prepared.of_category.get(category)
    return clause is not None and clause.mode == "live"


def _accuse(seen: Look, view: View, scores: Scores, certain: Sequence[ClauseHit]) -> None:
    """Hold what the classifier heard in a part against the clause of its category, unless there is a reason not to."""
    best = scores.best
    second: tuple[Category, float] | None = getattr(scores, "second", None)
    if second is not None and not certain and not _is_live(best, seen) and _is_live(second[0], seen):
        # What only records, or is no rule here, does not hide what acts.
        _hold(seen, view, seen.prepared.of_category[second[0]], Hit("classifier", (), False, second[1], second[0]))
    clause = seen.prepared.of_category.get(best)
    if clause is None:  # the group has no rule against it
        return
    if best is Category.AD and seen.prepared.allowlist.is_own_offer(seen.views, seen.at, seen.message.group):
        return
    if best is Category.LINK and _links_known(clause, view, seen.found):
        return
    if best in _OF_ORDERS and not seen.found and _is_order(seen.views, best):
        return
    hard = scores.sure and scores.chance >= _SURE_OF_KIND and view.part not in _ASKING
    if best in _WAYS and not seen.found and _is_from_firm(view.readings[0].text, sure=hard):
        return
    # Nearly sure that a rule is broken, not which: that is enough to ask.
    harmful = 1 - scores.allow
    confidence = harmful if harmful >= _ENOUGH_TO_ASK and not hard else scores.chance
    hit = Hit("classifier", (), hard=hard, confidence=confidence, category=best)
    torn = confidence > scores.chance and scores.chance < _SURE_OF_KIND
    if certain:
        if not _names(hit, seen.found):
            return
        seen.found += [ClauseHit(clause, one.hits, one.stage, one.confidence) for one in certain]
    _hold(seen, view, clause, hit, why=SOME if torn else WHOLE)


def _hold(seen: Look, view: View, clause: Clause, hit: Hit, *, why: str = SOME) -> None:
    """Add a find of the classifier in a part, with the part as its evidence."""
    part = "text" if view.part == "end" else view.part
    said = view.original[view.since :]
    span = EvidenceSpan(start=view.since, end=len(view.original), text=said, why=why, part=part)
    made = replace(hit, evidence=(span,))
    seen.found.append(ClauseHit(clause, (made,), Stage.CLASSIFIER, made.confidence))


def _is_order(views: Sequence[View], kind: Category) -> bool:
    """Whether the sender gives what is her own for an order, and offers nothing where that is the question."""
    said = [view.readings[0].text for view in views if view.part == "text"]
    if kind is Category.AD and any(PITCH.search(text) or PRICED.search(text) for text in said):
        return False
    return any(map(is_own_order, said))


def _is_from_firm(text: str, *, sure: bool) -> bool:
    """Whether a firm speaks to its customer; of what it sends to all of them where nothing is ``sure``."""
    return is_service(text) or (not sure and is_mailing(text))


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
    readings = [reading.text for reading in view.readings[1:]]
    return classifier.scores(said, group, readings, only_sure=view.part in _HALVES)


def _freed(view: View, seen: Look, classifier: Scorer) -> Scores | None:
    """The scores of a part without its exempt words, where it has any; nothing left is clear."""
    group = seen.message.group
    rest = seen.prepared.allowlist.rest(view, seen.at, group)
    return classifier.scores(rest, group) if rest != view.original else None
