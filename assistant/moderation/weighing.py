"""How much what was found against one clause is worth: block, review or allow.

- A certain find of a detector blocks. So does a firm one, unless the classifier takes the message for harmless or for
  something else; then it is uncertain. Uncertain finds of two different detectors block where they are nearly certain
  together. Of a single one, the classifier's word that the message is harmless takes away; what is left is a chance.
- The classifier blocks where it is sure; else it has a chance to name.
- For a chance, the rule set's fallback for the category says review or allow.
- The judge blocks where it is sure, else a person decides.
- In a clause against fraud, gambling, porn and the like, detectors that look for contacts, links or offers only support
  what speaks of the matter itself: a phone number alone is no fraud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import prod

from assistant.moderation.hits import ClauseHit, Hit
from assistant.schema.moderation import Category, EvidenceSpan, Stage, Verdict
from assistant.schema.rules import Clause, RuleSet

#: From here on two uncertain signs together are as good as a certain one.
TOGETHER = 0.9

_GENERAL = frozenset(
    {"contact_bait", "links", "mini_programs", "share_commands", "price_invitation", "recruitment", "campaigns"}
)
# What these find is how a message is sent or whom it talks to; the classifier knows subjects and has no say in it.
_OF_MANNER = frozenset({"campaigns", "flood", "injection", "repetition"})
#: What a clause is about that speaks of a matter of its own, whichever way it is offered.
MATTERS = frozenset(
    {Category.FRAUD, Category.GAMBLING, Category.PORN, Category.ABUSE, Category.MEDICAL, Category.PRIVACY}
)
#: Up to this chance that a message is harmless the classifier does not speak against a firm find.
AGREED = 0.5
# An advert is a way to offer anything, and the classifier hears the offer first.
_WAYS = frozenset({Category.AD, Category.LINK})
_RANK = {Verdict.ALLOW: 0, Verdict.REVIEW: 1, Verdict.BLOCK: 2}
_STAGES = {Stage.DETECTOR: "检测", Stage.CLASSIFIER: "学来的判断", Stage.JUDGE: "模型判断", Stage.ALLOWLIST: "白名单"}


@dataclass(frozen=True)
class Weighed:
    """One clause, what was found against it, and what that is worth; ``why`` is for the operator."""

    clause: Clause
    verdict: Verdict
    stage: Stage
    confidence: float
    evidence: tuple[EvidenceSpan, ...]
    why: str


@dataclass(frozen=True)
class Heard:
    """What the classifier makes of a message: the chance that it breaks no rule, and the likeliest kind of harm."""

    harmless: float
    kind: Category = Category.ALLOW

    def agrees(self, clause: Clause) -> bool:
        """Whether it says nothing against a firm find of this clause."""
        if self.harmless > AGREED:
            return False
        return self.kind is clause.category or self.kind in _WAYS or clause.category in (*_WAYS, Category.OTHER)


def weigh(found: Sequence[ClauseHit], rules: RuleSet, heard: Heard | None = None) -> list[Weighed]:
    """Weigh what was found, clause by clause, in the order found; clauses with nothing of their own are left out.

    ``heard`` is the classifier's word, None where it was not asked.
    """
    by_clause: dict[str, list[ClauseHit]] = {}
    for hit in found:
        if hit.clause.mode != "off":
            by_clause.setdefault(hit.clause.id, []).append(hit)
    made = (_weighed(hits, rules, heard) for hits in by_clause.values())
    return [one for one in made if one is not None]


def _weighed(found: list[ClauseHit], rules: RuleSet, heard: Heard | None) -> Weighed | None:
    clause = found[0].clause
    by_detectors = list(chain.from_iterable(hit.hits for hit in found if hit.stage is Stage.DETECTOR))
    others = [hit for hit in found if hit.stage is not Stage.DETECTOR]
    if not others and not any(speaks_of(hit, clause) for hit in by_detectors):
        return None
    verdicts = [_of_detectors(by_detectors, clause, rules, heard)] if by_detectors else []
    verdicts += [_of_other(hit, rules) for hit in others]
    # The stage that reaches the gravest verdict first decides; the later ones only agree.
    verdict, stage, confidence = max(verdicts, key=lambda each: (_RANK[each[0]], each[1] is Stage.DETECTOR, each[2]))
    evidence = _evidence(hit for one in found for hit in one.hits)
    return Weighed(clause, verdict, stage, confidence, evidence, _why(clause, evidence, stage, confidence))


def speaks_of(hit: Hit, clause: Clause) -> bool:
    """Whether a find can stand against the clause alone, rather than only support what does."""
    if hit.detector not in _GENERAL or clause.category not in MATTERS:
        return True
    # Where the operator gave the clause nothing else to look for, this is what it looks for.
    return _GENERAL.issuperset(clause.detectors)


def _of_detectors(hits: list[Hit], clause: Clause, rules: RuleSet, heard: Heard | None) -> tuple[Verdict, Stage, float]:
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.detector] = max(best.get(hit.detector, 0.0), hit.confidence)
    certain = [hit.confidence for hit in hits if hit.hard]
    together = 1 - prod(1 - chance for chance in best.values())
    if certain:
        return Verdict.BLOCK, Stage.DETECTOR, max(certain)
    harmless = heard.harmless if heard is not None else None
    firm = [_against(hit.confidence, harmless) for hit in hits if hit.firm]
    if firm and (heard is None or heard.agrees(clause)):
        return Verdict.BLOCK, Stage.DETECTOR, max(firm)
    if len(best) > 1 and together >= TOGETHER:
        return Verdict.BLOCK, Stage.DETECTOR, together
    asking = {hit.detector for hit in hits if hit.asks} | _OF_MANNER
    chance = max(_against(each, None if name in asking else harmless) for name, each in best.items())
    return rules.fallback(clause.category, chance), Stage.DETECTOR, chance


def _against(confidence: float, harmless: float | None) -> float:
    """The chance of a violation by two that do not know of each other: a detector and the classifier (Bayes)."""
    if harmless is None:
        return confidence
    guilty, innocent = confidence * (1 - harmless), (1 - confidence) * harmless
    return guilty / (guilty + innocent) if guilty + innocent > 0 else confidence


def _of_other(found: ClauseHit, rules: RuleSet) -> tuple[Verdict, Stage, float]:
    if found.hard:
        return Verdict.BLOCK, found.stage, found.confidence
    if found.stage is Stage.JUDGE:
        return Verdict.REVIEW, found.stage, found.confidence
    return rules.fallback(found.clause.category, found.confidence), found.stage, found.confidence


def _evidence(hits: Iterable[Hit]) -> tuple[EvidenceSpan, ...]:
    """The spans of all hits, each place once."""
    seen: dict[tuple[str, int, int], EvidenceSpan] = {}
    for hit in hits:
        for span in hit.evidence:
            seen.setdefault((span.part, span.start, span.end), span)
    return tuple(seen.values())


def _why(clause: Clause, evidence: tuple[EvidenceSpan, ...], stage: Stage, confidence: float) -> str:
    reasons = list(dict.fromkeys(f"“{span.text[:20]}”{span.why}" for span in evidence))[:3]
    said = "；".join(reasons) if reasons else "整句话像是这一类"
    sure = "" if stage is Stage.DETECTOR else f"，{confidence:.0%} 把握"
    return f"条款 {clause.id}（{_STAGES[stage]}{sure}）：{said}"
